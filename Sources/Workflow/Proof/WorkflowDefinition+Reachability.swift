/// Proofs that every state can be reached, and that every life can end.
extension WorkflowDefinition {
    /// Where a ticket can stand: a state, and in an aside the state that it leads back to.
    private struct Stand: Hashable {
        let state: StateName
        var back: StateName?
    }

    /// All stands that can be reached from where tickets are made, each with the stands that follow upon it.
    private func stands() -> [Stand: Set<Stand>] {
        var edges: [Stand: Set<Stand>] = [:]
        let births = births.flatMap { actions[$0]?.cases.compactMap(\.to) ?? [] }
        var open = births.map { Stand(state: $0) }
        let ways = waysByOrigin()
        while let here = open.popLast() {
            guard edges[here] == nil else { continue }
            edges[here] = Set((ways[here.state] ?? []).compactMap { follow($0, from: here) })
            open += edges[here, default: []]
        }
        return edges
    }

    private func follow(_ way: ActionDefinition.Case, from here: Stand) -> Stand? {
        if way.isBack { return here.back.map { Stand(state: $0) } }
        guard let to = way.to else { return nil }
        guard states[to]?.isAside == true else { return Stand(state: to) }
        return Stand(state: to, back: here.back ?? here.state)
    }

    private func waysByOrigin() -> [StateName: [ActionDefinition.Case]] {
        var ways: [StateName: [ActionDefinition.Case]] = [:]
        for action in actions.values {
            for (index, way) in action.cases.enumerated() where way.isBack || way.to != nil {
                for origin in origins(of: action, case: index) { ways[origin, default: []].append(way) }
            }
        }
        return ways
    }

    /// For each aside the states that it can lead back to.
    func entrances() -> [StateName: Set<StateName>] {
        stands().keys.reduce(into: [:]) { found, stand in
            if let back = stand.back { found[stand.state, default: []].insert(back) }
        }
    }

    func reachabilityProblems() -> [Problem] {
        let edges = stands()
        guard !edges.isEmpty else {
            return [finding("no_beginning", "actions", zh: "没有产生工单的动作", en: "no act makes a ticket")]
        }
        let ending = Self.sources(of: edges.keys.filter { states[$0.state]?.isFinal == true }, along: edges)
        let reached = Set(edges.keys.map(\.state))
        let stuck = Set(edges.keys.filter { !ending.contains($0) }.map(\.state))
        var problems = movesAfterEnd() + backProblems()
        for state in states.keys.sorted() {
            if !reached.contains(state) {
                problems.append(
                    finding("unreachable_state", "states.\(state)", zh: "到不了这个状态", en: "no path leads to this state")
                )
            }
            if stuck.contains(state) {
                problems.append(
                    finding("no_way_out", "states.\(state)", zh: "从这里走不到终点", en: "no path from here ends")
                )
            }
        }
        return problems
    }

    /// Nothing leads back but from an aside.
    private func backProblems() -> [Problem] {
        actionsWithPaths.compactMap { _, action, path in
            let back = action.cases.indices.filter { action.cases[$0].isBack }
            guard !back.isEmpty else { return nil }
            let stray = back.flatMap { origins(of: action, case: $0) }.filter { states[$0]?.isAside != true }.min()
            guard let stray = stray ?? (action.from == .new ? "new" : nil) else { return nil }
            return finding(
                "back_to_nowhere",
                "\(path).to",
                zh: "“\(stray)”不是旁支状态，没有来处可回",
                en: "“\(stray)” is no aside: there is nothing to go back to"
            )
        }
    }

    /// A closed ticket never opens again: doing it again is a state of its own, before the end.
    private func movesAfterEnd() -> [Problem] {
        actionsWithPaths.compactMap { _, action, path in
            let ends = origins(of: action).filter { states[$0]?.isFinal == true }.sorted()
            guard let end = ends.first, action.cases.contains(where: { $0.to != nil || $0.isBack }) else { return nil }
            return finding("life_after_end", "\(path).from", zh: "“\(end)”已是终点", en: "life has ended in “\(end)”")
        }
    }

    /// Everything from which one of these can be come to.
    private static func sources(of ends: [Stand], along edges: [Stand: Set<Stand>]) -> Set<Stand> {
        var reversed: [Stand: [Stand]] = [:]
        for (from, targets) in edges {
            for target in targets { reversed[target, default: []].append(from) }
        }
        var found = Set(ends)
        var open = ends
        while let stand = open.popLast() {
            for from in reversed[stand] ?? [] where found.insert(from).inserted { open.append(from) }
        }
        return found
    }
}
