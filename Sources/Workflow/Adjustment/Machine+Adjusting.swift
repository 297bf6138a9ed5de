/// Fitting a ticket that runs to what changed around it.
extension Machine {
    /// Decides what a change around a ticket means for it; its overdue timers have fired already (`catchUp`).
    ///
    /// Doing it again does nothing: who orders it may be interrupted at any ticket, and begin again.
    ///
    /// - Parameters:
    ///   - ticket: the ticket as it stands.
    ///   - adjustment: what changed; this machine is that of `Adjustment.version(for:)`.
    ///   - orderer: who ordered it; the clock, where nobody did.
    ///   - context: configuration and time, as they are after the change.
    /// - Returns: one event, and the ticket after it; nil where nothing moves.
    /// - Throws: `Refusal` where the ticket cannot be fitted to the change; nothing has happened then.
    public func adjust(
        _ ticket: Ticket,
        by adjustment: Adjustment,
        ordered orderer: Party.Identity,
        in context: Context
    ) throws(Refusal) -> Advance? {
        // What has ended stays as it was: by the days, the rules and the names of its time.
        guard !ticket.isFinal else { return nil }
        var draft = Draft(continuing: ticket, ref: ref, at: max(context.now, ticket.lastAt), context: context)
        draft.header = .adjustment(adjustment.cause(for: ticket), orderer)
        switch adjustment {
        case .calendars: try recompute(&draft)
        case .migration(let migration): try migrate(migration, &draft)
        case .reorganisation(let succession, _): try reorganise(succession, &draft)
        }
        // A ticket that is pinned to another version has moved, whatever else stays.
        guard !draft.outcomes.isEmpty || ref != ticket.definition else { return nil }
        tell(of: adjustment, before: ticket, &draft)
        return finish(&draft, from: ticket)
    }

    /// Reckons every clock anew by the calendars as they are now; those that come out as they were stay untouched.
    ///
    /// Used time and pauses are kept, extensions too, and a warning that was given is not given twice. Of a clock that
    /// stands still only what was used before its pause can change. One that had expired and by the new days has not is
    /// given back its time. Its flag in `late` stays: it says that the lamp was red and people were told, which no
    /// calendar can undo; a wrong list, imported by mistake, must not wipe it unseen; and to take it out of the measures
    /// is 考核剔除, which a level up decides with both figures shown.
    private func recompute(_ draft: inout Draft) throws(Refusal) {
        for clock in draft.ticket.clocks.keys {
            guard let old = draft.ticket.clocks[clock] else { continue }
            var new = old
            if let source = standing(clock, old, draft.ticket) {
                new = try reckoned(clock, old, by: source, extended: old.extensions, draft)
            } else if let rung = old.rung {
                // What was given from above stays as it was given; the steps after it are days of ours.
                let rung = try rungTime(ladder(of: clock), rung.index, expiredAt: old.due, draft.context)
                new.change { $0.rung = rung }
            }
            if new != old { draft.record(.started(clock, new)) }
        }
    }

    /// Where the due time of a running clock comes from: the limit that it was started with, whatever the rules have
    /// become; nil where it was given from above, unless ours ends earlier or days were granted on top of it.
    private func standing(_ clock: ClockName, _ countdown: Countdown, _ ticket: Ticket) -> DueSource? {
        let source = definition.clocks[clock].flatMap { self.source(of: $0.limit, clock, ticket) }
        if let limit = countdown.limit {
            return .limit(limit, within: source?.limit == nil ? nil : source?.bound)
        }
        guard let source, source.limit == nil else { return nil }
        let isExtended = !countdown.extensions.isEmpty && countdown.pauses.isEmpty && countdown.paused == nil
        return isExtended || source.bound?.earlier != nil ? source : nil
    }
}
