/// A ticket (工单): one matter under one definition, as its events have made it.
///
/// Only `evolve` changes one. It is a plain value: the row in the database, the fold of the events and what a
/// screen shows are the same thing.
public struct Ticket: Hashable, Sendable {
    private var storage: Storage

    init(_ fields: Fields) {
        storage = Storage(fields)
    }

    private mutating func own() {
        if !isKnownUniquelyReferenced(&storage) { storage = Storage(storage.fields) }
    }

    /// Whether two tickets are the same in all they consist of.
    public static func == (lhs: Ticket, rhs: Ticket) -> Bool {
        lhs.storage === rhs.storage || lhs.storage.fields == rhs.storage.fields
    }

    /// Hashes all that it consists of.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(storage.fields)
    }
}

// What refers to something is lent (`_read`) instead of copied, which would count a reference: a decision looks at these a
// hundred times.
extension Ticket {
    // MARK: - What it consists of

    /// The district; never changes.
    public var district: DistrictID { storage.fields.district }
    /// The id within the district.
    public var id: TicketID { storage.fields.id }
    /// The definition and version that the ticket is pinned to.
    public internal(set) var definition: DefinitionRef {
        _read { yield storage.fields.definition }
        _modify {
            own()
            yield &storage.fields.definition
        }
    }
    /// How many events it has: the number of the last one.
    public internal(set) var seq: Int {
        get { storage.fields.seq }
        _modify {
            own()
            yield &storage.fields.seq
        }
    }
    /// Where it stands.
    public internal(set) var state: StateName {
        _read { yield storage.fields.state }
        _modify {
            own()
            yield &storage.fields.state
        }
    }
    /// Whether its life has ended.
    public internal(set) var isFinal: Bool {
        get { storage.fields.isFinal }
        _modify {
            own()
            yield &storage.fields.isFinal
        }
    }
    /// What it is about: a path such as `市容环卫/垃圾清运`.
    public internal(set) var category: String {
        _read { yield storage.fields.category }
        _modify {
            own()
            yield &storage.fields.category
        }
    }
    /// Whether it is urgent.
    public internal(set) var urgency: Urgency {
        get { storage.fields.urgency }
        _modify {
            own()
            yield &storage.fields.urgency
        }
    }
    /// Where it happened.
    public internal(set) var place: UnitID {
        get { storage.fields.place }
        _modify {
            own()
            yield &storage.fields.place
        }
    }
    /// The unit of the ladder that holds it.
    public internal(set) var desk: UnitID {
        get { storage.fields.desk }
        _modify {
            own()
            yield &storage.fields.desk
        }
    }
    /// The department that leads; nil before dispatch.
    public internal(set) var lead: UnitID? {
        get { storage.fields.lead }
        _modify {
            own()
            yield &storage.fields.lead
        }
    }
    /// Who answers for it now; nil only when final (首接负责).
    public internal(set) var responsible: UnitID? {
        get { storage.fields.responsible }
        _modify {
            own()
            yield &storage.fields.responsible
        }
    }
    /// The person responsible for it (责任人), where the definition names one and the unit, or one above it, has people.
    public internal(set) var owner: PersonID? {
        get { storage.fields.owner }
        _modify {
            own()
            yield &storage.fields.owner
        }
    }
    /// In whose hands it lies, where that is not who is responsible.
    public internal(set) var held: HeldBy? {
        get { storage.fields.held }
        _modify {
            own()
            yield &storage.fields.held
        }
    }
    /// The part of the leading department that works on it.
    public internal(set) var inside: UnitID? {
        get { storage.fields.inside }
        _modify {
            own()
            yield &storage.fields.inside
        }
    }
    /// Who is held to it whatever the state, until another signs or an arbiter rules (首接负责).
    public internal(set) var bound: UnitID? {
        get { storage.fields.bound }
        _modify {
            own()
            yield &storage.fields.bound
        }
    }
    /// Units that had it once, as desk, as lead or as the part of the lead that works on it, and have it no more.
    public internal(set) var formerly: Set<UnitID> {
        _read { yield storage.fields.formerly }
        _modify {
            own()
            yield &storage.fields.formerly
        }
    }
    /// The state to which an aside leads back; nil outside of asides.
    public internal(set) var back: StateName? {
        _read { yield storage.fields.back }
        _modify {
            own()
            yield &storage.fields.back
        }
    }
    /// The ticket that it was made for (协办、吹哨); nil: it stands by itself.
    public var parent: TicketID? { storage.fields.parent }
    /// Tickets that were made for it.
    public internal(set) var children: [TicketID: Child] {
        _read { yield storage.fields.children }
        _modify {
            own()
            yield &storage.fields.children
        }
    }
    /// How it hangs together with others of its kind.
    public internal(set) var links: Links {
        _read { yield storage.fields.links }
        _modify {
            own()
            yield &storage.fields.links
        }
    }
    /// The rule of the directory that matched.
    public internal(set) var rule: RuleMatch? {
        _read { yield storage.fields.rule }
        _modify {
            own()
            yield &storage.fields.rule
        }
    }
    /// People it remembers, such as the `handler`.
    public internal(set) var people: NameMap<NameKind.Mark, PersonID> {
        _read { yield storage.fields.people }
        _modify {
            own()
            yield &storage.fields.people
        }
    }
    /// Counts it keeps, such as `call_attempts`.
    public internal(set) var counters: NameMap<NameKind.Counter, Int> {
        _read { yield storage.fields.counters }
        _modify {
            own()
            yield &storage.fields.counters
        }
    }
    /// Values it keeps, such as the `outcome`.
    public internal(set) var facts: NameMap<NameKind.Field, JSONValue> {
        _read { yield storage.fields.facts }
        _modify {
            own()
            yield &storage.fields.facts
        }
    }
    /// Clocks that run or stand still.
    public internal(set) var clocks: NameMap<NameKind.Clock, Countdown> {
        _read { yield storage.fields.clocks }
        _modify {
            own()
            yield &storage.fields.clocks
        }
    }
    /// Clocks that have expired at some time: the flags.
    public internal(set) var late: Set<ClockName> {
        _read { yield storage.fields.late }
        _modify {
            own()
            yield &storage.fields.late
        }
    }
    /// Of these clocks, those of which it is claimed that what was entered later kept them.
    public internal(set) var claims: Set<ClockName> {
        _read { yield storage.fields.claims }
        _modify {
            own()
            yield &storage.fields.claims
        }
    }
    /// When it was reported.
    public var reportedAt: Instant { storage.fields.reportedAt }
    /// When its last event counted.
    public internal(set) var lastAt: Instant {
        get { storage.fields.lastAt }
        _modify {
            own()
            yield &storage.fields.lastAt
        }
    }
    /// When its life ended.
    public internal(set) var closedAt: Instant? {
        get { storage.fields.closedAt }
        _modify {
            own()
            yield &storage.fields.closedAt
        }
    }
}

/// A ticket that was made for another: what the other knows of it.
public struct Child: Hashable, Sendable {
    /// Under which definition.
    public let definition: DefinitionName
    /// Who leads it.
    public let lead: UnitID
    /// The final state in which it ended; nil: it is open.
    public internal(set) var end: StateName?
}

extension Ticket {
    /// Who reported it; nil: a resident, or nobody of the staff.
    public var reporter: PersonID? { people[KnownMark.reporter] }

    /// Whether all of its children have ended.
    public var childrenEnded: Bool { children.values.allSatisfy { $0.end != nil } }

    /// Those of its children that are open, as far as it has heard.
    public var openChildren: [TicketID] { children.filter { $0.value.end == nil }.keys.sorted() }
}

/// How pressing a matter is.
public enum Urgency: String, Hashable, Sendable, CaseIterable {
    /// 一般.
    case ordinary
    /// 紧急: clocks run around the clock, messages go at once.
    case urgent
}

/// The lamp of a ticket: how it stands with its clocks.
public enum Lamp: Int, Hashable, Sendable, CaseIterable, Comparable {
    /// 绿: nothing presses.
    case green = 0
    /// 黄: a running clock has given a warning.
    case yellow = 1
    /// 红: a running clock has expired.
    case red = 2

    /// Red is more than yellow is more than green.
    public static func < (lhs: Lamp, rhs: Lamp) -> Bool { lhs.rawValue < rhs.rawValue }
}

extension Ticket {
    /// The worst of its running clocks.
    public var lamp: Lamp {
        clocks.reduce(.green) { max($0, $1.value.lamp) }
    }

    /// Its timers: at most one for each clock, in the order in which they fire.
    public var timers: [TicketTimer] {
        clocks.compactMap { name, countdown in
            countdown.next.map { TicketTimer(due: $0.at, clock: name, step: $0.step) }
        }.sorted()
    }
}
