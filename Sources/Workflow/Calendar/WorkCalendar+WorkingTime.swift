extension WorkCalendar {
    /// Working seconds between two instants; negative when the second is earlier.
    ///
    /// Counted in microseconds and cut to whole seconds towards zero.
    public func workTime(from: Instant, to: Instant) -> Int64 {
        workMicroseconds(from: from, to: to) / 1_000_000
    }

    /// Working microseconds between two instants; negative when the second is earlier.
    public func workMicroseconds(from: Instant, to: Instant) -> Int64 {
        table.position(of: to.microseconds) - table.position(of: from.microseconds)
    }

    /// The instant after so much working time.
    ///
    /// Forwards it is the first such instant: it may be the closing of a window and stays there. Backwards
    /// (negative seconds) it is the last such instant, which may be an opening. No seconds lead to `from` itself.
    /// A start outside the windows counts from the next opening. Microseconds of the start are kept.
    ///
    /// - Parameters:
    ///   - workingSeconds: how much working time; negative goes back.
    ///   - from: where to begin.
    /// - Returns: that instant, held within the calendar's table.
    public func advance(workingSeconds: Int64, from: Instant) -> Instant {
        let (amount, overflow) = workingSeconds.multipliedReportingOverflow(by: 1_000_000)
        return advance(workingMicroseconds: overflow ? (workingSeconds < 0 ? .min : .max) : amount, from: from)
    }

    /// The instant after so many working microseconds, by the rules of `advance(workingSeconds:from:)`.
    func advance(workingMicroseconds amount: Int64, from: Instant) -> Instant {
        guard amount != 0 else { return from }
        let (sum, overflow) = table.position(of: from.microseconds).addingReportingOverflow(amount)
        let position = overflow ? (amount < 0 ? Int64.min : .max) : sum
        if amount > 0 {
            return max(from, Instant(microseconds: table.earliest(at: position)))
        }
        return min(from, Instant(microseconds: table.latest(at: position)))
    }

    /// The instant at which a part of the way to a due time is used up, for warnings.
    ///
    /// Where no working time lies between, elapsed time counts instead, so that a warning still comes before its due.
    ///
    /// - Parameters:
    ///   - percent: how much of the way, 0 to 100; other values are held there.
    ///   - from: the start.
    ///   - to: the due time.
    ///   - measure: whether working time or elapsed time is divided; a limit knows its own (`limit.measure`).
    /// - Returns: an instant between start and due; the due itself when it is not after the start.
    public func fraction(_ percent: Int, of from: Instant, to: Instant, counting measure: Limit.Measure) -> Instant {
        let percent = Int64(min(max(percent, 0), 100))
        guard from < to, percent < 100 else { return to }
        let working = measure == .working ? workMicroseconds(from: from, to: to) : 0
        guard working > 0 else {
            return from.advanced(byMicroseconds: Self.part(percent, of: from.microseconds(to: to)))
        }
        return min(to, advance(workingMicroseconds: Self.part(percent, of: working), from: from))
    }

    /// The part rounded down, without overflow.
    private static func part(_ percent: Int64, of amount: Int64) -> Int64 {
        amount / 100 * percent + amount % 100 * percent / 100
    }
}
