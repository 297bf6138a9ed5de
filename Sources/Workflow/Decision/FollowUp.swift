/// What a ticket leaves for another to do: a timer of the other, due at once.
///
/// So no command ever locks a ticket only to tell it.
public struct FollowUp: Hashable, Comparable, Sendable {
    /// The ticket that it comes from.
    public let ticket: TicketID
    /// What it says.
    public let content: Content
    /// When that happened.
    public let due: Instant

    /// What one ticket has to say to another.
    public enum Content: Hashable, Sendable {
        /// It has ended in this final state: a child, the main ticket of merged ones, or one of those merged.
        ///
        /// Who handled it: whoever was merged into it must not be called back by that person either; nil: nobody did.
        case ended(StateName, handler: PersonID?)
        /// The ticket that it was made for keeps values now, by that one's event of this number.
        case told(Telling, seq: Int)
    }

    /// Makes a follow-up.
    public init(ticket: TicketID, content: Content, due: Instant) {
        self.ticket = ticket
        self.content = content
        self.due = due
    }

    /// Makes what a ticket leaves that has ended.
    public init(ticket: TicketID, state: StateName, due: Instant, handler: PersonID? = nil) {
        self.init(ticket: ticket, content: .ended(state, handler: handler), due: due)
    }

    /// Earlier ones first; at the same instant by ticket, and by its event.
    public static func < (lhs: FollowUp, rhs: FollowUp) -> Bool {
        (lhs.due, lhs.ticket, lhs.seq) < (rhs.due, rhs.ticket, rhs.seq)
    }

    /// An end comes after all else.
    private var seq: Int {
        switch content {
        case .ended: .max
        case .told(_, let seq): seq
        }
    }
}

extension FollowUp {
    /// Those that an event leaves: of a ticket that ended by it for its parent, its main ticket, and those merged into it;
    /// of one that passes on what it keeps for its open children.
    ///
    /// - Parameters:
    ///   - event: what happened.
    ///   - ticket: the ticket after it.
    /// - Returns: each with the ticket that is to hear.
    public static func left(by event: Event, of ticket: Ticket) -> [(to: TicketID, FollowUp)] {
        var left: [(to: TicketID, FollowUp)] = []
        var end: StateName?
        for outcome in event.outcomes {
            if case .entered(let state, isFinal: true) = outcome { end = end ?? state }
            guard case .passedOn(let telling, let children) = outcome else { continue }
            let followUp = FollowUp(ticket: ticket.id, content: .told(telling, seq: event.seq), due: event.at)
            left += children.map { ($0, followUp) }
        }
        guard let end else { return left }
        let followUp = FollowUp(ticket: ticket.id, state: end, due: event.at, handler: ticket.people["handler"])
        let main = ticket.links.mainEnd == nil ? ticket.links.main : nil
        let others = [ticket.parent, main].compactMap(\.self) + ticket.links.merged.sorted()
        return left + others.map { ($0, followUp) }
    }
}

extension Machine {
    /// Tells a ticket what another left for it: that a child, the one it is merged into, or one merged into it has ended,
    /// or what the one that it was made for came to know.
    ///
    /// - Returns: nil where that means nothing to it any more: both may end at the same time.
    /// - Throws: `Refusal`; the follow-up is to be put aside with it then.
    public func follow(_ followUp: FollowUp, of ticket: Ticket, in context: Context) throws(Refusal) -> Advance? {
        guard let news = ticket.news(in: followUp) else { throw .noSuchChild(followUp.ticket) }
        let other = followUp.ticket
        switch (news, followUp.content) {
        case (.old, _): return nil
        case (.parent, .told(let telling, _)):
            return try hear(telling, from: other, on: ticket, at: followUp.due, in: context)
        case (.child, .ended(let state, _)):
            return try hear(.childEnded(other, state), by: definition.childEnded, of: followUp, on: ticket, in: context)
        case (.main, .ended(let state, let handler)):
            let act = definition.merging?.mainEnded
            return try hear(.linked(.mainEnded(state)), by: act, of: followUp, on: ticket, in: context) { draft in
                guard let handler, draft.ticket.people["handler"] != handler else { return }
                draft.record(.remembered("handler", handler))
            }
        case (.merged, .ended):
            let act = definition.merging?.givenUp
            return try hear(.linked(.gaveUp(other)), by: act, of: followUp, on: ticket, in: context)
        case (.parent, .ended), (.child, .told), (.main, .told), (.merged, .told): throw .noSuchChild(other)
        }
    }

    private func hear(
        _ outcome: Outcome,
        by act: ActionName?,
        of followUp: FollowUp,
        on ticket: Ticket,
        in context: Context,
        then: (inout Draft) -> Void = { _ in }
    ) throws(Refusal) -> Advance {
        guard let act else { throw .noSuchChild(followUp.ticket) }
        let command = Command(act: act, by: Party(identity: .ticket(followUp.ticket)))
        return try hear(outcome, command, on: ticket, at: followUp.due, in: context) { (draft) throws(Refusal) in
            then(&draft)
        }
    }

    /// Lets a ticket hear of another: an outcome, if any, and the definition's act for it, which the other does.
    func hear(
        _ outcome: Outcome?,
        _ command: Command,
        on ticket: Ticket,
        at time: Instant,
        in context: Context,
        then: (inout Draft) throws(Refusal) -> Void
    ) throws(Refusal) -> Advance {
        let action = try admissible(command, on: ticket, in: context)
        var draft = Draft(continuing: ticket, ref: ref, at: max(time, ticket.lastAt), context: context)
        draft.begin(command, post: nil)
        // Whoever is taken in stands to it from then on; whoever is given up did so before.
        let stood = action.by.contains { standing(of: command.by, by: $0, on: ticket, in: context).holds }
        if let outcome { draft.record(outcome) }
        if !stood { _ = try entitled(command.by, to: action, on: draft.ticket, in: context) }
        try then(&draft)
        try perform(action, command, &draft)
        return finish(&draft, from: ticket)
    }
}
