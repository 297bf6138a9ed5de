import PGStore
import Workflow

/// The shelves of a district, and the ways in which what stands there is held.
struct OpenLedger {
    /// A state of a definition.
    struct Kind: Hashable {
        let definition: DefinitionRef
        let state: StateName
    }

    /// Ways of being held, each with the place of its kind.
    private(set) var helds: [(held: Held, kind: Int)] = []
    private var places: [Held: Int32] = [:]
    private(set) var kinds: [Kind] = []
    private var kindPlaces: [Kind: Int] = [:]
    var shelves: [WorkRegister.Holder: Shelf] = [:]
    /// What happened while a shelf was being read.
    var meanwhile: [WorkRegister.Holder: [OpenTicket]] = [:]
    /// How often everything was let go.
    private(set) var epoch = 0

    /// Where a way of being held stands.
    mutating func place(of held: Held) -> Int32 {
        if let place = places[held] { return place }
        let kind = Kind(definition: held.definition, state: held.state)
        let kindPlace = kindPlaces[kind] ?? kinds.count
        if kindPlace == kinds.count {
            kinds.append(kind)
            kindPlaces[kind] = kindPlace
        }
        helds.append((held, kindPlace))
        let place = Int32(helds.count - 1)
        places[held] = place
        return place
    }

    /// Lets everything go, also what is being read.
    mutating func letGo() {
        let next = epoch + 1
        self = OpenLedger()
        epoch = next
    }
}

/// A filter as it is asked of many: what it says of each state is looked up once.
struct Sieve {
    let filter: TicketFilter
    /// Whose tickets it goes by.
    let holders: Set<WorkRegister.Holder>
    private let units: Set<UnitID>
    /// Ways of holding by the place of the kind; nil: none of this kind is kept.
    private let ways: [[TicketFilter.Holding]?]

    init(_ filter: TicketFilter, _ kinds: [OpenLedger.Kind] = []) {
        self.filter = filter
        let units = (filter.holdings ?? []).reduce(into: Set()) { $0.formUnion($1.units) }
        self.units = units
        holders = filter.owner.map { [.person($0)] } ?? Set(units.map { .unit($0) })
        ways = kinds.map { kind in
            guard filter.states.isEmpty || filter.states.contains(kind.state) else { return nil }
            return filter.holdings?.filter { $0.concerns(kind.definition, kind.state) } ?? []
        }
    }

    /// Whether it keeps what is held so, on this shelf: on several a ticket counts once, on the first of those who answer for it,
    /// hold it, lead it, or work on it.
    func keeps(_ held: Held, kind: Int, on holder: WorkRegister.Holder) -> Bool {
        guard let ways = ways[kind], filter.lamps.isEmpty || filter.lamps.contains(held.lamp) else { return false }
        if case .unit(let unit) = holder {
            guard held.first(of: units) == unit else { return false }
        }
        return filter.holdings == nil
            || ways.contains { $0.holds(held.responsible, held.desk, held.lead, inside: held.inside) }
    }
}
