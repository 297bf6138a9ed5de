/// What a party may see of a ticket.
public enum Sight: Hashable, Sendable, CaseIterable {
    /// Nothing: neither its own, nor below it, or complained of, or restricted.
    case nothing
    /// Number, category, place, state, limits and the summary (转办摘要); no name, telephone, address or original text.
    case summary
    /// All of it.
    case full
}

extension Machine {
    /// What a party may see of a ticket.
    ///
    /// A unit's people see what the unit has to do with or was ever asked, and what those below it have; who reported a matter sees it; the
    /// resident by number and code. The best of several posts counts.
    ///
    /// - Parameters:
    ///   - party: who wants to see it.
    ///   - ticket: the ticket.
    ///   - territory: the district's units.
    /// - Returns: nothing, the summary, or all of it.
    public func sight(of party: Party, on ticket: Ticket, in territory: UnitTree) -> Sight {
        sight(of: party, on: SightSubject(ticket), in: territory)
    }

    /// What a party may see of a ticket, by those parts of it that decide.
    public func sight(of party: Party, on subject: SightSubject, in territory: UnitTree) -> Sight {
        switch party.identity {
        case .resident, .clock, .ticket: return .full
        case .person(let person):
            guard !isKeptOut(party, subject.facts, territory) else { return .nothing }
            if person == subject.reporter { return .full }
        }
        var best = Sight.nothing
        // 三员分立: those who keep the system see no matters by that post.
        for post in party.posts where !PostBook.administrators.contains(post.role) {
            let isConcerned = subject.concerned.contains { $0 == post.unit || territory.isAbove(post.unit, of: $0) }
            guard isConcerned, isAdmitted(party.person, by: post, subject.facts, territory) else { continue }
            let kind = territory[post.unit]?.kind
            guard kind.map({ definition.privacy.summaryKinds.contains($0) }) ?? false else { return .full }
            // 物业 and the like see what they were asked to do, or hold as a level of the ladder (社区—小区—物业—网格员—
            // 楼栋长), not all that happens on their ground.
            if subject.asked.contains(post.unit) { best = .summary }
        }
        return best
    }
}

/// Those parts of a ticket that decide who sees it.
public struct SightSubject: Sendable {
    /// Units that have to do with it: where it happened, who holds it, works on it, or answers for it; or did once.
    public let concerned: [UnitID]
    /// Units that were ever asked to do something, or held it.
    public let asked: [UnitID]
    /// Who reported it.
    public let reporter: PersonID?
    /// What it keeps of fields.
    public let facts: NameMap<NameKind.Field, JSONValue>

    /// The parts of a whole ticket.
    public init(_ ticket: Ticket) {
        let children = ticket.children.values.map(\.lead)
        let working = [ticket.lead, ticket.inside].compactMap(\.self)
        asked = [ticket.desk] + working + children + ticket.formerly + [ticket.bound].compactMap(\.self)
        concerned = asked + [ticket.place] + [ticket.responsible].compactMap(\.self)
        reporter = ticket.reporter
        facts = ticket.facts
    }

    /// The same parts, as a line of a list has them.
    public init(
        place: UnitID,
        desk: UnitID,
        lead: UnitID?,
        responsible: UnitID?,
        glance: TicketGlance
    ) {
        let working = [lead, glance.inside].compactMap(\.self)
        asked = [desk] + working + glance.leads + glance.formerly + [glance.bound].compactMap(\.self)
        concerned = asked + [place] + [responsible].compactMap(\.self)
        reporter = glance.reporter
        facts = glance.facts
    }
}
