/// When a ticket is due next, or was, and by what time its limit counts.
public struct NextDue: Hashable, Sendable, Comparable {
    /// When.
    public let at: Instant
    /// Whether working time or time as it passes is counted until then; a time that somebody gave counts as it passes.
    public let measure: Limit.Measure

    /// By when, and of one moment by what counts.
    public static func < (lhs: NextDue, rhs: NextDue) -> Bool {
        (lhs.at, lhs.measure.rawValue) < (rhs.at, rhs.measure.rawValue)
    }
}

extension Countdown {
    /// By what time it counts.
    public var measure: Limit.Measure { limit?.measure ?? .elapsed }
}
