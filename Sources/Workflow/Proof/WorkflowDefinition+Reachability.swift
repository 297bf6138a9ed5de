/// Proofs that every state can be reached, and that every life can end.
extension WorkflowDefinition {
    private func edges() -> [StateName: Set<StateName>] {
        var edges: [StateName: Set<StateName>] = [:]
        for action in actions.values {
            for origin in origins(of: action) { edges[origin, default: []].formUnion(action.cases.compactMap(\.to)) }
        }
        return edges
    }

    func reachabilityProblems() -> [Problem] {
        let edges = edges()
        let starts = Set(births.flatMap { actions[$0]?.cases.compactMap(\.to) ?? [] })
        guard !starts.isEmpty else {
            return [finding("no_beginning", "actions", zh: "没有产生工单的动作", en: "no act makes a ticket")]
        }
        let reached = Self.closure(of: starts, along: edges)
        let finals = Set(states.filter(\.value.isFinal).keys)
        let ending = Self.closure(of: finals, along: Self.reversed(edges))
        var problems = movesAfterEnd()
        for state in states.keys.sorted() {
            if !reached.contains(state) {
                problems.append(
                    finding("unreachable_state", "states.\(state)", zh: "到不了这个状态", en: "no path leads to this state")
                )
            }
            if !ending.contains(state) {
                problems.append(
                    finding("no_way_out", "states.\(state)", zh: "从这里走不到终点", en: "no path from here ends")
                )
            }
        }
        return problems
    }

    /// A closed ticket never opens again: doing it again is a state of its own, before the end.
    private func movesAfterEnd() -> [Problem] {
        actionsWithPaths.compactMap { _, action, path in
            let ends = origins(of: action).filter { states[$0]?.isFinal == true }.sorted()
            guard let end = ends.first, action.cases.contains(where: { $0.to != nil }) else { return nil }
            return finding("life_after_end", "\(path).from", zh: "“\(end)”已是终点", en: "life has ended in “\(end)”")
        }
    }

    private static func closure(of starts: Set<StateName>, along edges: [StateName: Set<StateName>]) -> Set<StateName> {
        var found = starts
        var open = Array(starts)
        while let state = open.popLast() {
            for next in edges[state] ?? [] where found.insert(next).inserted { open.append(next) }
        }
        return found
    }

    private static func reversed(_ edges: [StateName: Set<StateName>]) -> [StateName: Set<StateName>] {
        var reversed: [StateName: Set<StateName>] = [:]
        for (from, targets) in edges {
            for target in targets { reversed[target, default: []].insert(from) }
        }
        return reversed
    }
}
