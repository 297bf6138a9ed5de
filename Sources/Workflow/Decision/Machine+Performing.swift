/// Carrying out an act: guards, the case, effects, the next state with its clocks.
extension Machine {
    func perform(_ action: ActionDefinition, _ command: Command, _ draft: inout Draft) throws(Refusal) {
        // By number, here and below: who goes through a list itself holds it.
        for number in action.guards.indices where !holds(action.guards[number], command, draft) {
            throw .guarded(act: action.title, condition: action.guards[number], terms: terms)
        }
        guard let way = action.cases.first(where: { way in way.when.allSatisfy { holds($0, command, draft) } }) else {
            preconditionFailure("the last case of an act has no condition")
        }
        let occurred = try occurred(command, draft)
        // Only what is backdated looks back: keeping the ticket as it was costs a copy of it.
        let before = occurred == nil ? nil : draft.ticket
        let kept = keep(command, &draft)
        if let complained = definition.privacy.complainedUnits, kept.contains(complained) {
            try avoidComplainedOf(&draft)
        }
        passOn(kept, &draft)
        for number in action.effects.indices { try carryOut(action.effects[number], command, &draft) }
        for number in way.effects.indices { try carryOut(way.effects[number], command, &draft) }
        if way.isBack {
            guard let back = draft.ticket.back else { throw .notInDefinition("back") }
            try enter(back, isBack: true, &draft)
        } else if let state = way.to {
            try enter(state, &draft)
        }
        try reckonAnew(for: kept, &draft)
        if let occurred, let before { try backdate(to: occurred, since: before, &draft) }
        settleResponsibility(&draft)
        tell(action.tells, &draft)
        tell(way.tells, &draft)
    }

    func holds(_ condition: Guard, _ command: Command, _ draft: Draft) -> Bool {
        switch condition {
        case .otherThan(let mark): return command.by.person == nil || draft.ticket.people[mark] != command.by.person
        case .levelAbove: return nextDesk(above: draft.ticket.desk, draft.ticket, draft.context.territory) != nil
        case .deskKind(let kinds):
            return draft.context.territory[draft.ticket.desk].map { kinds.contains($0.kind) } ?? false
        case .leadAllowed:
            // Whether there is a lead at all is for the effect to say.
            guard let lead = proposedLead(command, draft) else { return true }
            return draft.context.territory[lead].map { definition.leads.contains($0.kind) } ?? false
        case .leadComplainedOf: return draft.ticket.lead.map { isComplainedOf($0, draft, given: command) } ?? false
        case .field(let field, let values):
            guard let value = command.input[field] ?? draft.ticket.facts[field] else { return false }
            return values.contains(value)
        case .atLeast(let counter, let count): return draft.ticket.counters[counter, default: 0] >= count
        case .below(let counter, let count): return draft.ticket.counters[counter, default: 0] < count
        case .inTime(let clock): return draft.ticket.clocks[clock].map { !$0.isExpired && draft.at <= $0.due } ?? false
        case .given(let field): return command.gives(field)
        case .running(let clock): return draft.ticket.clocks[clock] != nil
        case .ahead(let clock, let limit, let share): return isAhead(of: clock, by: limit, share, draft)
        case .state(let states): return states.contains(draft.ticket.state)
        case .childrenEnded: return draft.ticket.childrenEnded
        case .owesAnswer: return definition.owedAnswer(of: draft.ticket) != nil
        case .late(let clock): return draft.ticket.late.contains(clock) && !draft.ticket.claims.contains(clock)
        case .evidence(let field):
            let given = Set(
                (command.input[field] ?? draft.ticket.facts[field])?.array?.compactMap(\.string)
                    .compactMap { EvidenceRule.Proof(rawValue: $0) } ?? []
            )
            return given.contains(.account) || (draft.ticket.rule?.evidence ?? []).isSubset(of: given)
        case .other(let field, let wanted): return holds(wanted, of: field, command, draft)
        case .mainEnded(let states): return draft.ticket.links.mainEnd.map { states.contains($0) } ?? false
        case .duty(let duties): return duties.contains(draft.ticket.rule?.duty ?? .basic)
        case .belowDesk(let field):
            guard let unit = unit(field, command), let kind = draft.context.territory[unit]?.kind else { return false }
            return definition.ladder.contains(kind) && draft.context.territory.isAbove(draft.ticket.desk, of: unit)
        case .insideLead(let field):
            guard let unit = unit(field, command), let lead = draft.ticket.lead else { return false }
            return draft.context.territory.isAbove(lead, of: unit)
        case .by(let rules):
            return rules.contains { standing(of: command.by, by: $0, on: draft.ticket, in: draft.context).holds }
        case .all(let inner): return inner.allSatisfy { holds($0, command, draft) }
        case .byClock: return command.by.identity == .clock
        case .any(let inner): return inner.contains { holds($0, command, draft) }
        case .not(let inner): return !holds(inner, command, draft)
        }
    }

    private func unit(_ field: FieldName, _ command: Command) -> UnitID? {
        command.input[field]?.int.map { UnitID($0) }
    }

    private func proposedLead(_ command: Command, _ draft: Draft) -> UnitID? {
        unit(KnownField.lead, command) ?? draft.ticket.rule?.lead
    }

    /// Keeps what the ticket is to keep of the input; those fields that have another value now.
    private func keep(_ command: Command, _ draft: inout Draft) -> [FieldName] {
        var kept: [FieldName] = []
        for (field, value) in command.input
        where rules.fields[field]?.keep == true && draft.ticket.facts[field] != value {
            draft.record(.kept(field, value))
            kept.append(field)
        }
        return kept
    }
}

extension Machine {
    // MARK: - Effects

    private func carryOut(_ effect: Effect, _ command: Command, _ draft: inout Draft) throws(Refusal) {
        switch effect {
        case .elevate:
            guard let above = nextDesk(above: draft.ticket.desk, draft.ticket, draft.context.territory) else {
                throw .guarded(act: title(command.act), condition: .levelAbove)
            }
            try checkTarget(above, command, draft)
            draft.record(.desk(above))
        case .sendDown(let field):
            let desk = try given(field, command)
            try checkTarget(desk, command, draft)
            draft.record(.desk(desk))
        case .assignLead:
            guard let lead = proposedLead(command, draft) else { throw .noLead(category: draft.ticket.category) }
            try checkTarget(lead, command, draft)
            // 上级收回: never sent to the base, whoever names it.
            if draft.ticket.rule?.duty == .reclaimed, let kind = draft.context.territory[lead]?.kind,
                definition.ladder.contains(kind)
            {
                throw .guarded(act: title(command.act), condition: .duty([.basic, .assist]))
            }
            leaveSection(&draft)
            draft.record(.lead(lead))
        case .dismissLead:
            leaveSection(&draft)
            draft.record(.lead(nil))
        case .workInside(let field):
            let section = try given(field, command)
            try checkTarget(section, command, draft)
            draft.record(.inside(section))
        case .workOutside: leaveSection(&draft)
        case .bind: if draft.ticket.bound != draft.ticket.responsible { draft.record(.bound(draft.ticket.responsible)) }
        case .release: if draft.ticket.bound != nil { draft.record(.bound(nil)) }
        case .spawn(let brood): try spawn(brood, command, &draft)
        case .split(let part): try split(part, command, &draft)
        case .claim(let clock): try claim(clock, &draft)
        case .decideClaims(let claim): decideClaims(claim, &draft)
        case .link(let linking): try link(linking, command, &draft)
        case .extend(let clock, let field): try extend(clock, by: field, &draft)
        case .set(let field, let value): if draft.ticket.facts[field] != value { draft.record(.kept(field, value)) }
        case .reclassify: try reclassify(command, &draft)
        case .remember(let mark):
            if let person = command.by.person { draft.record(.remembered(mark, person)) }
        case .count(let counter): draft.count(counter)
        case .reset(let counter):
            if draft.ticket.counters[counter, default: 0] != 0 { draft.record(.counted(counter, 0)) }
        case .restart(let clock): try start(clock, &draft)
        case .stop(let clock): if draft.ticket.clocks[clock] != nil { draft.record(.stopped(clock)) }
        case .tell: break
        }
    }

    private func leaveSection(_ draft: inout Draft) {
        if draft.ticket.inside != nil { draft.record(.inside(nil)) }
    }

    private func given(_ field: FieldName, _ command: Command) throws(Refusal) -> UnitID {
        guard let unit = unit(field, command) else { throw missing(field, command) }
        return unit
    }

    private func reclassify(_ command: Command, _ draft: inout Draft) throws(Refusal) {
        draft.record(
            .classified(
                category: command.input[KnownField.category]?.string ?? draft.ticket.category,
                place: unit(KnownField.place, command) ?? draft.ticket.place,
                urgency: command.input[KnownField.urgency]?.string.flatMap { Urgency(rawValue: $0) }
                    ?? draft.ticket.urgency
            )
        )
        draft.askDirectory()
        // None comes and none goes meanwhile.
        for number in draft.ticket.clocks.indices {
            try reckonAnew(draft.ticket.clocks.name(at: number), because: [], &draft)
        }
    }

    func filing(_ command: Command, in context: Context) throws(Refusal) -> Filing {
        guard let category = command.input[KnownField.category]?.string else {
            throw missing(KnownField.category, command)
        }
        let place = try given(KnownField.place, command)
        guard let lowest = context.territory.nearest(definition.ladder, from: place) else {
            throw .placeOffLadder(place)
        }
        let own = context.territory.chain(from: lowest).first { unit in
            definition.ladder.contains(unit.kind) && command.by.posts.contains { $0.unit == unit.id }
        }
        let earlier = rules.actions[command.act]?.repeated.flatMap { command.input[$0]?.int }
        return Filing(
            category: category,
            urgency: command.input[KnownField.urgency]?.string.flatMap { Urgency(rawValue: $0) } ?? .ordinary,
            place: place,
            desk: own?.id ?? lowest,
            origin: earlier.map { Links.Origin(.repeat, TicketID($0)) }
        )
    }
}

extension Machine {
    // MARK: - States and messages

    func enter(_ state: StateName, isBack: Bool = false, _ draft: inout Draft) throws(Refusal) {
        guard let rules = rules.states[state] else { throw .notInDefinition(state.text) }
        let next = rules.definition
        // Whatever a definition says: nothing ends over what was made for it.
        guard !next.isFinal || draft.ticket.childrenEnded else { throw .childrenOpen(draft.ticket.children) }
        if next.isAside {
            // From one aside into another, the way back stays.
            if draft.ticket.back == nil { draft.record(.setAside(draft.ticket.state)) }
        } else if draft.ticket.back != nil {
            draft.record(.setAside(nil))
        }
        draft.record(.entered(state, isFinal: next.isFinal))
        try moveClocks(into: rules, isBack: isBack, &draft)
    }

    func settleResponsibility(_ draft: inout Draft) {
        guard let state = rules.states[draft.ticket.state]?.definition else { return }
        let unit = responsible(in: state, draft.ticket)
        if unit != draft.ticket.responsible { draft.record(.responsible(unit)) }
        let hand = holder(in: state, draft)
        if hand != draft.ticket.held { draft.record(.held(hand)) }
    }

    private func responsible(in state: StateDefinition, _ ticket: Ticket) -> UnitID? {
        switch state.responsible {
        case .none: nil
        case .desk: ticket.bound ?? ticket.desk
        case .lead: ticket.bound ?? ticket.lead ?? ticket.desk
        case .same: ticket.bound ?? ticket.responsible ?? ticket.desk
        }
    }

    /// In whose hands a ticket lies in a state; nil: in those of who is responsible.
    private func holder(in state: StateDefinition, _ draft: Draft) -> HeldBy? {
        guard !state.isFinal else { return nil }
        let ticket = draft.ticket
        let holder: HeldBy? =
            switch state.hand {
            case .responsible: nil
            case .desk: .unit(ticket.desk)
            case .above: .unit(decider(above: ticket.desk, ticket, draft.context.territory) ?? ticket.desk)
            case .resident: .resident
            case .nobody: .nobody
            }
        return holder == ticket.responsible.map { .unit($0) } ? nil : holder
    }

    func tell(_ recipients: [Recipient], _ draft: inout Draft) {
        for recipient in recipients {
            if let audience = audience(recipient, draft) { draft.record(.told(audience)) }
        }
    }

    private func audience(_ recipient: Recipient, _ draft: Draft) -> Audience? {
        let ticket = draft.ticket
        let unit: UnitID?
        switch recipient.relation {
        case .clock, .anyone, .around, .child, .parent, .main, .merged: return nil
        case .resident: return .resident
        case .reporter: return ticket.people[KnownMark.reporter].map { .person($0) }
        case .responsible: unit = ticket.responsible
        case .desk: unit = ticket.desk
        case .lead: unit = ticket.lead
        case .inside: unit = ticket.inside
        case .above: unit = decider(above: ticket.desk, ticket, draft.context.territory)
        }
        guard let unit, !isComplainedOf(unit, ticket, draft.context.territory) else { return nil }
        return .unit(unit, roles: recipient.roles)
    }
}
