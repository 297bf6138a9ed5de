/// Moving a ticket to this version of its definition.
extension Machine {
    /// Where a ticket stands in this version.
    private struct Stand {
        let name: StateName
        let state: StateDefinition
        let back: StateName?
        let around: StateDefinition?

        /// Clocks that may go on here; an aside lets those of the state go on that it leads back to.
        var goesOn: Set<ClockName> {
            Set([state, around].compactMap(\.self).flatMap { $0.clocks + $0.keeps })
        }

        /// Clocks that run here by themselves.
        var runs: [ClockName] { [state, around].compactMap(\.self).flatMap(\.clocks) }
    }

    /// Records what a migration does to a ticket of one of its old versions, and nothing for any other.
    func migrate(_ migration: Migration, _ draft: inout Draft) throws(Refusal) {
        let ticket = draft.ticket
        guard ref == migration.target, migration.concerns(ticket.definition),
            let old = migration.olds[ticket.definition.version]
        else { return }
        let stand = try stand(of: ticket, migration.plan)
        try forget(migration, &draft)
        if stand.back != ticket.back { draft.record(.setAside(stand.back)) }
        if stand.name != ticket.state { draft.record(.entered(stand.name, isFinal: false)) }
        try carryClocks(of: ticket, migration.plan, stand, &draft)
        try beginClocks(of: ticket, migration.plan, old, stand, &draft)
        for clock in draft.ticket.clocks.keys { try settle(clock, stand, &draft) }
        settleResponsibility(&draft)
    }

    /// The state that answers to a ticket's own, in which somebody must be responsible.
    private func stand(of ticket: Ticket, _ plan: MigrationPlan) throws(Refusal) -> Stand {
        let name = plan.state(ticket.state)
        guard let state = definition.states[name], !state.isFinal else { throw .immovable(.state(ticket.state)) }
        var back: StateName?
        var around: StateDefinition?
        if state.isAside {
            guard let before = ticket.back.map(plan.state), let there = definition.states[before], !there.isFinal,
                !there.isAside
            else { throw .immovable(.wayBack(name)) }
            (back, around) = (before, there)
        }
        // Without a department its state would fall to the desk in silence.
        let answering = state.responsible == .same ? around ?? state : state
        guard answering.responsible != .lead || ticket.lead != nil || ticket.bound != nil else {
            throw .immovable(.holder(name))
        }
        guard definition.childEnded != nil || ticket.openChildren.isEmpty else { throw .immovable(.children) }
        let isLinked = ticket.links.main != nil || !ticket.links.merged.isEmpty
        guard definition.merging != nil || !isLinked else { throw .immovable(.links) }
        guard definition.backdating != nil || ticket.claims.isEmpty else { throw .immovable(.claims) }
        return Stand(name: name, state: state, back: back, around: around)
    }

    /// Forgets what the plan drops by name; the rest must mean something in this version.
    private func forget(_ migration: Migration, _ draft: inout Draft) throws(Refusal) {
        let (plan, ticket) = (migration.plan, draft.ticket)
        for field in ticket.facts.keys {
            if plan.droppedFacts.contains(field) {
                draft.record(.forgot(.fact(field)))
            } else {
                guard let value = ticket.facts[field], let rules = definition.fields[field], rules.keep,
                    rules.form.fits(value)
                else { throw .immovable(.fact(field)) }
            }
        }
        for counter in ticket.counters.keys {
            if plan.droppedCounters.contains(counter) {
                draft.record(.forgot(.counter(counter)))
            } else if !migration.counters.contains(counter) {
                throw .immovable(.counter(counter))
            }
        }
        for mark in ticket.people.keys {
            if plan.droppedMarks.contains(mark) {
                draft.record(.forgot(.mark(mark)))
            } else if !migration.marks.contains(mark) {
                throw .immovable(.mark(mark))
            }
        }
    }
}

extension Machine {
    // MARK: - Clocks

    /// Carries every clock of the ticket over; those that the new state neither runs, keeps nor holds still end.
    private func carryClocks(
        of ticket: Ticket,
        _ plan: MigrationPlan,
        _ stand: Stand,
        _ draft: inout Draft
    ) throws(Refusal) {
        var carried: [(old: ClockName, countdown: Countdown, rule: MigrationPlan.ClockRule)] = []
        for (name, countdown) in ticket.clocks.sorted(by: { $0.key < $1.key }) {
            let rule = plan.rule(name)
            var stays = rule.how != .drop
            if stays {
                guard let rules = definition.clocks[rule.to] else { throw .immovable(.clock(name)) }
                stays = stand.goesOn.contains(rule.to) || rules.pauses.contains(stand.name)
            }
            if stays { carried.append((name, countdown, rule)) }
            // All ends before any beginning: two clocks may exchange their names.
            if !stays || rule.to != name { draft.record(.stopped(name)) }
        }
        for (old, countdown, rule) in carried {
            switch rule.how {
            case .keep: carry(countdown, refitted(countdown, as: rule.to), old, rule.to, &draft)
            case .recompute:
                if let source = source(of: definition.clocks[rule.to]?.limit ?? .none, rule.to, draft.ticket) {
                    let new = try reckoned(rule.to, countdown, by: source, extended: countdown.extensions, draft)
                    carry(countdown, new, old, rule.to, &draft)
                } else if draft.ticket.clocks[rule.to] != nil {
                    draft.record(.stopped(rule.to))
                }
            case .restart: try start(rule.to, &draft)
            case .drop: break
            }
        }
    }

    /// Records a clock under its new name, where anything of it is new; one that has expired is late by that name, too.
    private func carry(
        _ before: Countdown,
        _ after: Countdown,
        _ old: ClockName,
        _ new: ClockName,
        _ draft: inout Draft
    ) {
        guard old != new || before != after else { return }
        draft.record(.started(new, after))
        if after.isExpired, !draft.ticket.late.contains(new) { draft.record(.expired(new, next: after.rung)) }
    }

    /// A clock with all its times, as this version lights it; a step that its ladder does not have is none.
    private func refitted(_ old: Countdown, as clock: ClockName) -> Countdown {
        let rules = definition.clocks[clock]
        let isThere = old.rung.map { ladder(of: clock).indices.contains($0.index) } ?? false
        return Countdown(
            limit: old.limit,
            startedAt: old.startedAt,
            due: old.due,
            isProvisional: old.isProvisional,
            warnings: old.warnings,
            warned: old.warned,
            isExpired: old.isExpired,
            rung: isThere ? old.rung : nil,
            paused: old.paused,
            pausedAt: old.pausedAt,
            pauses: old.pauses,
            isLit: rules?.lamp ?? old.isLit,
            isWindow: rules?.isWindow ?? old.isWindow,
            extensions: old.extensions
        )
    }

    /// Starts the clocks that only this version runs here: one that ran by the old version and does not was stopped.
    private func beginClocks(
        of ticket: Ticket,
        _ plan: MigrationPlan,
        _ old: WorkflowDefinition,
        _ stand: Stand,
        _ draft: inout Draft
    ) throws(Refusal) {
        let before = [ticket.state, ticket.back].compactMap(\.self).compactMap { old.states[$0] }.flatMap(\.clocks)
        let ran = Set(before.map { plan.rule($0).to })
        for clock in stand.runs where draft.ticket.clocks[clock] == nil && !ran.contains(clock) {
            try start(clock, &draft)
        }
        guard draft.ticket.clocks.values.allSatisfy(\.isWindow) else { return }
        // Nobody waits for ever: what was stopped runs again where nothing else does.
        for clock in stand.runs where draft.ticket.clocks[clock] == nil { try start(clock, &draft) }
        guard !draft.ticket.clocks.values.allSatisfy(\.isWindow) else { throw .immovable(.nothingRuns(stand.name)) }
    }

    /// Stops a clock that stands still here, and lets one go on that does not.
    private func settle(_ clock: ClockName, _ stand: Stand, _ draft: inout Draft) throws(Refusal) {
        guard let countdown = draft.ticket.clocks[clock], let rules = definition.clocks[clock] else { return }
        if rules.pauses.contains(stand.name) {
            try pause(clock, countdown, &draft)
        } else {
            try resume(clock, countdown, &draft)
        }
    }
}
