extension WorkCalendar {
    /// Explains step by step when a limit falls due and why.
    ///
    /// Walks from day to day instead of looking into the prefix sums: a second way to the same due time.
    ///
    /// - Parameters:
    ///   - limit: how long it may take.
    ///   - start: when the limit begins to run.
    /// - Returns: the timeline.
    public func explain(limit: Limit, from start: Instant) -> DeadlineExplanation {
        var walk = DeadlineWalk(calendar: self, start: start)
        walk.follow(limit.form)
        let deadline = deadline(after: limit, from: start)
        return DeadlineExplanation(
            limit: limit,
            calendar: name,
            start: start,
            due: walk.due,
            provisional: deadline.provisional,
            lines: walk.finished(limit, provisional: deadline.provisional)
        )
    }
}

extension CalendarBook {
    /// Explains a deadline by the limit's own calendar.
    ///
    /// - Throws: `CalendarError.unknownCalendar` when the limit names one that the book lacks.
    public func explain(limit: Limit, from start: Instant) throws(CalendarError) -> DeadlineExplanation {
        try calendar(for: limit).explain(limit: limit, from: start)
    }
}
