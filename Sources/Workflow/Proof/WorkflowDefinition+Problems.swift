/// What can be proved of a definition before a ticket runs by it. A finding names the place and, where there is
/// one, the path that shows it. Anything that `Machine` relies on is checked here.
extension WorkflowDefinition {
    /// All findings; none: the definition may be published.
    public func problems() -> [Problem] {
        let references = unknownNames()
        // The proofs walk the names; with names that nothing bears they would only repeat the finding.
        guard references.isEmpty else { return references }
        return reachabilityProblems() + waitingProblems() + timerProblems()
    }

    func finding(_ code: String, _ path: String, zh: String, en: String) -> Problem {
        Problem(code: code, path: path, message: Bilingual(zh: zh, en: en))
    }

    /// The acts that make a ticket.
    var births: [ActionName] {
        actions.filter { $0.value.from == .new }.keys.sorted()
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

extension WorkflowDefinition {
    // MARK: - Names that nothing bears

    private func unknownNames() -> [Problem] {
        var problems: [Problem] = []
        for (name, state) in states.sorted(by: { $0.key < $1.key }) {
            for clock in state.clocks + state.keeps where clocks[clock] == nil {
                problems.append(unknown("clock", clock.text, "states.\(name).clocks", zh: "时限"))
            }
        }
        for (name, clock) in clocks.sorted(by: { $0.key < $1.key }) { problems += unknownNames(name, clock) }
        for (name, rungs) in ladders.sorted(by: { $0.key < $1.key }) {
            for act in rungs.compactMap(\.act) where actions[act] == nil {
                problems.append(unknown("action", act.text, "ladders.\(name)", zh: "动作"))
            }
        }
        for (name, action) in actions.sorted(by: { $0.key < $1.key }) { problems += unknownNames(name, action) }
        return problems
    }

    private func unknown(_ kind: String, _ name: String, _ path: String, zh: String) -> Problem {
        finding("unknown_\(kind)", path, zh: "没有名为“\(name)”的\(zh)", en: "no \(kind) is called “\(name)”")
    }

    private func unknownNames(_ name: ClockName, _ clock: ClockDefinition) -> [Problem] {
        var problems: [Problem] = []
        if let ladder = clock.ladder, ladders[ladder] == nil {
            problems.append(unknown("ladder", ladder.text, "clocks.\(name).ladder", zh: "升级阶梯"))
        }
        for state in clock.pauses where states[state] == nil {
            problems.append(unknown("state", state.text, "clocks.\(name).pauses", zh: "状态"))
        }
        return problems
    }

    private func unknownNames(_ name: ActionName, _ action: ActionDefinition) -> [Problem] {
        let path = "actions.\(name)"
        var problems: [Problem] = []
        if case .states(let origins) = action.from {
            for state in origins.sorted() where states[state] == nil {
                problems.append(unknown("state", state.text, "\(path).from", zh: "状态"))
            }
        }
        for state in action.cases.compactMap(\.to) where states[state] == nil {
            problems.append(unknown("state", state.text, "\(path).to", zh: "状态"))
        }
        for field in action.needs + action.may where fields[field] == nil {
            problems.append(unknown("field", field.text, "\(path).needs", zh: "字段"))
        }
        for effect in action.effects + action.cases.flatMap(\.effects) {
            switch effect {
            case .restart(let clock), .stop(let clock):
                if clocks[clock] == nil { problems.append(unknown("clock", clock.text, "\(path).effects", zh: "时限")) }
            case .elevate, .assignLead, .reclassify, .remember, .count, .tell: break
            }
        }
        return problems
    }
}

extension WorkflowDefinition {
    // MARK: - Every state can be reached, and every state can end

    private func edges() -> [StateName: Set<StateName>] {
        var edges: [StateName: Set<StateName>] = [:]
        for action in actions.values {
            for origin in origins(of: action) { edges[origin, default: []].formUnion(action.cases.compactMap(\.to)) }
        }
        return edges
    }

    private func reachabilityProblems() -> [Problem] {
        let edges = edges()
        let starts = Set(births.flatMap { actions[$0]?.cases.compactMap(\.to) ?? [] })
        guard !starts.isEmpty else {
            return [finding("no_beginning", "actions", zh: "没有产生工单的动作", en: "no act makes a ticket")]
        }
        let reached = Self.closure(of: starts, along: edges)
        let finals = Set(states.filter(\.value.isFinal).keys)
        let ending = Self.closure(of: finals, along: Self.reversed(edges))
        var problems: [Problem] = []
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

extension WorkflowDefinition {
    // MARK: - Nobody waits for ever, and no timer fires in vain

    /// Every state that is not final runs a clock whose expiry somebody hears of or that acts.
    private func waitingProblems() -> [Problem] {
        states.sorted { $0.key < $1.key }.compactMap { name, state in
            guard !state.isFinal else { return nil }
            let heard = state.clocks.contains { clock in
                (clocks[clock]?.ladder).flatMap { ladders[$0] }?.isEmpty == false
            }
            guard !heard else { return nil }
            return finding(
                "waits_for_ever",
                "states.\(name).clocks",
                zh: "这个状态没有会升级的时限",
                en: "no clock with a ladder runs in this state"
            )
        }
    }

    /// An act that a ladder does must be the clock's to do, in every state where the clock can run, and need nothing.
    private func timerProblems() -> [Problem] {
        var problems: [Problem] = []
        for (clock, definition) in clocks.sorted(by: { $0.key < $1.key }) {
            let running = states.filter { $0.value.clocks.contains(clock) || $0.value.keeps.contains(clock) }.keys
                .sorted()
            let acts = definition.ladder.flatMap { ladders[$0] }?.compactMap(\.act) ?? []
            for act in acts {
                guard let action = actions[act] else { continue }
                problems += timerProblems(clock, act, action, running)
            }
        }
        return problems
    }

    private func timerProblems(
        _ clock: ClockName,
        _ act: ActionName,
        _ action: ActionDefinition,
        _ running: [StateName]
    ) -> [Problem] {
        var problems: [Problem] = []
        if !action.by.contains(where: { $0.relation == .clock }) {
            problems.append(
                finding(
                    "not_for_clock",
                    "actions.\(act).by",
                    zh: "时限“\(clock)”不能做这个动作",
                    en: "the clock “\(clock)” may not do it"
                )
            )
        }
        if let need = action.needs.first {
            problems.append(
                finding(
                    "clock_has_no_need",
                    "actions.\(act).needs",
                    zh: "时限给不出“\(need)”",
                    en: "a clock cannot give “\(need)”"
                )
            )
        }
        let origins = origins(of: action)
        for state in running where !origins.contains(state) {
            problems.append(
                finding(
                    "timer_into_nothing",
                    "states.\(state).clocks",
                    zh: "时限“\(clock)”在此到期要“\(action.title.zh)”，但这里不能",
                    en: "“\(clock)” expires here and wants “\(action.title.en)”, which this state does not know"
                )
            )
        }
        return problems
    }
}
