/// Starting, stopping, pausing and firing the clocks of a ticket.
extension Machine {
    /// What entering a state does to clocks: those neither run nor kept there end, those paused there stand still,
    /// the others go on, and those that the state runs start.
    func moveClocks(into state: StateDefinition, named name: StateName, _ draft: inout Draft) throws(Refusal) {
        for clock in draft.ticket.clocks.keys.sorted() {
            guard let countdown = draft.ticket.clocks[clock] else { continue }
            let pauses = definition.clocks[clock]?.pauses.contains(name) ?? false
            if state.isFinal || !(pauses || state.clocks.contains(clock) || state.keeps.contains(clock)) {
                draft.record(.stopped(clock))
            } else if pauses {
                try pause(clock, countdown, &draft)
            } else {
                try resume(clock, countdown, &draft)
            }
        }
        for clock in state.clocks where draft.ticket.clocks[clock] == nil { try start(clock, &draft) }
    }

    private func pause(_ clock: ClockName, _ countdown: Countdown, _ draft: inout Draft) throws(Refusal) {
        guard countdown.paused == nil else { return }
        let remaining = try reckon(draft.context) { (book) throws(CalendarError) in
            try book.remaining(of: countdown.limit ?? .atOnce, at: draft.at, due: countdown.due)
        }
        draft.record(.paused(clock, remaining))
    }

    private func resume(_ clock: ClockName, _ countdown: Countdown, _ draft: inout Draft) throws(Refusal) {
        guard let remaining = countdown.paused else { return }
        let limit = countdown.limit ?? .atOnce
        let deadline = try reckon(draft.context) { (book) throws(CalendarError) in
            try book.resume(remaining, of: limit, from: draft.at)
        }
        // Warnings keep their distance from the due time, in the measure of the limit.
        var warnings: [Instant] = []
        for warning in countdown.warnings {
            let time = try reckon(draft.context) { (book) throws(CalendarError) in
                let distance = try book.remaining(of: limit, at: warning, due: countdown.due)
                let left = remaining.microseconds - distance.microseconds
                return try book.resume(Remaining(kind: remaining.kind, microseconds: left), of: limit, from: draft.at)
            }
            warnings.append(time.due)
        }
        draft.record(.resumed(clock, due: deadline.due, isProvisional: deadline.provisional, warnings: warnings))
    }

    /// Starts a clock, or starts it again.
    func start(_ clock: ClockName, _ draft: inout Draft) throws(Refusal) {
        guard let rules = definition.clocks[clock] else { preconditionFailure("the definition was checked: \(clock)") }
        let (limit, given) = limit(of: rules.limit, clock, draft.ticket)
        draft.record(.started(clock, try countdown(clock, limit: limit, given: given, from: draft.at, draft.context)))
    }

    /// Reckons a clock anew from its own start after the ticket was corrected: used time stays used.
    func reckonAnew(_ clock: ClockName, _ draft: inout Draft) throws(Refusal) {
        guard let rules = definition.clocks[clock], let old = draft.ticket.clocks[clock], old.paused == nil else {
            return
        }
        let (limit, given) = limit(of: rules.limit, clock, draft.ticket)
        guard limit != old.limit else { return }
        var new = try countdown(clock, limit: limit, given: given, from: old.startedAt, draft.context)
        new.warned = min(old.warned, new.warnings.count)
        // One that had expired and by the new limit has not is given back its time; its flag in `late` stays.
        draft.record(.started(clock, new))
    }
}

extension Machine {
    // MARK: - Reckoning

    private func countdown(
        _ clock: ClockName,
        limit: Limit?,
        given: Instant?,
        from start: Instant,
        _ context: Context
    ) throws(Refusal) -> Countdown {
        let deadline = try reckon(context) { (book) throws(CalendarError) in
            guard let given else { return try book.deadline(after: limit ?? .atOnce, from: start) }
            return Deadline(due: given, provisional: false, calendar: book.standard.name)
        }
        return Countdown(
            limit: limit,
            startedAt: start,
            due: deadline.due,
            isProvisional: deadline.provisional,
            warnings: try warnings(of: clock, limit: limit ?? .atOnce, from: start, due: deadline.due, context),
            warned: 0,
            isExpired: false,
            rung: nil,
            paused: nil,
            isLit: definition.clocks[clock]?.lamp ?? true
        )
    }

    private func warnings(
        of clock: ClockName,
        limit: Limit,
        from start: Instant,
        due: Instant,
        _ context: Context
    ) throws(Refusal) -> [Instant] {
        var times: [Instant] = []
        for percent in definition.clocks[clock]?.warnings ?? [] {
            let time = try reckon(context) { (book) throws(CalendarError) in
                try book.fraction(percent, of: limit, from: start, to: due)
            }
            if time < due { times.append(time) }
        }
        return times.sorted()
    }

    /// A clock's limit for a ticket, or the due time that came with it.
    private func limit(of policy: LimitPolicy, _ clock: ClockName, _ ticket: Ticket) -> (limit: Limit?, given: Instant?)
    {
        switch policy {
        case .fixed(let limit): (limit, nil)
        case .urgency(let ordinary, let urgent): limit(of: ticket.urgency == .urgent ? urgent : ordinary, clock, ticket)
        case .field(let field, let limits, let otherwise):
            ticket.facts[field]?.string.flatMap { limits[$0] }.map { ($0, nil) } ?? limit(of: otherwise, clock, ticket)
        case .directory(let otherwise):
            ticket.rule?.limits[clock].map { ($0, nil) } ?? limit(of: otherwise, clock, ticket)
        case .given(let field, let otherwise):
            ticket.facts[field]?.int.map { (nil, Instant(microseconds: $0)) } ?? limit(of: otherwise, clock, ticket)
        }
    }

    private func reckon<Value>(
        _ context: Context,
        _ body: (CalendarBook) throws(CalendarError) -> Value
    ) throws(Refusal) -> Value {
        do {
            return try body(context.calendars)
        } catch {
            throw .unknownCalendar(error.description)
        }
    }
}

extension Machine {
    // MARK: - Firing

    /// Takes a step of a clock: a warning, the expiry, or a step of the ladder.
    func take(_ timer: TicketTimer, of countdown: Countdown, _ draft: inout Draft) throws(Refusal) {
        guard let rules = definition.clocks[timer.clock] else {
            preconditionFailure("the definition was checked: \(timer.clock)")
        }
        switch timer.step {
        case .warning:
            draft.record(.warned(timer.clock))
            tell(rules.warn, &draft)
        case .expiry:
            // Steps of the ladder at 0 are taken together with the expiry.
            let ladder = rules.ladder.flatMap { definition.ladders[$0] } ?? []
            let now = ladder.prefix { $0.after.form == .atOnce }
            let next = try rungTime(ladder, now.count, countdown, draft.context)
            draft.record(.expired(timer.clock, next: next))
            for rung in now { try climb(rung, timer, &draft) }
        case .rung(let index):
            let ladder = rules.ladder.flatMap { definition.ladders[$0] } ?? []
            draft.record(.climbed(timer.clock, next: try rungTime(ladder, index + 1, countdown, draft.context)))
            if ladder.indices.contains(index) { try climb(ladder[index], timer, &draft) }
        }
    }

    private func rungTime(
        _ ladder: [Rung],
        _ index: Int,
        _ countdown: Countdown,
        _ context: Context
    ) throws(Refusal) -> Countdown.RungTime? {
        guard ladder.indices.contains(index) else { return nil }
        let deadline = try reckon(context) { (book) throws(CalendarError) in
            try book.deadline(after: ladder[index].after, from: countdown.due)
        }
        return Countdown.RungTime(index: index, at: deadline.due)
    }

    private func climb(_ rung: Rung, _ timer: TicketTimer, _ draft: inout Draft) throws(Refusal) {
        if let act = rung.act {
            let action = try action(act)
            let command = Command(act: act, by: .clock)
            guard possible(action, in: draft.ticket) else {
                let state = definition.states[draft.ticket.state]?.title ?? action.title
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
