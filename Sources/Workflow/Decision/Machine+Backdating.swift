/// Acts that are entered after they were done (补录): never before the report nor after now, counted apart, and where one
/// would turn late into in time, for a level up to decide.
extension Machine {
    /// When an act was done that is entered now; nil: just now.
    ///
    /// - Throws: `Refusal.occurredOutOfRange`, or `Refusal.missingNeed` for what must be given with it.
    func occurred(_ command: Command, _ draft: Draft) throws(Refusal) -> Instant? {
        guard let rules = definition.backdating, let micros = command.input[rules.field]?.int else { return nil }
        let time = Instant(microseconds: micros)
        let (from, to) = (draft.ticket.reportedAt, draft.at)
        let last = try reckon(draft.context.calendars) { (book) throws(CalendarError) in
            try book.deadline(after: rules.within, from: time)
        }
        guard time >= from, time <= to, last.due >= to else {
            throw .occurredOutOfRange(rules.field, within: rules.within)
        }
        for field in rules.needs where !command.gives(field) { throw missing(field, command) }
        return time
    }

    /// Counts an act that was entered later, and claims the clocks that it ends and would have kept.
    func backdate(to time: Instant, since before: Ticket, _ draft: inout Draft) throws(Refusal) {
        guard let rules = definition.backdating else { return }
        draft.count(rules.counter)
        guard !draft.ticket.isFinal else { return }
        for (clock, countdown) in before.clocks.sorted(by: { $0.key < $1.key })
        where countdown.isExpired && draft.ticket.clocks[clock] == nil {
            // What was done before the clock began cannot have kept it.
            if countdown.startedAt <= time, time <= countdown.due { try claim(clock, &draft) }
        }
    }

    /// Claims that a clock was kept: for a level up to decide.
    func claim(_ clock: ClockName, _ draft: inout Draft) throws(Refusal) {
        guard let rules = definition.backdating, draft.ticket.late.contains(clock) else { return }
        draft.record(.claimed(clock, .asked))
        if draft.ticket.clocks[rules.review] == nil { try start(rules.review, &draft) }
    }

    /// Decides all claims of a ticket.
    func decideClaims(_ claim: Claim, _ draft: inout Draft) {
        for clock in draft.ticket.claims.sorted() { draft.record(.claimed(clock, claim)) }
    }
}
