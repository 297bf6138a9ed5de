/// Personal responsibility: every open matter has one responsible unit, and in it one person (责任人).
extension Machine {
    /// Ends a decision: names the person responsible where that is another one now, and makes the event.
    func finish(_ draft: inout Draft, from before: Ticket?) -> Advance {
        let owner = owner(after: draft, before)
        if owner != draft.ticket.owner { draft.record(.owner(owner)) }
        return draft.finished()
    }

    /// The person responsible after what was decided.
    ///
    /// Who takes a ticket on, or files it for their own unit, is responsible; else, where the unit, its part or the
    /// people in them changed, whoever the post book names.
    private func owner(after draft: Draft, _ before: Ticket?) -> PersonID? {
        let ticket = draft.ticket
        guard let unit = ticket.workingUnit else { return nil }
        guard let people = draft.context.people, let owners = definition.owners else { return ticket.owner }
        let hasMoved = before?.workingUnit != unit
        if let taker = taker(draft, owners, hasMoved: hasMoved, unit) { return taker }
        let territory = draft.context.territory
        // 回避 and restricted matters: whoever may not see it cannot be responsible for it.
        let isAdmitted = { (person: PersonID, post: Post) in
            !self.isKeptOut(Party(identity: .person(person)), of: ticket, territory)
                && self.isAdmitted(person, by: post, to: ticket, territory)
        }
        if !hasMoved, let owner = ticket.owner,
            people.answers(owner, for: unit, at: draft.at, where: { isAdmitted(owner, $0) })
        {
            return owner
        }
        let roles = territory[unit].flatMap { owners.roles[$0.kind] } ?? []
        return people.owner(
            of: unit,
            roles: roles,
            at: draft.at,
            in: territory,
            keeping: ticket.owner,
            where: isAdmitted
        )
    }

    /// The person who acts, where by that the unit's work is theirs.
    private func taker(_ draft: Draft, _ owners: OwnerRules, hasMoved: Bool, _ unit: UnitID) -> PersonID? {
        guard case .act(let deed) = draft.header, case .person(let person) = deed.by.identity,
            deed.by.post?.unit == unit, hasMoved || owners.takenBy.contains(deed.act)
        else { return nil }
        return person
    }
}

extension Ticket {
    /// Whose people work on it: the part of the department where it was given to one, else the responsible unit.
    public var workingUnit: UnitID? { workingPart ?? responsible }

    /// The part of the department that works on it (承办科室), while the department answers for it.
    public var workingPart: UnitID? { Self.workingPart(responsible, lead: lead, inside: inside) }

    /// The same, of what a list knows of a ticket.
    ///
    /// - Parameters:
    ///   - responsible: who answers for it.
    ///   - lead: the leading department.
    ///   - inside: the part of it that it was given to.
    /// - Returns: the part; nil: none works on it now.
    public static func workingPart(_ responsible: UnitID?, lead: UnitID?, inside: UnitID?) -> UnitID? {
        guard let responsible, responsible == lead, inside != responsible else { return nil }
        return inside
    }
}
