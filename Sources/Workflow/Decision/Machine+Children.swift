/// Tickets made for another: how they begin, and what the other does when they end.
extension Machine {
    /// Records the children that an act makes; whoever carries the act out begins each under its own definition.
    func spawn(_ brood: Brood, _ command: Command, _ draft: inout Draft) throws(Refusal) {
        let leads = (command.input[brood.units] ?? draft.ticket.facts[brood.units])?.array?.compactMap(\.int) ?? []
        var input: [FieldName: JSONValue] = [:]
        for field in brood.with { input[field] = command.input[field] ?? draft.ticket.facts[field] }
        for number in leads {
            guard let id = draft.takeID() else { throw .noRoomForChildren }
            let lead = UnitID(number)
            try requireOpen(lead, in: draft.context)
            draft.record(.spawned(id, brood.definition, lead: lead))
            draft.spawns.append(
                Spawn(id: id, definition: brood.definition, act: brood.act, lead: lead, input: input, by: command.by)
            )
        }
    }

    /// Begins a child, by this machine as its definition's.
    ///
    /// - Parameters:
    ///   - spawn: what the parent's act recorded.
    ///   - parent: the parent after its act: category, place, urgency and desk are its own.
    ///   - context: configuration and time.
    /// - Returns: one event, and the new ticket.
    /// - Throws: `Refusal` where the definition cannot begin so.
    public func begin(_ spawn: Spawn, for parent: Ticket, in context: Context) throws(Refusal) -> Advance {
        let action = try action(spawn.act)
        guard action.from == .new else {
            throw .notInThisState(act: action.title, state: Bilingual(zh: "尚未派出", en: "not yet there"))
        }
        let command = Command(act: spawn.act, by: spawn.by, input: spawn.input)
        try check(command, for: action, in: context)
        let filing = Filing(
            category: parent.category,
            urgency: parent.urgency,
            place: parent.place,
            desk: parent.desk,
            parent: parent.id,
            lead: spawn.lead
        )
        var draft = Draft(
            filing: filing,
            district: parent.district,
            id: spawn.id,
            ref: ref,
            at: parent.lastAt,
            context: context
        )
        // Who may make children was asked of the parent's act.
        draft.header = .act(command, post: spawn.by.posts.first)
        try perform(action, command, &draft)
        return draft.advance(from: nil)
    }

    /// Tells a ticket that a child of its has ended.
    ///
    /// - Throws: `Refusal`; it is to be put aside with it then.
    public func follow(_ followUp: FollowUp, of ticket: Ticket, in context: Context) throws(Refusal) -> Advance {
        guard let child = ticket.children[followUp.child], child.end == nil, let act = definition.childEnded else {
            throw .noSuchChild(followUp.child)
        }
        let command = Command(act: act, by: Party(identity: .ticket(followUp.child)))
        let action = try admissible(command, on: ticket, in: context)
        _ = try entitled(command.by, to: action, on: ticket, in: context)
        var draft = Draft(continuing: ticket, ref: ref, at: max(followUp.due, ticket.lastAt), context: context)
        draft.header = .act(command, post: nil)
        draft.record(.childEnded(followUp.child, followUp.state))
        try perform(action, command, &draft)
        return draft.advance(from: ticket)
    }
}

/// A child to be begun, as its parent's act says.
public struct Spawn: Hashable, Sendable {
    /// The id that it is to bear.
    public let id: TicketID
    /// Under which definition.
    public let definition: DefinitionName
    /// By which act.
    public let act: ActionName
    /// Who leads it.
    public let lead: UnitID
    /// What is handed on.
    public let input: [FieldName: JSONValue]
    /// Who made it.
    public let by: Party
}

/// What a ticket that has ended leaves for its parent to do: a timer of the parent, due at once.
public struct FollowUp: Hashable, Comparable, Sendable {
    /// The child.
    public let child: TicketID
    /// The final state in which it ended.
    public let state: StateName
    /// When it ended.
    public let due: Instant

    /// Makes a follow-up.
    public init(child: TicketID, state: StateName, due: Instant) {
        self.child = child
        self.state = state
        self.due = due
    }

    /// Earlier ones first; at the same instant by child.
    public static func < (lhs: FollowUp, rhs: FollowUp) -> Bool { (lhs.due, lhs.child) < (rhs.due, rhs.child) }
}
