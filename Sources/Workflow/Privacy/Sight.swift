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
    /// A unit's people see what the unit has to do with, and what those below it have; who reported a matter sees it; the
    /// resident by number and code. The best of several posts counts.
    ///
    /// - Parameters:
    ///   - party: who wants to see it.
    ///   - ticket: the ticket.
    ///   - territory: the district's units.
    /// - Returns: nothing, the summary, or all of it.
    public func sight(of party: Party, on ticket: Ticket, in territory: UnitTree) -> Sight {
        switch party.identity {
        case .resident, .clock, .ticket: return .full
        case .person(let person):
            guard !isKeptOut(party, of: ticket, territory) else { return .nothing }
            if person == ticket.people[KnownMark.reporter] { return .full }
        }
        let units = [ticket.place, ticket.desk] + ticket.children.values.map(\.lead)
        let concerned = units + [ticket.lead, ticket.inside, ticket.responsible, ticket.bound].compactMap(\.self)
        var best = Sight.nothing
        for post in party.posts {
            let isConcerned = concerned.contains { $0 == post.unit || territory.isAbove(post.unit, of: $0) }
            guard isConcerned, isAdmitted(party.person, by: post, to: ticket, territory) else { continue }
            let kind = territory[post.unit]?.kind
            guard kind.map({ definition.privacy.summaryKinds.contains($0) }) ?? false else { return .full }
            // 物业 and the like see what they were asked to do, or hold as a level of the ladder (社区—小区—物业—网格员—
            // 楼栋长), not all that happens on their ground.
            let isAsked =
                [ticket.desk, ticket.lead, ticket.inside].contains(post.unit)
                || ticket.children.values.contains { $0.lead == post.unit }
            if isAsked { best = .summary }
        }
        return best
    }
}
