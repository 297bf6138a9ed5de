extension Machine {
    /// What a party could do to a ticket now: what a screen offers.
    ///
    /// By the same code that decides; only what depends on the input is not asked yet. An act that is missing here
    /// would be refused whatever is typed.
    public func available(to party: Party, on ticket: Ticket, in context: Context) -> [ActionName] {
        let party = party.seated(at: max(context.now, ticket.lastAt), in: context)
        return definition.actions.keys.sorted().filter { name in
            guard let action = definition.actions[name], possible(action, in: ticket),
                action.by.contains(where: { standing(of: party, by: $0, on: ticket, in: context).holds })
            else { return false }
            let draft = Draft(continuing: ticket, ref: ref, at: max(context.now, ticket.lastAt), context: context)
            let command = Command(act: name, by: party)
            return action.guards.allSatisfy { $0.dependsOnInput || holds($0, command, draft) }
        }
    }
}

extension Guard {
    /// Whether a value still to be given can make it hold.
    var dependsOnInput: Bool {
        switch self {
        case .field, .given, .leadAllowed, .leadComplainedOf, .belowDesk, .insideLead, .other, .evidence: true
        case .otherThan, .levelAbove, .childrenEnded, .owesAnswer, .mainEnded, .late, .deskKind, .duty, .state,
            .atLeast, .below,
            .inTime,
            .running,
            .ahead, .byClock,
            .by:
            false
        case .any(let inner), .all(let inner): inner.contains(where: \.dependsOnInput)
        case .not(let inner): inner.dependsOnInput
        }
    }
}
