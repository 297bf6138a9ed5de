/// What a ticket that has ended leaves for another to do that waits for it: a timer of the other, due at once.
///
/// So no command ever locks a ticket only to tell it.
public struct FollowUp: Hashable, Comparable, Sendable {
    /// The ticket that has ended: a child, the main ticket of merged ones, or one of those merged.
    public let ticket: TicketID
    /// The final state in which it ended.
    public let state: StateName
    /// When it ended.
    public let due: Instant
    /// Who handled it: whoever was merged into it must not be called back by that person either; nil: nobody did.
    public let handler: PersonID?

    /// Makes a follow-up.
    public init(ticket: TicketID, state: StateName, due: Instant, handler: PersonID? = nil) {
        self.ticket = ticket
        self.state = state
        self.due = due
        self.handler = handler
    }

    /// Earlier ones first; at the same instant by ticket.
    public static func < (lhs: FollowUp, rhs: FollowUp) -> Bool { (lhs.due, lhs.ticket) < (rhs.due, rhs.ticket) }
}

extension FollowUp {
    /// Those that an event leaves of a ticket that ended by it: for its parent, its main ticket, and those merged into it.
    ///
    /// - Parameters:
    ///   - event: what happened.
    ///   - ticket: the ticket after it.
    /// - Returns: each with the ticket that is to hear; none where it goes on.
    public static func left(by event: Event, of ticket: Ticket) -> [(to: TicketID, FollowUp)] {
        let end = event.outcomes.lazy.compactMap { outcome -> StateName? in
            guard case .entered(let state, isFinal: true) = outcome else { return nil }
            return state
        }.first
        guard let end else { return [] }
        let followUp = FollowUp(ticket: ticket.id, state: end, due: event.at, handler: ticket.people["handler"])
        let main = ticket.links.mainEnd == nil ? ticket.links.main : nil
        let others = [ticket.parent, main].compactMap(\.self) + ticket.links.merged.sorted()
        return others.map { ($0, followUp) }
    }
}

extension Machine {
    /// Tells a ticket that another has ended: a child, the one it is merged into, or one merged into it.
    ///
    /// - Returns: nil where that means nothing to it any more: both may end at the same time.
    /// - Throws: `Refusal`; the follow-up is to be put aside with it then.
    public func follow(_ followUp: FollowUp, of ticket: Ticket, in context: Context) throws(Refusal) -> Advance? {
        guard let news = ticket.news(in: followUp) else { throw .noSuchChild(followUp.ticket) }
        let act: ActionName?
        let outcome: Outcome
        switch news {
        case .old: return nil
        case .child: (act, outcome) = (definition.childEnded, .childEnded(followUp.ticket, followUp.state))
        case .main: (act, outcome) = (definition.merging?.mainEnded, .linked(.mainEnded(followUp.state)))
        case .merged: (act, outcome) = (definition.merging?.givenUp, .linked(.gaveUp(followUp.ticket)))
        }
        guard let act else { throw .noSuchChild(followUp.ticket) }
        let handler = news == .main ? followUp.handler : nil
        return try hear(outcome, by: act, from: followUp.ticket, on: ticket, at: followUp.due, in: context) { draft in
            if let handler, draft.ticket.people["handler"] != handler { draft.record(.remembered("handler", handler)) }
        }
    }

    /// Lets a ticket hear of another: an outcome, and the definition's act for it.
    func hear(
        _ outcome: Outcome,
        by act: ActionName,
        from other: TicketID,
        on ticket: Ticket,
        at time: Instant,
        in context: Context,
        then: (inout Draft) throws(Refusal) -> Void
    ) throws(Refusal) -> Advance {
        let command = Command(act: act, by: Party(identity: .ticket(other)))
        let action = try admissible(command, on: ticket, in: context)
        var draft = Draft(continuing: ticket, ref: ref, at: max(time, ticket.lastAt), context: context)
        draft.header = .act(command, post: nil)
        // Whoever is taken in stands to it from then on; whoever is given up did so before.
        let stood = action.by.contains { standing(of: command.by, by: $0, on: ticket, in: context).holds }
        draft.record(outcome)
        if !stood { _ = try entitled(command.by, to: action, on: draft.ticket, in: context) }
        try then(&draft)
        try perform(action, command, &draft)
        return finish(&draft, from: ticket)
    }
}
