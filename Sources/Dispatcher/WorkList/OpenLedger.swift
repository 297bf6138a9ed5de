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
    private(set) var shelves: [WorkRegister.Holder: Shelf] = [:]
    /// How each ticket is held that stands on any shelf; whose shelves those are follows from it.
    private var standing: [TicketID: Standing] = [:]
    /// What all shelves weigh.
    private(set) var weight = 0
    /// What happened while a shelf was being read.
    var meanwhile: [WorkRegister.Holder: [OpenTicket]] = [:]
    /// How often everything was let go.
    private(set) var epoch = 0

    /// What is known of a ticket: 24 bytes, since a district may have a hundred thousand of them.
    private struct Standing {
        let seq: Int32
        /// The place of how it is held.
        let held: Int32
        let owner: PersonID
        /// When it is due next; `Shelf.never`: no clock runs.
        let due: Instant
    }

    /// Where a way of being held stands.
    private mutating func place(of held: Held) -> Int32 {
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

    /// Puts a shelf there that was read, with what happened meanwhile.
    ///
    /// - Parameters:
    ///   - tickets: what was read.
    ///   - holder: whose they are.
    ///   - turn: when it was asked for.
    mutating func put(_ tickets: [OpenTicket], of holder: WorkRegister.Holder, asked turn: Int) {
        remove(holder)
        var shelf = Shelf()
        shelf.asked = turn
        shelves[holder] = shelf
        weight += shelf.weight
        for ticket in tickets + (meanwhile[holder] ?? []) { learn(ticket) }
    }

    /// Takes a shelf away, with what stands on no other.
    mutating func remove(_ holder: WorkRegister.Holder) {
        guard let shelf = shelves.removeValue(forKey: holder) else { return }
        weight -= shelf.weight
        for line in shelf.lines {
            guard let known = standing[line.id], !holders(of: known).contains(where: { shelves[$0] != nil }) else {
                continue
            }
            standing[line.id] = nil
        }
    }

    /// Notes that somebody asks for a shelf; false: it is not there.
    mutating func ask(for holder: WorkRegister.Holder, at turn: Int) -> Bool {
        guard shelves[holder] != nil else { return false }
        shelves[holder]?.asked = turn
        return true
    }

    /// Learns how a ticket is held: it then stands on the shelves of those who have it, and on no other.
    ///
    /// Nothing is looked for: where it stood says how it was held. What is known later already stays.
    ///
    /// - Parameter ticket: the ticket.
    /// - Returns: how many shelves were looked at.
    @discardableResult
    mutating func learn(_ ticket: OpenTicket) -> Int {
        let old = standing[ticket.id]
        let now: Standing? =
            if let old, Int(old.seq) > ticket.seq {
                old
            } else {
                ticket.held.map { held in
                    Standing(
                        seq: Int32(clamping: ticket.seq),
                        held: place(of: held),
                        owner: ticket.owner ?? Self.nobody,
                        due: ticket.nextDue ?? Shelf.never
                    )
                }
            }
        let (before, after) = (old.map(holders) ?? [], now.map(holders) ?? [])
        for holder in before where !after.contains(holder) {
            weight += shelves[holder]?.set(ticket.id, nil) ?? 0
        }
        var stands = false
        for holder in after where shelves[holder] != nil {
            stands = true
            weight += shelves[holder]?.set(ticket.id, now.map { ($0.held, $0.due) }) ?? 0
        }
        standing[ticket.id] = stands ? now : nil
        return before.count { !after.contains($0) } + after.count
    }

    private static let nobody = PersonID(0)

    /// Whose a ticket is: each of them once.
    private func holders(of known: Standing) -> [WorkRegister.Holder] {
        let held = helds[Int(known.held)].held
        var holders: [WorkRegister.Holder] = [.unit(held.desk)]
        for unit in [held.responsible, held.lead, held.inside] {
            if let unit, !holders.contains(.unit(unit)) { holders.append(.unit(unit)) }
        }
        if known.owner != Self.nobody { holders.append(.person(known.owner)) }
        return holders
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
