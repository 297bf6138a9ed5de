/// A ticket (工单): one matter under one definition, as its events have made it.
///
/// Only `evolve` changes one. It is a plain value: the row in the database, the fold of the events and what a
/// screen shows are the same thing.
public struct Ticket: Hashable, Sendable {
    /// The district; never changes.
    public let district: DistrictID
    /// The id within the district.
    public let id: TicketID
    /// The definition and version that the ticket is pinned to.
    public internal(set) var definition: DefinitionRef
    /// How many events it has: the number of the last one.
    public internal(set) var seq: Int
    /// Where it stands.
    public internal(set) var state: StateName
    /// Whether its life has ended.
    public internal(set) var isFinal: Bool
    /// What it is about: a path such as `市容环卫/垃圾清运`.
    public internal(set) var category: String
    /// Whether it is urgent.
    public internal(set) var urgency: Urgency
    /// Where it happened.
    public internal(set) var place: UnitID
    /// The unit of the ladder that holds it.
    public internal(set) var desk: UnitID
    /// The department that leads; nil before dispatch.
    public internal(set) var lead: UnitID?
    /// Who answers for it now; nil only when final (首接负责).
    public internal(set) var responsible: UnitID?
    /// The person responsible for it (责任人), where the definition names one and the unit, or one above it, has people.
    public internal(set) var owner: PersonID?
    /// In whose hands it lies, where that is not who is responsible.
    public internal(set) var held: HeldBy?
    /// The part of the leading department that works on it.
    public internal(set) var inside: UnitID?
    /// Who is held to it whatever the state, until another signs or an arbiter rules (首接负责).
    public internal(set) var bound: UnitID?
    /// The state to which an aside leads back; nil outside of asides.
    public internal(set) var back: StateName?
    /// The ticket that it was made for (协办、吹哨); nil: it stands by itself.
    public let parent: TicketID?
    /// Tickets that were made for it.
    public internal(set) var children: [TicketID: Child]
    /// How it hangs together with others of its kind.
    public internal(set) var links: Links
    /// The rule of the directory that matched.
    public internal(set) var rule: RuleMatch?
    /// People it remembers, such as the `handler`.
    public internal(set) var people: [MarkName: PersonID]
    /// Counts it keeps, such as `call_attempts`.
    public internal(set) var counters: [CounterName: Int]
    /// Values it keeps, such as the `outcome`.
    public internal(set) var facts: [FieldName: JSONValue]
    /// Clocks that run or stand still.
    public internal(set) var clocks: [ClockName: Countdown]
    /// Clocks that have expired at some time: the flags.
    public internal(set) var late: Set<ClockName>
    /// Of these clocks, those of which it is claimed that what was entered later kept them.
    public internal(set) var claims: Set<ClockName>
    /// When it was reported.
    public let reportedAt: Instant
    /// When its last event counted.
    public internal(set) var lastAt: Instant
    /// When its life ended.
    public internal(set) var closedAt: Instant?
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

/// What the directory said of a ticket when it was asked last.
public struct RuleMatch: Hashable, Sendable {
    /// The rule's id.
    public let id: String
    /// Who leads by that rule.
    public let lead: UnitID
    /// Limits that the rule names.
    public let limits: [ClockName: Limit]
    /// Whose duty the matter is by law.
    public let duty: DirectoryRule.Duty
    /// Who helps by that rule, in the order in which they are asked.
    public let coHandlers: [UnitID]
    /// Which proof of the work it asks for; none, as nearly everywhere.
    public let evidence: Set<EvidenceRule.Proof>

    /// Notes a rule's answer.
    public init(
        id: String,
        lead: UnitID,
        limits: [ClockName: Limit],
        duty: DirectoryRule.Duty = .basic,
        coHandlers: [UnitID] = [],
        evidence: Set<EvidenceRule.Proof> = []
    ) {
        self.coHandlers = coHandlers
        self.evidence = evidence
        self.id = id
        self.lead = lead
        self.limits = limits
        self.duty = duty
    }
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
        clocks.values.map(\.lamp).max() ?? .green
    }

    /// Its timers: at most one for each clock, in the order in which they fire.
    public var timers: [TicketTimer] {
        clocks.compactMap { name, countdown in
            countdown.next.map { TicketTimer(due: $0.at, clock: name, step: $0.step) }
        }.sorted()
    }
}
