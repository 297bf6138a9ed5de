@testable import Workflow

/// Holding what happened against the tables.
extension FieldRules {
    /// What is wrong with a step by the rules of the field; nil: nothing, or the tables do not know the act.
    func fault(of step: Step) -> String? {
        guard let event = step.event, let after = step.after else { return faultOfRefusal(step) }
        if let key = event.timer { return fault(ofTimer: key, event, step) ?? faultOfClocks(step, event, after) }
        guard let act = event.act, let row = acts[act] else { return nil }
        let command = step.command ?? childEnded(event, step) ?? born(step)
        guard let command else { return "\(act): nobody did it" }
        var place = row.origins == ["new"] ? after.atBirth(step) : step.before
        // What was heard of the main matter is known before anything is done.
        if let news = step.news { place?.links.mainEnd = news.state }
        guard let before = place else { return "\(act): there was no ticket" }
        if step.spawn == nil, case .filed(let filing)? = event.outcomes.first,
            filing.desk != Ground.firstDesk(of: filing.place, by: command.by)
        {
            return "\(act): it begins at another desk"
        }
        let here = Case(ticket: before, command: command, context: step.context, at: event.at)
        // Whether a task can begin was asked of the act that made it.
        if step.spawn == nil, let why = refused(act, row, here, step.before) { return "\(act) was accepted: \(why)" }
        var wanted = Expectation(rules: self, before: before, event: event)
        wanted.step = step
        wanted.keepAway()
        if let ended = event.outcomes.ended { wanted.ended = ended }
        let way = way(row, here)
        wanted.carryOut(row.does + way.does, command)
        wanted.enter(way.to)
        wanted.backdate(after)
        wanted.tell(row.does + way.does, after)
        return (wanted.fault(after, event, spawns: step.spawns) ?? faultOfClocks(step, event, after)).map {
            "\(act): \($0)"
        }
    }

    private func way(_ row: Act, _ here: Case) -> Way {
        row.ways.first { $0.when.allSatisfy(here.holds) } ?? Way(when: [], to: "nowhere", does: [])
    }

    private func childEnded(_ event: Event, _ step: Step) -> Command? {
        guard case .ticket = event.by.identity, let act = event.act else { return nil }
        return Command(act: act, by: Party(identity: event.by.identity), input: event.input.dictionary)
    }

    private func born(_ step: Step) -> Command? {
        step.spawn.map { Command(act: $0.act, by: $0.by, input: $0.input.dictionary) }
    }

    // MARK: - Refusals

    private func faultOfRefusal(_ step: Step) -> String? {
        guard let command = step.command, let refusal = step.refusal, let row = acts[command.act] else { return nil }
        guard row.origins != ["new"], let ticket = step.before else {
            return step.before == nil && refused(row, command, step.context) == nil
                ? "\(command.act) was refused: \(refusal.code)" : nil
        }
        let at = max(step.context.now, ticket.lastAt)
        let here = Case(ticket: ticket, command: command, context: step.context, at: at)
        guard refused(command.act, row, here, ticket) == nil else { return nil }
        return "\(command.act) in \(ticket.state) was refused: \(refusal.code)"
    }

    /// Why the field refuses it; nil: it does not.
    private func refused(_ act: ActionName, _ row: Act, _ here: Case, _ before: Ticket?) -> String? {
        if row.origins != ["new"] {
            guard let before else { return "there is no matter" }
            let isOpen = row.origins == ["open"] && !before.isFinal
            guard isOpen || row.origins.contains(before.state.text) else { return "not in \(before.state)" }
        }
        if let need = row.needs.first(where: { !here.isGiven($0) || here.command.input[$0] == [] }) {
            return "without \(need)"
        }
        for (field, value) in here.command.input {
            if let range = Self.bounds[field], !range.contains(value.int ?? 0) { return "\(field) out of bounds" }
        }
        guard row.standings.contains(where: { $0.holds(here.command.by, on: here.ticket) }) else {
            return "not by \(Ground.name(of: here.command.by))"
        }
        if let why = here.backdated { return why }
        if let condition = row.conditions.first(where: { !here.holds($0) }) { return "although not “\(condition)”" }
        let way = way(row, here)
        let does = row.does + way.does
        if does.contains("lead"), here.proposedLead == nil { return "without a lead" }
        if let why = here.given(to: does) { return why }
        if let to = way.to.flatMap({ StateName($0) }), states[to]?.answers == "end", before?.childrenEnded == false {
            return "over open tasks"
        }
        return nil
    }

    private func refused(_ row: Act, _ command: Command, _ context: Context) -> String? {
        if let need = row.needs.first(where: { command.input[$0] == nil && command.words[$0] == nil }) {
            return "without \(need)"
        }
        guard row.standings.contains(where: { $0.holds(command.by, on: nil) }) else { return "not for them" }
        if row.conditions.contains("ended a month ago") {
            let earlier = command.input["earlier"]?.int.flatMap { context.others[TicketID($0)] }
            guard let earlier else { return "of no earlier matter" }
            let here = Case(ticket: earlier, command: command, context: context, at: context.now)
            guard here.holds("ended a month ago") else { return "too late" }
        }
        // A place off the ladder, such as a department, has no desk.
        let place = command.input["place"]?.int ?? 0
        guard Ground.isOfBase(UnitID(place)) else { return "off the ladder" }
        let complained = command.input["complained_of"]?.array?.compactMap(\.int) ?? []
        return Ground.hasDesk(from: UnitID(place), by: command.by, without: complained) ? nil : "against everybody"
    }
}

extension FieldRules {
    // MARK: - Timers

    private func fault(ofTimer key: Event.TimerKey, _ event: Event, _ step: Step) -> String? {
        guard let row = clocks[key.clock], let before = step.before, let after = step.after,
            let countdown = before.clocks[key.clock]
        else { return nil }
        var wanted = Expectation(rules: self, before: before, event: event)
        let due = event.timerRungs(row, key.step)
        if case .warning = key.step {
            wanted.tell(row.warns, after)
        } else {
            if key.step == .expiry { wanted.late.insert(key.clock) }
            if let act = due.first?.act {
                guard let acted = acts[act], event.act == act else { return "\(key.clock): \(act) was not done" }
                let command = Command(act: act, by: .clock)
                let here = Case(ticket: before, command: command, context: step.context, at: event.at)
                let way = way(acted, here)
                wanted.carryOut(acted.does + way.does, command)
                wanted.enter(way.to)
                wanted.tell(acted.does + way.does, after)
            } else if let act = event.act {
                return "\(key.clock): nobody wants \(act)"
            }
            for rung in due { wanted.tell(rung.tells, after) }
            if let fault = faultOfNextRung(key, row, countdown, event, step) { return fault }
        }
        return wanted.fault(after, event, spawns: []).map { "\(key.clock) \(key.step.code): \($0)" }
    }

    /// The ladder goes on where the table says, and when.
    private func faultOfNextRung(
        _ key: Event.TimerKey,
        _ row: Clock,
        _ countdown: Countdown,
        _ event: Event,
        _ step: Step
    ) -> String? {
        let index =
            switch key.step {
            case .warning: 0
            case .expiry: row.rungs.prefix { $0.after == "0" }.count
            case .rung(let index): index + 1
            }
        let next = event.outcomes.nextRung(of: key.clock)
        guard row.rungs.indices.contains(index) else { return next.map { "\(key.clock): a rung more, \($0.index)" } }
        guard let limit = try? Limit(row.rungs[index].after), let next, next.index == index,
            let due = try? step.context.calendars.deadline(after: limit, from: countdown.due).due, due == next.at
        else { return "\(key.clock): the next rung is not \(row.rungs[index].after) after its end" }
        return nil
    }

    // MARK: - Clocks

    /// Limits, warnings and lamps of what started, and what stands still.
    private func faultOfClocks(_ step: Step, _ event: Event, _ after: Ticket) -> String? {
        let isNew = Set(event.outcomes.compactMap(\.started))
        let hasOtherFacts = step.before.map { $0.facts != after.facts || $0.urgency != after.urgency } ?? true
        for (clock, countdown) in after.clocks.sorted(by: { $0.key < $1.key }) {
            guard let row = clocks[clock] else { continue }
            if countdown.isWindow != row.isWindow { return "\(clock): a window, or not" }
            if countdown.isLit == (row.isQuiet || row.isWindow) { return "\(clock): its lamp" }
            if (countdown.paused != nil) != row.stands.contains(after.state.text) {
                return "\(clock) in \(after.state): it stands still, or should"
            }
            // Of those merged the earliest clock rules, whatever this one says.
            guard event.act != "take_in", isNew.contains(clock) || hasOtherFacts,
                let wanted = limit(of: clock, for: after)
            else { continue }
            switch wanted {
            case .limit(let text):
                if countdown.limit?.description != text { return "\(clock): its limit is not \(text)" }
            case .due(let due):
                // A pause moves it, as it moves every due time; so does an extension.
                let isMoved = !countdown.pauses.isEmpty || countdown.paused != nil || !countdown.extensions.isEmpty
                if countdown.limit != nil || countdown.due.microseconds != due && !isMoved {
                    return "\(clock): not the due time given"
                }
            // Calendars become others meanwhile: a running clock is reckoned anew by a change of its own only.
            case .before(let due, let earlier) where isNew.contains(clock):
                let isMoved = !countdown.extensions.isEmpty
                if countdown.limit != nil || !isMoved && !countdown.ends(earlier, before: due, step.context) {
                    return "\(clock): not \(earlier) before the time from above"
                }
            case .within(let limit, let due, let earlier) where isNew.contains(clock):
                let end = (try? Limit(limit)).flatMap {
                    try? step.context.calendars.deadline(after: $0, from: countdown.startedAt).due
                }
                let isBound = countdown.ends(earlier, before: due, step.context)
                guard let end, countdown.limit?.description == limit, countdown.due <= end,
                    countdown.due == end || isBound
                else {
                    return "\(clock): neither its limit nor \(earlier) before the time from above"
                }
            case .before: if countdown.limit != nil { return "\(clock): not given from above" }
            case .within(let limit, _, _):
                if countdown.limit?.description != limit { return "\(clock): its limit is not \(limit)" }
            case .none: if isNew.contains(clock) { return "\(clock): it should not run" }
            }
            if isNew.contains(clock), let fault = faultOfWarnings(clock, row, countdown, step) { return fault }
        }
        return nil
    }

    /// At 80 % of the limit, unless that is its end already.
    private func faultOfWarnings(_ clock: ClockName, _ row: Clock, _ countdown: Countdown, _ step: Step) -> String? {
        guard countdown.pauses.isEmpty else { return nil }
        let isWarned =
            !row.isWindow
            && !["silence", "exclusion_review", "draft_kept", "main_wait", "upper_return"].contains(clock.text)
        guard isWarned else { return countdown.warnings.isEmpty ? nil : "\(clock): warns" }
        let limit = countdown.limit ?? .atOnce
        let start = countdown.startedAt
        let time = try? step.context.calendars.fraction(80, of: limit, from: start, to: countdown.due)
        let wanted = time.map { $0 < countdown.due ? [$0] : [] }
        return wanted == countdown.warnings ? nil : "\(clock): its warning is not at 80 %"
    }
}

extension Event {
    /// The rungs of a ladder that fall together with a step of its clock.
    fileprivate func timerRungs(
        _ row: FieldRules.Clock,
        _ step: TimerStep
    ) -> [(after: String, act: ActionName?, tells: [Standing])] {
        switch step {
        case .warning: []
        case .expiry: Array(row.rungs.prefix { $0.after == "0" })
        case .rung(let index): row.rungs.indices.contains(index) ? [row.rungs[index]] : []
        }
    }
}

extension Countdown {
    /// Whether it ends so much before a time, as a calendar's own measuring says; half the time before it where less than
    /// twice as much was left.
    fileprivate func ends(_ earlier: String, before time: Int64, _ context: Context) -> Bool {
        let end = Instant(microseconds: time)
        guard end > startedAt else { return due == end }
        guard startedAt < due || due == end, due <= end else { return false }
        let isWorking = earlier.hasSuffix("wh")
        let amount = Int64(earlier.prefix { $0.isNumber }).map { $0 * (earlier.hasSuffix("m") ? 60 : 3_600) } ?? 0
        let calendar = context.calendars.standard
        func between(_ from: Instant, _ to: Instant) -> Int64 {
            isWorking ? calendar.workTime(from: from, to: to) : from.microseconds(to: to) / 1_000_000
        }
        let whole = between(startedAt, end)
        let left = between(due, end)
        if whole == 0 { return abs(startedAt.microseconds(to: due) - due.microseconds(to: end)) <= 1 }
        return whole >= 2 * amount ? abs(left - amount) <= 1 : abs(2 * left - whole) <= 2
    }
}

extension Outcome {
    /// The clock that started.
    fileprivate var started: ClockName? {
        guard case .started(let clock, _) = self else { return nil }
        return clock
    }
}

extension [Outcome] {
    fileprivate var ended: (TicketID, StateName)? {
        for case .childEnded(let child, let state) in self { return (child, state) }
        return nil
    }

    fileprivate func nextRung(of clock: ClockName) -> Countdown.RungTime? {
        for outcome in self {
            switch outcome {
            case .expired(clock, let next), .climbed(clock, let next): return next
            default: continue
            }
        }
        return nil
    }
}

extension Ticket {
    /// The ticket of a first event as it was filed, before anything was done.
    fileprivate func atBirth(_ step: Step) -> Ticket? {
        guard let event = step.event, case .filed(let filing)? = event.outcomes.first else { return nil }
        let first = Event(
            district: event.district,
            ticket: event.ticket,
            seq: 1,
            at: event.at,
            definition: event.definition,
            act: nil,
            timer: nil,
            by: event.by,
            input: [:],
            words: [:],
            outcomes: [.filed(filing)]
        )
        return try? Ticket(first: first)
    }
}
