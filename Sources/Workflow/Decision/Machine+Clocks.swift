/// Starting, stopping, pausing and firing the clocks of a ticket.
extension Machine {
    /// What entering a state does to clocks.
    ///
    /// Those neither run nor kept there end, those paused there stand still, the others go on, and those that the
    /// state runs start. An aside ends none.
    func moveClocks(into state: StateRules, isBack: Bool, _ draft: inout Draft) throws(Refusal) {
        // By number: who goes through the clocks themselves holds them, and the first that ends costs a copy of all.
        var number = 0
        while number < draft.ticket.clocks.count {
            let clock = draft.ticket.clocks.name(at: number)
            switch state.conduct(of: clock) {
            case .ends:
                // The next one stands at its place then.
                draft.record(.stopped(clock))
                continue
            // Most neither pause nor go on now: they are not even held.
            case .pauses:
                if !draft.ticket.clocks.isPaused(at: number) {
                    try pause(clock, draft.ticket.clocks.value(at: number), &draft)
                }
            case .goesOn:
                if draft.ticket.clocks.isPaused(at: number) {
                    try resume(clock, draft.ticket.clocks.value(at: number), &draft)
                }
            }
            number += 1
        }
        // Coming back starts nothing: what was stopped before the aside was done.
        guard !isBack else { return }
        for (clock, rules) in state.starts where !draft.ticket.clocks.has(clock) {
            guard let rules else { throw .notInDefinition(clock.text) }
            try start(clock, by: rules, &draft)
        }
    }

    func pause(_ clock: ClockName, _ countdown: Countdown, _ draft: inout Draft) throws(Refusal) {
        guard countdown.paused == nil else { return }
        let remaining = try reckon(draft.context.calendars) { (book) throws(CalendarError) in
            try book.remaining(of: countdown.limit ?? .atOnce, at: draft.at, due: countdown.due)
        }
        draft.record(.paused(clock, remaining))
    }

    func resume(_ clock: ClockName, _ countdown: Countdown, _ draft: inout Draft) throws(Refusal) {
        guard let remaining = countdown.paused else { return }
        guard countdown.limit != nil else {
            // 上级时限: whoever set the due time knows nothing of our pauses.
            let times = Countdown.Times(
                due: countdown.due,
                isProvisional: countdown.isProvisional,
                warnings: countdown.warnings,
                rung: countdown.rung
            )
            return draft.record(.resumed(clock, times))
        }
        let limit = countdown.limit ?? .atOnce
        let deadline = try reckon(draft.context.calendars) { (book) throws(CalendarError) in
            try book.resume(remaining, of: limit, from: draft.at)
        }
        // Warnings keep their distance from the due time, in the measure of the limit.
        var warnings: [Instant] = []
        for warning in countdown.warnings {
            let time = try reckon(draft.context.calendars) { (book) throws(CalendarError) in
                let distance = try book.remaining(of: limit, at: warning, due: countdown.due)
                let (left, overflow) = remaining.microseconds.subtractingReportingOverflow(distance.microseconds)
                let amount = overflow ? remaining.microseconds : left
                return try book.resume(Remaining(kind: remaining.kind, microseconds: amount), of: limit, from: draft.at)
            }
            warnings.append(time.due)
        }
        // So does the ladder of one that had expired before the pause.
        let ladder = ladder(of: clock)
        let rung = try countdown.rung.flatMap { (rung) throws(Refusal) in
            try rungTime(ladder, rung.index, expiredAt: deadline.due, draft.context)
        }
        let times = Countdown.Times(
            due: min(deadline.due, try bound(of: clock, since: countdown.startedAt, draft) ?? deadline.due),
            isProvisional: deadline.provisional,
            warnings: warnings,
            rung: rung
        )
        draft.record(.resumed(clock, times))
    }
}

extension NameMap<NameKind.Clock, Countdown> {
    /// Whether the clock at a place stands still.
    fileprivate func isPaused(at position: Int) -> Bool { members[position].value.paused != nil }
}

extension Machine {
    // MARK: - Firing

    /// Takes a step of a clock: a warning, the expiry, or a step of the ladder.
    func take(_ timer: TicketTimer, of countdown: Countdown, _ draft: inout Draft) throws(Refusal) {
        guard let rules = rules.clocks[timer.clock] else { throw .notInDefinition(timer.clock.text) }
        let ladder = ladder(of: timer.clock)
        switch timer.step {
        case .warning:
            draft.record(.warned(timer.clock))
            tell(rules.warn, &draft)
        case .expiry:
            // Steps of the ladder at 0 are taken together with the expiry; a ladder ends with its clock.
            let now = ladder.prefix { $0.after.form == .atOnce }
            let next = try rungTime(ladder, now.count, expiredAt: countdown.due, draft.context)
            draft.record(.expired(timer.clock, next: next))
            for rung in now where draft.ticket.clocks[timer.clock]?.isExpired == true { try climb(rung, timer, &draft) }
        case .rung(let index):
            let next = try rungTime(ladder, index + 1, expiredAt: countdown.due, draft.context)
            draft.record(.climbed(timer.clock, next: next))
            if ladder.indices.contains(index) { try climb(ladder[index], timer, &draft) }
        }
    }

    private func climb(_ rung: Rung, _ timer: TicketTimer, _ draft: inout Draft) throws(Refusal) {
        if let act = rung.act {
            let action = try action(act)
            let command = Command(act: act, by: .clock)
            guard possible(action, in: draft.ticket) else {
                let state = rules.states[draft.ticket.state]?.definition.title ?? action.title
                throw .notInThisState(act: action.title, state: state)
            }
            _ = try entitled(.clock, to: action, on: draft.ticket, in: draft.context)
            try check(command, for: action, in: draft.context)
            draft.header = .timer(Event.TimerKey(clock: timer.clock, step: timer.step), act: act)
            try perform(action, command, &draft)
        }
        tell(rung.tell, &draft)
    }
}
