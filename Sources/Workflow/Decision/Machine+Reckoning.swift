/// Reckoning when clocks fall due, warn and climb.
extension Machine {
    /// Starts a clock, or starts it again.
    func start(_ clock: ClockName, _ draft: inout Draft) throws(Refusal) {
        guard let rules = definition.clocks[clock] else { throw .notInDefinition(clock.text) }
        guard let source = source(of: rules.limit, clock, draft.ticket) else {
            if draft.ticket.clocks[clock] != nil { draft.record(.stopped(clock)) }
            return
        }
        // What is split off has had the time that its origin had.
        let start = draft.starts.removeValue(forKey: clock) ?? draft.at
        let times = try times(of: clock, by: source, from: start, without: [], extended: [], draft.context)
        draft.record(.started(clock, countdown(clock, source, from: start, times)))
    }

    /// Reckons anew the running clocks whose limit rests on a field that has another value now.
    func reckonAnew(for kept: Set<FieldName>, _ draft: inout Draft) throws(Refusal) {
        guard !kept.isEmpty else { return }
        for clock in draft.ticket.clocks.keys { try reckonAnew(clock, because: kept, &draft) }
    }

    /// Reckons a clock anew from its own start after the ticket was corrected: used time stays used, and the time of
    /// pauses stays unused.
    ///
    /// A warning that was given is not given twice, and one that had expired climbs on from where it stood. If by the
    /// new limit it has not expired, it is given back its time; its flag in `late` stays.
    func reckonAnew(_ clock: ClockName, because kept: Set<FieldName>, _ draft: inout Draft) throws(Refusal) {
        guard let rules = definition.clocks[clock], let old = draft.ticket.clocks[clock],
            let source = source(of: rules.limit, clock, draft.ticket), source.isOther(than: old, because: kept)
        else { return }
        draft.record(.started(clock, try reckoned(clock, old, by: source, extended: old.extensions, draft)))
    }

    /// Puts a clock's due time off: its limit and what was granted on top are reckoned from its start.
    func extend(_ clock: ClockName, by field: FieldName, _ draft: inout Draft) throws(Refusal) {
        guard let rules = definition.clocks[clock], let old = draft.ticket.clocks[clock],
            let days = draft.ticket.facts[field]?.int, let more = try? Limit("\(days)wd"),
            let source = source(of: rules.limit, clock, draft.ticket)
        else { return }
        draft.record(.started(clock, try reckoned(clock, old, by: source, extended: old.extensions + [more], draft)))
    }

    /// A clock as it runs by a limit, or by other calendars, from the start that it had.
    func reckoned(
        _ clock: ClockName,
        _ old: Countdown,
        by source: DueSource,
        extended extensions: [Limit],
        _ draft: Draft
    ) throws(Refusal) -> Countdown {
        let times = try times(
            of: clock,
            by: source,
            from: old.startedAt,
            without: old.pauses,
            extended: extensions,
            draft.context
        )
        var new = countdown(clock, source, from: old.startedAt, times)
        new.extensions = extensions
        new.warned = min(old.warned, new.warnings.count)
        new.pauses = old.pauses
        // One that expired and is due no later than it was has expired, also at its very due time.
        if old.isExpired, new.due <= old.due || new.due < old.pausedAt ?? draft.at {
            new.isExpired = true
            new.rung = try old.rung.flatMap { (rung) throws(Refusal) in
                try rungTime(ladder(of: clock), rung.index, expiredAt: new.due, draft.context)
            }
        }
        if let since = old.pausedAt {
            new.pausedAt = since
            new.paused = try reckon(draft.context) { (book) throws(CalendarError) in
                try book.remaining(of: source.measuring, at: since, due: new.due)
            }
        }
        return new
    }

    /// Whether there is still so much time before a clock's due time as a guard wants.
    func isAhead(of clock: ClockName, by limit: Limit, _ share: Int, _ draft: Draft) -> Bool {
        guard let countdown = draft.ticket.clocks[clock], !countdown.isExpired, countdown.paused == nil else {
            return false
        }
        let book = draft.context.calendars
        if let end = try? book.deadline(after: limit, from: draft.at), end.due <= countdown.due { return true }
        let last = try? book.fraction(
            100 - share,
            of: countdown.limit ?? .atOnce,
            from: countdown.startedAt,
            to: countdown.due
        )
        return last.map { draft.at <= $0 } ?? false
    }

    func ladder(of clock: ClockName) -> [Rung] {
        (definition.clocks[clock]?.ladder).flatMap { definition.ladders[$0] } ?? []
    }

    func rungTime(
        _ ladder: [Rung],
        _ index: Int,
        expiredAt due: Instant,
        _ context: Context
    ) throws(Refusal) -> Countdown.RungTime? {
        guard ladder.indices.contains(index) else { return nil }
        let deadline = try reckon(context) { (book) throws(CalendarError) in
            try book.deadline(after: ladder[index].after, from: due)
        }
        return Countdown.RungTime(index: index, at: deadline.due)
    }

    func reckon<Value>(
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

/// Where the due time of a clock comes from.
enum DueSource {
    case limit(Limit)
    /// A due time that came with the ticket, in this field.
    case given(Instant, FieldName)

    var limit: Limit? {
        guard case .limit(let limit) = self else { return nil }
        return limit
    }

    /// In what measure its time is used up: a given due time is elapsed time.
    var measuring: Limit { limit ?? .atOnce }

    /// Whether it says something else than what the clock runs by.
    func isOther(than old: Countdown, because kept: Set<FieldName>) -> Bool {
        switch self {
        case .limit(let limit): limit != old.limit
        case .given(let due, let field): old.limit != nil || (kept.contains(field) && due != old.due)
        }
    }
}

extension Machine {
    // MARK: - Due times and warnings

    func source(of policy: LimitPolicy, _ clock: ClockName, _ ticket: Ticket) -> DueSource? {
        switch policy {
        case .none: nil
        case .fixed(let limit): .limit(limit)
        case .urgency(let ordinary, let urgent):
            source(of: ticket.urgency == .urgent ? urgent : ordinary, clock, ticket)
        case .field(let field, let limits, let otherwise):
            ticket.facts[field]?.string.flatMap { limits[$0] }.map { .limit($0) }
                ?? source(of: otherwise, clock, ticket)
        case .directory(let otherwise):
            ticket.rule?.limits[clock].map { .limit($0) } ?? source(of: otherwise, clock, ticket)
        case .counted(let field, let unit, let otherwise):
            ticket.facts[field]?.int.flatMap { try? Limit("\($0)\(unit)") }.map { .limit($0) }
                ?? source(of: otherwise, clock, ticket)
        case .unless(let counter, let otherwise):
            ticket.counters[counter, default: 0] > 0 ? nil : source(of: otherwise, clock, ticket)
        case .given(let field, let otherwise):
            ticket.facts[field]?.int.map { .given(Instant(microseconds: $0), field) }
                ?? source(of: otherwise, clock, ticket)
        }
    }

    private func countdown(
        _ clock: ClockName,
        _ source: DueSource,
        from start: Instant,
        _ times: Countdown.Times
    ) -> Countdown {
        Countdown(
            limit: source.limit,
            startedAt: start,
            due: times.due,
            isProvisional: times.isProvisional,
            warnings: times.warnings,
            warned: 0,
            isExpired: false,
            rung: nil,
            paused: nil,
            pausedAt: nil,
            pauses: [],
            isLit: definition.clocks[clock]?.lamp ?? true,
            isWindow: definition.clocks[clock]?.isWindow ?? false,
            extensions: []
        )
    }

    /// Due time and warnings, each moved by the pauses, but for a due time that was given.
    private func times(
        of clock: ClockName,
        by source: DueSource,
        from start: Instant,
        without pauses: [Countdown.Pause],
        extended extensions: [Limit],
        _ context: Context
    ) throws(Refusal) -> Countdown.Times {
        let percents = definition.clocks[clock]?.warnings ?? []
        return try reckon(context) { (book) throws(CalendarError) in
            var deadline: Deadline
            var moving = pauses
            switch source {
            case .limit(let limit): deadline = try book.deadline(after: limit, from: start)
            case .given(let due, _):
                deadline = Deadline(due: due, provisional: false, calendar: book.standard.name)
                moving = []
            }
            for more in extensions { deadline = try book.deadline(after: more, from: deadline.due) }
            let limit = source.measuring
            var warnings: [Instant] = []
            for percent in percents {
                let warning = try book.fraction(percent, of: limit, from: start, to: deadline.due)
                if warning < deadline.due { warnings.append(try book.moved(warning, by: moving, of: limit).due) }
            }
            let due = try book.moved(deadline.due, by: moving, of: limit)
            return Countdown.Times(
                due: due.due,
                isProvisional: deadline.provisional || due.provisional,
                warnings: warnings.sorted(),
                rung: nil
            )
        }
    }
}

extension CalendarBook {
    /// A time of a clock, put off by the pauses in the measure of its limit.
    fileprivate func moved(
        _ time: Instant,
        by pauses: [Countdown.Pause],
        of limit: Limit
    ) throws(CalendarError) -> Deadline {
        var amount: Int64 = 0
        for pause in pauses {
            let (sum, overflow) = try remaining(of: limit, at: pause.from, due: pause.to).microseconds
                .addingReportingOverflow(amount)
            if !overflow { amount = sum }
        }
        guard amount != 0 else { return Deadline(due: time, provisional: false, calendar: standard.name) }
        let here = try remaining(of: limit, at: time, due: time)
        let left = Remaining(kind: here.kind, microseconds: amount, endsAtOpening: here.endsAtOpening)
        return try resume(left, of: limit, from: time)
    }
}
