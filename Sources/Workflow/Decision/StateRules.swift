/// What entering a state does to a clock that the ticket has.
enum ClockConduct: Sendable {
    /// It ends.
    case ends
    /// It stands still, and keeps the time already used.
    case pauses
    /// It goes on.
    case goesOn
}

/// A state, with what entering it does to each clock: worked out once for all tickets that come there.
final class StateRules: Sendable {
    /// What the definition says of it.
    let definition: StateDefinition
    /// The clocks that it starts, in the definition's order; one that the definition lacks has no rules.
    let starts: [(name: ClockName, rules: ClockDefinition?)]
    private let conducts: NameTable<NameKind.Clock, ClockConduct>
    /// Of a clock that the definition does not name.
    private let ofStrangers: ClockConduct

    /// Works out a state of a definition.
    init(_ state: StateDefinition, named name: StateName, of definition: WorkflowDefinition) {
        self.definition = state
        starts = state.isFinal ? [] : state.clocks.map { ($0, definition.clocks[$0]) }
        ofStrangers = state.conduct(pauses: false, runs: false)
        var conducts: [ClockName: ClockConduct] = [:]
        for clock in Set(definition.clocks.keys).union(state.clocks).union(state.keeps) {
            conducts[clock] = state.conduct(
                pauses: definition.clocks[clock]?.pauses.contains(name) ?? false,
                runs: state.clocks.contains(clock) || state.keeps.contains(clock)
            )
        }
        self.conducts = NameTable(conducts)
    }

    /// What becomes of a clock on entering.
    func conduct(of clock: ClockName) -> ClockConduct { conducts[clock] ?? ofStrangers }
}

extension StateDefinition {
    /// Those paused stand still, those run or kept go on, the others end.
    ///
    /// An aside ends none.
    fileprivate func conduct(pauses: Bool, runs: Bool) -> ClockConduct {
        if isFinal { return .ends }
        if pauses { return .pauses }
        return runs || isAside ? .goesOn : .ends
    }
}
