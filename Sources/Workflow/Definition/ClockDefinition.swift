/// A clock (时限): a limit, warnings before it, and what follows when it expires.
///
/// It never changes, and is looked at with every command: so it is handed on by reference.
public final class ClockDefinition: Hashable, Sendable {
    /// What people call it.
    public let title: Bilingual
    /// How long.
    public let limit: LimitPolicy
    /// Shares of the limit, in per cent, at which a warning is given (yellow lamp).
    public let warnings: [Int]
    /// Who is told at a warning.
    public let warn: [Recipient]
    /// What follows the expiry (red lamp); nil: it is only flagged.
    public let ladder: LadderName?
    /// States in which the clock stands still and keeps the time already used.
    public let pauses: [StateName]
    /// Whether its warning and expiry light the ticket's lamp; a quiet clock only acts.
    public let lamp: Bool
    /// Whether it only says until when something may be done (a return, a dispute): nothing happens at its end.
    public let isWindow: Bool
    /// What the limit of an ordinary ticket comes to where it is known before; nil: it is not.
    private let ordinary: SettledLimit?
    /// That of an urgent one.
    private let urgent: SettledLimit?

    init(
        title: Bilingual,
        limit: LimitPolicy,
        warnings: [Int],
        warn: [Recipient],
        ladder: LadderName?,
        pauses: [StateName],
        lamp: Bool,
        isWindow: Bool
    ) {
        self.title = title
        self.limit = limit
        self.warnings = warnings
        self.warn = warn
        self.ladder = ladder
        self.pauses = pauses
        self.lamp = lamp
        self.isWindow = isWindow
        ordinary = limit.settled(isUrgent: false)
        urgent = limit.settled(isUrgent: true)
    }

    /// What the limit comes to, of the many that depend on nothing but urgency and directory; nil: ask the policy.
    func settledLimit(of ticket: Ticket) -> Limit? {
        guard let settled = ticket.urgency == .urgent ? urgent : ordinary else { return nil }
        return settled.asksDirectory && ticket.rule?.limits.isEmpty == false ? nil : settled.limit
    }

    /// Whether two say the same.
    public static func == (lhs: ClockDefinition, rhs: ClockDefinition) -> Bool {
        lhs === rhs
            || (lhs.title == rhs.title
                && lhs.limit == rhs.limit
                && lhs.warnings == rhs.warnings
                && lhs.warn == rhs.warn
                && lhs.ladder == rhs.ladder
                && lhs.pauses == rhs.pauses
                && lhs.lamp == rhs.lamp
                && lhs.isWindow == rhs.isWindow)
    }

    /// Hashes what it says.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(title)
        hasher.combine(limit)
        hasher.combine(warnings)
        hasher.combine(warn)
        hasher.combine(ladder)
        hasher.combine(pauses)
        hasher.combine(lamp)
        hasher.combine(isWindow)
    }
}

/// Where a clock's limit comes from.
public indirect enum LimitPolicy: Hashable, Sendable {
    /// Always this.
    case fixed(Limit)
    /// By the urgency of the ticket.
    case urgency(ordinary: LimitPolicy, urgent: LimitPolicy)
    /// By the value of a field that the ticket keeps; else the other policy.
    case field(FieldName, [String: Limit], otherwise: LimitPolicy)
    /// As the rule of the directory says that matched; else the other policy.
    case directory(otherwise: LimitPolicy)
    /// A due time that came with the ticket in this field (an upper platform's 上级时限), or so much earlier; else the
    /// other policy.
    case given(FieldName, earlier: LimitPolicy?, otherwise: LimitPolicy)
    /// The other policy, but no later than so much before the time in this field, where the ticket came with one.
    case within(FieldName, earlier: LimitPolicy, LimitPolicy)
    /// So many of a unit of time (`d`, `wd`, `h` …) as a field says that the ticket keeps; else the other policy.
    case counted(FieldName, unit: String, otherwise: LimitPolicy)
    /// None once something has been counted; else the other policy.
    case unless(CounterName, otherwise: LimitPolicy)
    /// None: the clock does not run.
    case none
}

/// A step of a ladder of escalation.
public struct Rung: Hashable, Sendable {
    /// How long after the expiry; `0`: at once.
    public let after: Limit
    /// The act that the clock does then; nil: it only tells.
    public let act: ActionName?
    /// Who is told.
    public let tell: [Recipient]
}

/// A limit that is known before there is a ticket.
private struct SettledLimit {
    let limit: Limit
    /// Whether a rule of the directory can say another.
    let asksDirectory: Bool
}

extension LimitPolicy {
    /// What it comes to where nothing but urgency and directory counts; nil: something else does, or there is none.
    fileprivate func settled(isUrgent: Bool) -> SettledLimit? {
        switch self {
        case .fixed(let limit): SettledLimit(limit: limit, asksDirectory: false)
        case .urgency(let ordinary, let urgent): (isUrgent ? urgent : ordinary).settled(isUrgent: isUrgent)
        case .directory(let otherwise):
            otherwise.settled(isUrgent: isUrgent).map { SettledLimit(limit: $0.limit, asksDirectory: true) }
        case .field, .given, .within, .counted, .unless, .none: nil
        }
    }
}

extension LimitPolicy {
    /// Whether a rule of the directory can say the limit.
    public var asksDirectory: Bool {
        switch self {
        case .directory: true
        case .fixed, .none: false
        case .urgency(let ordinary, let urgent): ordinary.asksDirectory || urgent.asksDirectory
        case .field(_, _, let otherwise), .given(_, earlier: _, let otherwise), .counted(_, _, let otherwise),
            .unless(_, let otherwise), .within(_, earlier: _, let otherwise):
            otherwise.asksDirectory
        }
    }
}

extension WorkflowDefinition {
    /// The clocks whose limits a rule of the directory can say; what it says of others would mean nothing.
    public var directoryClocks: [ClockName: ClockDefinition] { clocks.filter { $0.value.limit.asksDirectory } }
}
