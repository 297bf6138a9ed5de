/// What a paused clock has left: working time or elapsed time, exact to the microsecond.
///
/// Negative when the clock was overdue as it was paused, so that a pause never forgives lateness.
public struct Remaining: Hashable, Sendable, Codable {
    /// Whether working time or elapsed time is left.
    public let kind: Limit.Measure

    /// How much is left, in microseconds.
    public let microseconds: Int64

    /// Whether the due time was an opening (as business days can have it) and not the closing before it.
    public let endsAtOpening: Bool

    /// Makes what remains, as read from a stored row.
    public init(kind: Limit.Measure, microseconds: Int64, endsAtOpening: Bool = false) {
        self.kind = kind
        self.microseconds = microseconds
        self.endsAtOpening = endsAtOpening
    }

    /// How much is left in whole seconds, cut towards zero.
    public var seconds: Int64 { microseconds / 1_000_000 }
}

extension WorkCalendar {
    /// What a clock that is due then has left now, in the measure of its limit.
    ///
    /// - Parameters:
    ///   - limit: the limit that the clock runs by.
    ///   - at: when the clock is paused.
    ///   - due: when it would have been due.
    /// - Returns: what is left; negative when overdue.
    public func remaining(of limit: Limit, at: Instant, due: Instant) -> Remaining {
        switch limit.measure {
        case .elapsed:
            return Remaining(kind: .elapsed, microseconds: at.microseconds(to: due))
        case .working:
            let left = workMicroseconds(from: at, to: due)
            let isClosing = table.earliest(at: table.position(of: due.microseconds)) == due.microseconds
            return Remaining(kind: .working, microseconds: left, endsAtOpening: !isClosing)
        }
    }

    /// When a paused clock falls due if it goes on at this instant.
    ///
    /// Resumed at the instant of its pause it has the same due; every working second between pause and resumption
    /// (every second, where elapsed time counts) moves the due by one.
    public func resume(_ remaining: Remaining, from: Instant) -> Deadline {
        switch remaining.kind {
        case .elapsed:
            let due = from.advanced(byMicroseconds: remaining.microseconds)
            return Deadline(due: due, provisional: false, calendar: name)
        case .working:
            let (sum, overflow) = table.position(of: from.microseconds)
                .addingReportingOverflow(remaining.microseconds)
            let position = overflow ? (remaining.microseconds < 0 ? Int64.min : .max) : sum
            let due = remaining.endsAtOpening ? table.latest(at: position) : table.earliest(at: position)
            let deadline = Instant(microseconds: due)
            return Deadline(due: deadline, provisional: isProvisional(from: from, to: deadline), calendar: name)
        }
    }
}
