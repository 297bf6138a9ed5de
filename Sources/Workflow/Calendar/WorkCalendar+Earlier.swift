extension WorkCalendar {
    /// A time so much before another's: for a clock of ours that is to end before theirs.
    ///
    /// It is counted in the limit's own measure. Where less than twice as much is left, ours ends with half of what is
    /// left; where no working time is left at all, with half of the time. The later theirs is, the later is ours.
    ///
    /// - Parameters:
    ///   - limit: how much earlier: hours or less.
    ///   - due: theirs.
    ///   - start: since when ours runs.
    /// - Returns: between start and due; due itself where that is no later than the start.
    public func earlier(by limit: Limit, than due: Instant, from start: Instant) -> Instant {
        guard due > start, let amount = limit.form.microseconds else { return due }
        let left = remaining(of: limit, at: start, due: due)
        guard left.microseconds > 0 else {
            return start.advanced(byMicroseconds: start.microseconds(to: due) / 2)
        }
        let ours = max(left.microseconds - amount, left.microseconds / 2)
        return min(resume(Remaining(kind: left.kind, microseconds: max(ours, 1)), from: start).due, due)
    }
}

extension Limit.Form {
    /// How much of its measure it is, in microseconds; nil: days, which end by the calendar.
    var microseconds: Int64? {
        switch self {
        case .seconds(let count), .workingSeconds(let count): Int64(count) * 1_000_000
        case .minutes(let count), .workingMinutes(let count): Int64(count) * 60_000_000
        case .hours(let count), .workingHours(let count): Int64(count) * 3_600_000_000
        case .atOnce, .workingDays, .businessDays, .calendarDays, .clockDays: nil
        }
    }
}
