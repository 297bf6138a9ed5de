extension Machine {
    /// Words of a field of an act that may still be given: of a choice, without those that its guards refuse whatever else is given.
    ///
    /// A community blows no whistle of the first level: it is not offered one.
    ///
    /// - Parameters:
    ///   - field: the field.
    ///   - act: the act.
    ///   - party: whoever would do it.
    ///   - ticket: the ticket.
    ///   - context: the district now.
    /// - Returns: the words; nil where the field is no choice of this act.
    public func choices(
        of field: FieldName,
        in act: ActionName,
        by party: Party,
        on ticket: Ticket,
        in context: Context
    ) -> Set<String>? {
        guard let action = definition.actions[act], action.takes(field),
            case .choice(let words)? = definition.fields[field]?.form
        else { return nil }
        let now = max(context.now, ticket.lastAt)
        let draft = Draft(continuing: ticket, ref: ref, at: now, context: context)
        let party = party.seated(at: now, in: context)
        return Set(
            words.keys.filter { word in
                let command = Command(act: act, by: party, input: [field: .string(word)])
                return action.guards.allSatisfy { outcome(of: $0, knowing: field, command, draft) != false }
            }
        )
    }

    /// Whether a guard holds when one field alone is known; nil: that depends on what else is given.
    private func outcome(of condition: Guard, knowing known: FieldName, _ command: Command, _ draft: Draft) -> Bool? {
        switch condition {
        case .field(let field, _) where field == known: return holds(condition, command, draft)
        case .not(let inner): return outcome(of: inner, knowing: known, command, draft).map { !$0 }
        case .any(let inner):
            let found = inner.map { outcome(of: $0, knowing: known, command, draft) }
            return found.contains(true) ? true : found.contains(nil) ? nil : false
        case .all(let inner):
            let found = inner.map { outcome(of: $0, knowing: known, command, draft) }
            return found.contains(false) ? false : found.contains(nil) ? nil : true
        default: return condition.dependsOnInput ? nil : holds(condition, command, draft)
        }
    }
}
