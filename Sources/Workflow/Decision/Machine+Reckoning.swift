/// Reckoning when clocks fall due, warn and climb.
extension Machine {
    /// Starts a clock, or starts it again.
    func start(_ clock: ClockName, _ draft: inout Draft) throws(Refusal) {
        guard let rules = rules.clocks[clock] else { throw .notInDefinition(clock.text) }
        try start(clock, by: rules, &draft)
    }

    /// Starts a clock whose rules were found already.
    func start(_ clock: ClockName, by rules: ClockDefinition, _ draft: inout Draft) throws(Refusal) {
        guard let source = source(of: rules, clock, draft.ticket) else {
            if draft.ticket.clocks.has(clock) { draft.record(.stopped(clock)) }
            return
        }
        // What is split off has had the time that its origin had.
        let start = draft.starts.isEmpty ? draft.at : draft.starts.removeValue(forKey: clock) ?? draft.at
        let times = try times(
            rules.warnings,
            by: source,
            from: start,
            without: [],
            extended: [],
            draft.context.calendars
        )
        draft.record(.started(clock, Countdown(of: rules, by: source, from: start, times)))
    }

    /// Reckons anew the running clocks whose limit rests on a field that has another value now.
    func reckonAnew(for kept: [FieldName], _ draft: inout Draft) throws(Refusal) {
        guard !kept.isEmpty else { return }
        // None comes and none goes meanwhile.
        for number in draft.ticket.clocks.indices {
            try reckonAnew(draft.ticket.clocks.name(at: number), because: kept, &draft)
        }
    }

    /// Reckons a clock anew from its own start after the ticket was corrected: used time stays used, and the time of
    /// pauses stays unused.
    ///
    /// A warning that was given is not given twice, and one that had expired climbs on from where it stood. If by the
    /// new limit it has not expired, it is given back its time; its flag in `late` stays.
    func reckonAnew(_ clock: ClockName, because kept: [FieldName], _ draft: inout Draft) throws(Refusal) {
        guard let rules = rules.clocks[clock], let old = draft.ticket.clocks[clock],
            let source = source(of: rules, clock, draft.ticket), source.isOther(than: old, because: kept)
        else { return }
        draft.record(.started(clock, try reckoned(clock, old, by: source, extended: old.extensions, draft)))
    }

    /// Puts a clock's due time off: its limit and what was granted on top are reckoned from its start.
    func extend(_ clock: ClockName, by field: FieldName, _ draft: inout Draft) throws(Refusal) {
        guard let rules = rules.clocks[clock], let old = draft.ticket.clocks[clock],
            let days = draft.ticket.facts[field]?.int, let more = try? Limit("\(days)wd"),
            let source = source(of: rules, clock, draft.ticket)
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
        let rules = rules.clocks[clock]
        let times = try times(
            rules?.warnings ?? [],
            by: source,
            from: old.startedAt,
            without: old.pauses,
            extended: extensions,
            draft.context.calendars
        )
        var new = Countdown(of: rules, by: source, from: old.startedAt, times)
        new.change {
            $0.extensions = extensions
            $0.warned = min(old.warned, times.warnings.count)
            $0.pauses = old.pauses
        }
        // One that expired and is due no later than it was has expired, also at its very due time.
        if old.isExpired, times.due <= old.due || times.due < old.pausedAt ?? draft.at {
            let rung = try old.rung.flatMap { (rung) throws(Refusal) in
                try rungTime(ladder(of: clock), rung.index, expiredAt: times.due, draft.context)
            }
            new.change {
                $0.isExpired = true
                $0.rung = rung
            }
        }
        if let since = old.pausedAt {
            let left = try reckon(draft.context.calendars) { (book) throws(CalendarError) in
                try book.remaining(of: source.measuring, at: since, due: times.due)
            }
            new.change {
                $0.pausedAt = since
                $0.paused = left
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
        (rules.clocks[clock]?.ladder).flatMap { rules.ladders[$0] } ?? []
    }

    func rungTime(
        _ ladder: [Rung],
        _ index: Int,
        expiredAt due: Instant,
        _ context: Context
    ) throws(Refusal) -> Countdown.RungTime? {
        guard ladder.indices.contains(index) else { return nil }
        let deadline = try reckon(context.calendars) { (book) throws(CalendarError) in
            try book.deadline(after: ladder[index].after, from: due)
        }
        return Countdown.RungTime(index: index, at: deadline.due)
    }

    func reckon<Value>(
        _ calendars: CalendarBook,
        _ body: (CalendarBook) throws(CalendarError) -> Value
    ) throws(Refusal) -> Value {
        do {
            return try body(calendars)
        } catch {
            throw .unknownCalendar(error.description)
        }
    }
}

/// Where the due time of a clock comes from.
struct DueSource {
    /// By what it runs; nil where its due time came with the ticket.
    let limit: Limit?
    /// A due time that came with the ticket: the clock's own where it has no limit, else the last at which it can end.
    let bound: DueBound?

    private init(_ limit: Limit?, _ bound: DueBound?) {
        self.limit = limit
        self.bound = bound
    }

    /// A limit, which ends no later than the bound.
    static func limit(_ limit: Limit, within bound: DueBound?) -> DueSource { DueSource(limit, bound) }

    /// A due time that came with the ticket.
    static func given(_ bound: DueBound) -> DueSource { DueSource(nil, bound) }

    /// The due time, where it came with the ticket.
    var given: DueBound? { limit == nil ? bound : nil }

    /// In what measure its time is used up: a given due time is elapsed time.
    var measuring: Limit { limit ?? .atOnce }

    /// Whether it says something else than what the clock runs by.
    func isOther(than old: Countdown, because kept: [FieldName]) -> Bool {
        if let limit { return limit != old.limit || bound.map { kept.contains($0.field) } ?? false }
        guard old.limit == nil else { return true }
        return bound.map { kept.contains($0.field) && ($0.earlier != nil || $0.time != old.due) } ?? false
    }
}

/// A time that came with the ticket, or so much before it.
///
/// Few clocks have one: so it lies apart.
final class DueBound {
    let field: FieldName
    let time: Instant
    let earlier: Limit?

    init(field: FieldName, time: Instant, earlier: Limit?) {
        self.field = field
        self.time = time
        self.earlier = earlier
    }

    /// When ours ends, of a clock that started then.
    func due(from start: Instant, _ book: CalendarBook) throws(CalendarError) -> Instant {
        guard let earlier else { return time }
        return try book.calendar(for: earlier).earlier(by: earlier, than: time, from: start)
    }
}

extension Machine {
    // MARK: - Due times and warnings

    func source(of rules: ClockDefinition, _ clock: ClockName, _ ticket: Ticket) -> DueSource? {
        rules.settledLimit(of: ticket).map { .limit($0, within: nil) } ?? source(of: rules.limit, clock, ticket)
    }

    func source(of policy: LimitPolicy, _ clock: ClockName, _ ticket: Ticket) -> DueSource? {
        switch policy {
        case .none: nil
        case .fixed(let limit): .limit(limit, within: nil)
        case .urgency(let ordinary, let urgent):
            source(of: ticket.urgency == .urgent ? urgent : ordinary, clock, ticket)
        case .field(let field, let limits, let otherwise):
            ticket.facts[field]?.string.flatMap { limits[$0] }.map { .limit($0, within: nil) }
                ?? source(of: otherwise, clock, ticket)
        case .directory(let otherwise):
            ticket.rule?.limits[clock].map { .limit($0, within: nil) } ?? source(of: otherwise, clock, ticket)
        case .counted(let field, let unit, let otherwise):
            ticket.facts[field]?.int.flatMap { try? Limit("\($0)\(unit)") }.map { .limit($0, within: nil) }
                ?? source(of: otherwise, clock, ticket)
        case .unless(let counter, let otherwise):
            ticket.counters[counter, default: 0] > 0 ? nil : source(of: otherwise, clock, ticket)
        case .given(let field, let earlier, let otherwise):
            bound(field, earlier, clock, ticket).map { .given($0) } ?? source(of: otherwise, clock, ticket)
        case .within(let field, let earlier, let limited):
            source(of: limited, clock, ticket).map { source in
                guard let limit = source.limit, source.bound == nil else { return source }
                return .limit(limit, within: bound(field, earlier, clock, ticket))
            }
        }
    }

    private func bound(_ field: FieldName, _ earlier: LimitPolicy?, _ clock: ClockName, _ ticket: Ticket) -> DueBound? {
        ticket.facts[field]?.int.map { time in
            let earlier = earlier.flatMap { source(of: $0, clock, ticket)?.limit }
            return DueBound(field: field, time: Instant(microseconds: time), earlier: earlier)
        }
    }

    /// The last moment at which a running clock can end; nil: whenever its limit says.
    func bound(of clock: ClockName, since start: Instant, _ draft: Draft) throws(Refusal) -> Instant? {
        guard let rules = rules.clocks[clock], let source = source(of: rules, clock, draft.ticket),
            source.limit != nil, let bound = source.bound
        else { return nil }
        return try reckon(draft.context.calendars) { (book) throws(CalendarError) in try bound.due(from: start, book) }
    }

    /// Due time and warnings, each moved by the pauses, but for a due time that was given.
    ///
    /// Warnings come as shares of the limit, in per cent.
    private func times(
        _ percents: [Int],
        by source: DueSource,
        from start: Instant,
        without pauses: [Countdown.Pause],
        extended extensions: [Limit],
        _ calendars: CalendarBook
    ) throws(Refusal) -> Countdown.Times {
        try reckon(calendars) { (book) throws(CalendarError) in
            let limit = source.measuring
            let calendar = try book.calendar(for: limit)
            var end: (due: Instant, isProvisional: Bool)
            let moving = source.given == nil ? pauses : []
            if let given = source.given {
                end = (try given.due(from: start, book), false)
            } else {
                end = calendar.end(of: limit, from: start)
            }
            for more in extensions { end = try book.calendar(for: more).end(of: more, from: end.due) }
            var warnings: [Instant] = []
            for percent in percents {
                let warning = calendar.fraction(percent, of: start, to: end.due, counting: limit.measure)
                if warning < end.due { warnings.append(calendar.moved(warning, by: moving, of: limit).due) }
            }
            if warnings.count > 1 { warnings.sort() }
            let due = calendar.moved(end.due, by: moving, of: limit)
            let bound = source.limit == nil ? nil : try source.bound?.due(from: start, book)
            return Countdown.Times(
                due: min(due.due, bound ?? due.due),
                isProvisional: end.isProvisional || due.isProvisional,
                warnings: warnings,
                rung: nil
            )
        }
    }
}

extension Countdown {
    /// A clock as it begins to run.
    fileprivate init(of rules: ClockDefinition?, by source: DueSource, from start: Instant, _ times: Times) {
        self.init(
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
            isLit: rules?.lamp ?? true,
            isWindow: rules?.isWindow ?? false,
            extensions: []
        )
    }
}

extension WorkCalendar {
    /// A time of a clock, put off by the pauses in the measure of its limit.
    fileprivate func moved(
        _ time: Instant,
        by pauses: [Countdown.Pause],
        of limit: Limit
    ) -> (due: Instant, isProvisional: Bool) {
        var amount: Int64 = 0
        for pause in pauses {
            let (sum, overflow) = remaining(of: limit, at: pause.from, due: pause.to).microseconds
                .addingReportingOverflow(amount)
            if !overflow { amount = sum }
        }
        guard amount != 0 else { return (time, false) }
        let here = remaining(of: limit, at: time, due: time)
        let left = Remaining(kind: here.kind, microseconds: amount, endsAtOpening: here.endsAtOpening)
        let moved = resume(left, from: time)
        return (moved.due, moved.provisional)
    }
}
