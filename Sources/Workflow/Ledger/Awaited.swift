/// Who has to do something next, where that is not who answers for the ticket, or is another part of their unit.
public struct Awaited: Hashable, Sendable {
    /// The units.
    public let units: [UnitID]
    /// What they have to do.
    public let what: What
    /// The clock that says until when; nil: each has its own.
    public let clock: ClockName?

    /// What somebody has to do.
    public enum What: Hashable, Sendable {
        /// This act.
        case act(ActionName)
        /// To decide, one way or the other.
        case decide
        /// To come: they were whistled for (报到).
        case come
    }
}

extension WorkflowDefinition {
    /// Whom a ticket waits for; nil: for nobody but who answers for it, for the resident, or for nobody.
    ///
    /// It changes nothing of who is responsible: that stays as the state says.
    ///
    /// - Parameters:
    ///   - state: where the ticket stands.
    ///   - desk: the unit of the ladder that holds it.
    ///   - responsible: who answers for it.
    ///   - helpers: who leads what was made for it and is open.
    ///   - territory: the units.
    /// - Returns: who, and what.
    public func awaited(
        in state: StateName,
        desk: UnitID,
        responsible: UnitID?,
        helpers: [UnitID],
        in territory: UnitTree
    ) -> Awaited? {
        guard let rules = states[state], !rules.isFinal else { return nil }
        let (unit, relation): (UnitID, Relation)
        switch rules.hand {
        case .above: (unit, relation) = (territory.decider(ladder, above: desk) ?? desk, .above)
        case .desk: (unit, relation) = (desk, .desk)
        case .responsible:
            guard let responsible else { return nil }
            // Who is responsible has answered (审签): their department has to approve it.
            if rules.isAside, isAnswered(inside: state) {
                let usual = offered(acts(of: .lead, in: state), in: state).usual
                return Awaited(units: [responsible], what: usual.map { .act($0) } ?? .decide, clock: rules.clocks.first)
            }
            guard whistledStates.contains(state), !helpers.isEmpty else { return nil }
            return Awaited(units: helpers, what: .come, clock: nil)
        case .resident, .nobody: return nil
        }
        guard unit != responsible else { return nil }
        // An aside is left by a decision one way or the other: neither of them is the usual one.
        let usual = rules.isAside ? nil : offered(acts(of: relation, in: state), in: state).usual
        return Awaited(units: [unit], what: usual.map { .act($0) } ?? .decide, clock: rules.clocks.first)
    }

    /// What those who stand so can do in a state.
    private func acts(of relation: Relation, in state: StateName) -> [ActionName] {
        actions.filter { $0.value.begins(in: state) && $0.value.by.contains { $0.relation == relation } }.map(\.key)
    }
}
