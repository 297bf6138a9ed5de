/// Following units that were reorganised.
extension Machine {
    /// Records what a reorganisation means for a ticket: its place, desk, lead and whoever answers go to who follows.
    ///
    /// A desk that is gone is found anew at the place: who follows it, else the same level, else the nearest one of the
    /// ladder. So is one that stood over the place and does not any more. Everything else stays in the same hands.
    func reorganise(_ succession: Succession, _ draft: inout Draft) throws(Refusal) {
        let ticket = draft.ticket
        let place = try heir(of: ticket.place, at: ticket.place, succession, draft)
        let desk = try desk(of: ticket, at: place, succession, draft)
        let responsible = try ticket.responsible.map { (unit) throws(Refusal) in
            // Whoever answered as the desk answers as the desk.
            unit == ticket.desk ? desk : try heir(of: unit, at: place, succession, draft)
        }
        if place != ticket.place {
            draft.record(.classified(category: ticket.category, place: place, urgency: ticket.urgency))
        }
        if desk != ticket.desk { draft.record(.desk(desk)) }
        try followLead(of: ticket, at: place, succession, &draft)
        if let bound = ticket.bound {
            let follower = bound == ticket.desk ? desk : try heir(of: bound, at: place, succession, draft)
            if follower != bound { draft.record(.bound(follower)) }
        }
        try followFacts(of: ticket, at: place, succession, &draft)
        if responsible != ticket.responsible { draft.record(.responsible(responsible)) }
        settleResponsibility(&draft)
    }

    private func heir(
        of unit: UnitID,
        at place: UnitID,
        _ succession: Succession,
        _ draft: Draft
    ) throws(Refusal) -> UnitID {
        let territory = draft.context.territory
        if let heir = succession.heir(of: unit, at: place, in: territory) { return heir }
        guard let closed = territory[unit] else { throw .unknownUnit(unit) }
        throw .immovable(.successor(closed))
    }

    private func desk(
        of ticket: Ticket,
        at place: UnitID,
        _ succession: Succession,
        _ draft: Draft
    ) throws(Refusal) -> UnitID {
        let territory = draft.context.territory
        func stands(_ unit: UnitID) -> Bool { unit == place || territory.isAbove(unit, of: place) }
        let isClosed = territory[ticket.desk]?.closing != nil
        let isLost =
            succession.stood(ticket.desk, above: ticket.place, in: territory) && !stands(ticket.desk)
        guard isClosed || isLost else { return ticket.desk }
        if isClosed, let heir = succession.heir(of: ticket.desk, at: place, in: territory),
            let kind = territory[heir]?.kind, definition.ladder.contains(kind), stands(heir) || !isLost
        {
            return heir
        }
        let kind = territory[ticket.desk]?.kind
        let same = territory.chain(from: place).first { $0.kind == kind && definition.ladder.contains($0.kind) }
        guard let desk = same?.id ?? territory.nearest(definition.ladder, from: place) else {
            throw .immovable(.offLadder(place))
        }
        return desk
    }

    /// The lead, the part of it that works on the matter, and the directory's proposal.
    private func followLead(
        of ticket: Ticket,
        at place: UnitID,
        _ succession: Succession,
        _ draft: inout Draft
    ) throws(Refusal) {
        let territory = draft.context.territory
        if let lead = ticket.lead {
            let follower = try heir(of: lead, at: place, succession, draft)
            if follower != lead {
                guard let unit = territory[follower], definition.leads.contains(unit.kind) else {
                    throw .immovable(.lead(territory[follower] ?? Unit.nobody(follower)))
                }
                draft.record(.lead(follower))
            }
            if let inside = ticket.inside {
                let part = try heir(of: inside, at: place, succession, draft)
                let wasPart = succession.stood(lead, above: inside, in: territory)
                let isPart = part == follower || territory.isAbove(follower, of: part)
                // A part that went to another department does not take the matter along.
                if wasPart, !isPart {
                    draft.record(.inside(nil))
                } else if part != inside {
                    draft.record(.inside(part))
                }
            }
        }
        if let rule = ticket.rule, let follower = succession.heir(of: rule.lead, at: place, in: territory),
            follower != rule.lead
        {
            draft.record(
                .matched(
                    RuleMatch(
                        id: rule.id,
                        lead: follower,
                        limits: rule.limits,
                        duty: rule.duty,
                        coHandlers: rule.coHandlers.map { succession.heir(of: $0, at: place, in: territory) ?? $0 },
                        evidence: rule.evidence
                    )
                )
            )
        }
    }

    /// Units that the ticket keeps, such as those to be whistled for.
    private func followFacts(
        of ticket: Ticket,
        at place: UnitID,
        _ succession: Succession,
        _ draft: inout Draft
    ) throws(Refusal) {
        for (field, value) in ticket.facts.sorted(by: { $0.key < $1.key }) {
            switch definition.fields[field]?.form {
            case .unit:
                guard let number = value.int else { continue }
                let follower = try heir(of: UnitID(number), at: place, succession, draft)
                if follower.rawValue != number { draft.record(.kept(field, .int(follower.rawValue))) }
            case .units:
                var followers: [JSONValue] = []
                for number in value.array?.compactMap(\.int) ?? [] {
                    let follower = JSONValue.int(try heir(of: UnitID(number), at: place, succession, draft).rawValue)
                    if !followers.contains(follower) { followers.append(follower) }
                }
                if .array(followers) != value { draft.record(.kept(field, .array(followers))) }
            case .words, .contact, .position, .choice, .choices, .people, .flag, .number, .category, .instant, .limit,
                .ticket, .code, nil:
                break
            }
        }
    }
}

extension Machine {
    /// Lets nothing new come to a unit that is not there, or is closed.
    func requireOpen(_ id: UnitID, in context: Context) throws(Refusal) {
        guard let unit = context.territory[id] else { throw .unknownUnit(id) }
        guard unit.closing != nil else { return }
        throw .unitClosed(unit, successor: context.territory.successor(of: id))
    }
}

extension Unit {
    /// Stands for a unit that is not in the tree.
    fileprivate static func nobody(_ id: UnitID) -> Unit {
        Unit(id: id, code: "#\(id)", kind: "nobody", name: "#\(id)", parent: nil)
    }
}
