/// What a ticket tells those that were made for it, and by which act they hear of it.
public struct Telling: Hashable, Sendable {
    /// The child's act.
    public let act: ActionName
    /// What the ticket keeps now, by field.
    public let values: [FieldName: JSONValue]

    /// Makes a telling.
    public init(act: ActionName, values: [FieldName: JSONValue]) {
        self.act = act
        self.values = values
    }
}

extension Machine {
    /// Tells open children what the ticket did not know when they were made; each hears of it as a follow-up.
    func passOn(_ kept: [FieldName], _ draft: inout Draft) {
        guard !kept.isEmpty, let passing = definition.passingOn, kept.contains(where: passing.fields.contains)
        else { return }
        let children = draft.ticket.openChildren
        guard !children.isEmpty else { return }
        var values: [FieldName: JSONValue] = [:]
        for field in passing.fields where kept.contains(field) { values[field] = draft.ticket.facts[field] }
        draft.record(.passedOn(Telling(act: passing.act, values: values), to: children))
    }

    /// Lets a ticket hear what the one that it was made for came to know.
    ///
    /// - Returns: one event, and the ticket after it.
    /// - Throws: `Refusal` where its version knows no such act.
    func hear(
        _ telling: Telling,
        from parent: TicketID,
        on ticket: Ticket,
        at time: Instant,
        in context: Context
    ) throws(Refusal) -> Advance {
        let action = try action(telling.act)
        let input = telling.values.filter { action.takes($0.key) }
        let command = Command(act: telling.act, by: Party(identity: .ticket(parent)), input: input)
        return try hear(nil, command, on: ticket, at: time, in: context) { _ in }
    }
}
