/// Keeping away who must not hold, decide or see a ticket.
extension Machine {
    typealias Facts = NameMap<NameKind.Field, JSONValue>

    /// Whether a unit is complained of, or lies below one that is.
    func isComplainedOf(_ unit: UnitID, _ ticket: Ticket, _ territory: UnitTree) -> Bool {
        isComplainedOf(unit, ticket.facts, territory)
    }

    /// The same by what a ticket keeps.
    func isComplainedOf(_ unit: UnitID, _ facts: Facts, _ territory: UnitTree) -> Bool {
        guard let field = definition.privacy.complainedUnits, let units = facts[field] else { return false }
        return lies(unit, in: units.numbers, territory)
    }

    /// The same by what the ticket knows and what is given with an act, which is not kept yet.
    func isComplainedOf(_ unit: UnitID, _ draft: Draft, given command: Command) -> Bool {
        let given = definition.privacy.complainedUnits.flatMap { command.input[$0]?.numbers } ?? []
        return isComplainedOf(unit, draft.ticket, draft.context.territory)
            || lies(unit, in: given, draft.context.territory)
    }

    private func lies(_ unit: UnitID, in units: [Int64], _ territory: UnitTree) -> Bool {
        !units.isEmpty && units.contains { unit.rawValue == $0 || territory.isAbove(UnitID($0), of: unit) }
    }

    /// Whether a party is out, whatever post counts: complained of, or of nobody else than units complained of.
    func isKeptOut(_ party: Party, of ticket: Ticket, _ territory: UnitTree) -> Bool {
        isKeptOut(party, ticket.facts, territory)
    }

    /// The same by what a ticket keeps.
    func isKeptOut(_ party: Party, _ facts: Facts, _ territory: UnitTree) -> Bool {
        if let person = party.person, isNamed(person, in: definition.privacy.complainedPeople, facts) { return true }
        guard let field = definition.privacy.complainedUnits, facts[field] != nil else { return false }
        // Also as who reported it.
        return !party.posts.isEmpty && party.posts.allSatisfy { isComplainedOf($0.unit, facts, territory) }
    }

    /// Whether somebody who is not kept out may have to do with a ticket by a post, before anything else is asked.
    func isAdmitted(_ person: PersonID?, by post: Post, to ticket: Ticket, _ territory: UnitTree) -> Bool {
        isAdmitted(person, by: post, ticket.facts, territory)
    }

    /// The same by what a ticket keeps.
    func isAdmitted(_ person: PersonID?, by post: Post, _ facts: Facts, _ territory: UnitTree) -> Bool {
        if isComplainedOf(post.unit, facts, territory) { return false }
        guard let restriction = definition.privacy.restriction, facts[restriction] != nil else { return true }
        return definition.privacy.roles.contains(post.role)
            || person.map { isNamed($0, in: definition.privacy.named, facts) } ?? false
    }

    private func isNamed(_ person: PersonID, in field: FieldName?, _ facts: Facts) -> Bool {
        guard let field, let people = facts[field] else { return false }
        return people.numbers.contains(person.rawValue)
    }

    /// A unit that is to be given a ticket: not one complained of, of those that see the summary only with it, and open.
    func checkTarget(_ unit: UnitID, _ command: Command, _ draft: Draft) throws(Refusal) {
        guard !isComplainedOf(unit, draft.ticket, draft.context.territory) else { throw .complainedOf(unit) }
        if let summary = definition.privacy.summary, let kind = draft.context.territory[unit]?.kind,
            definition.privacy.summaryKinds.contains(kind), !command.gives(summary)
        {
            throw missing(summary, command)
        }
        try requireOpen(unit, in: draft.context)
    }

    /// The next step of the ladder above a unit that is not complained of.
    func nextDesk(above unit: UnitID, _ ticket: Ticket, _ territory: UnitTree) -> UnitID? {
        var next = territory.next(definition.ladder, above: unit)
        while let desk = next, isComplainedOf(desk, ticket, territory) {
            next = territory.next(definition.ladder, above: desk)
        }
        return next
    }

    /// Who decides above a unit and is not complained of: the next step of the ladder, else whichever unit is above.
    func decider(above unit: UnitID, _ ticket: Ticket, _ territory: UnitTree) -> UnitID? {
        var next = territory.decider(definition.ladder, above: unit)
        while let desk = next, isComplainedOf(desk, ticket, territory) {
            next = territory.decider(definition.ladder, above: desk)
        }
        return next
    }

    /// Takes a ticket away from whoever it turns out to complain of: the desk goes a level up, a lead is dismissed.
    ///
    /// - Throws: `Refusal` where no level above is left to hold it.
    func avoidComplainedOf(_ draft: inout Draft) throws(Refusal) {
        let (ticket, territory) = (draft.ticket, draft.context.territory)
        let isOff = { (unit: UnitID?) in unit.map { self.isComplainedOf($0, ticket, territory) } ?? false }
        if isOff(ticket.desk) {
            guard let above = nextDesk(above: ticket.desk, ticket, territory) else { throw .complainedOf(ticket.desk) }
            draft.record(.desk(above))
        }
        let isLeadOff = isOff(ticket.lead)
        if ticket.inside != nil, isLeadOff || isOff(ticket.inside) { draft.record(.inside(nil)) }
        if isLeadOff { draft.record(.lead(nil)) }
        if isOff(ticket.bound) { draft.record(.bound(nil)) }
        // An aside leaves whoever answered for it: that must not be they.
        if isOff(ticket.responsible) { draft.record(.responsible(draft.ticket.desk)) }
    }
}

extension JSONValue {
    /// The whole numbers of a list: ids of units or people that a ticket keeps.
    var numbers: [Int64] { array?.compactMap(\.int) ?? [] }
}
