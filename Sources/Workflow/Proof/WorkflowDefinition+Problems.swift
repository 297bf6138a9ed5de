/// What can be proved of a definition before a ticket runs by it. A finding names the place and, where there is
/// one, the path that shows it. Anything that `Machine` relies on is checked here.
extension WorkflowDefinition {
    /// All findings; none: the definition may be published.
    public func problems() -> [Problem] {
        let references = unknownNames()
        // The other proofs walk the names; with names that nothing bears they would only repeat the finding.
        guard references.isEmpty else { return references }
        return reachabilityProblems() + conditionProblems() + filingProblems() + waitingProblems() + timerProblems()
            + childProblems() + linkProblems() + ownerProblems() + vainProblems()
    }

    /// Acts in the order of their names, each with the path of its place.
    var actionsWithPaths: [(name: ActionName, action: ActionDefinition, path: String)] {
        actions.sorted { $0.key < $1.key }.map { ($0.key, $0.value, "actions.\($0.key)") }
    }

    func finding(_ code: String, _ path: String, zh: String, en: String) -> Problem {
        Problem(code: code, path: path, message: Bilingual(zh: zh, en: en))
    }

    /// The acts that make a ticket.
    var births: [ActionName] {
        actions.filter { $0.value.from == .new }.keys.sorted()
    }

    /// The states from which a case of an act can be taken: those that its condition on states leaves, without those
    /// that an earlier case takes whatever else holds.
    func origins(of action: ActionDefinition, case index: Int) -> Set<StateName> {
        var origins = origins(of: action)
        for earlier in action.cases.prefix(index) {
            if earlier.when.count == 1, case .state(let states)? = earlier.when.first { origins.subtract(states) }
        }
        for case .state(let states) in action.cases[index].when { origins.formIntersection(states) }
        return origins
    }

    /// The states that an act can begin in.
    func origins(of action: ActionDefinition) -> Set<StateName> {
        switch action.from {
        case .new: []
        case .open: Set(states.filter { !$0.value.isFinal }.keys)
        case .states(let names): names
        }
    }
}
