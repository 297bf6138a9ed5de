/// Proofs that merged tickets hear of each other, and that what is split off can begin.
extension WorkflowDefinition {
    func linkProblems() -> [Problem] {
        let linking = actionsWithPaths.filter { $0.action.allEffects.contains(where: \.merges) }
        return mergingProblems(isUsed: linking.first?.path) + splitProblems()
            + linking.flatMap { byNobody($0.action, $0.path) }
    }

    private func mergingProblems(isUsed path: String?) -> [Problem] {
        guard let merging else {
            return path.map {
                [
                    finding(
                        "merged_unheard",
                        $0,
                        zh: "并单后没有动作接应（merging）",
                        en: "no act hears of merged tickets (merging)"
                    )
                ]
            } ?? []
        }
        return heard(merging.takenIn, "taken_in", by: .merged) + heard(merging.givenUp, "given_up", by: .merged)
            + heard(merging.mainEnded, "main_ended", by: .main)
            + merging.clocks.filter { clocks[$0] == nil }.map {
                finding("unknown_clock", "merging.clocks", zh: "没有名为“\($0)”的时限", en: "no clock is called “\($0)”")
            }
    }

    /// Such news can come whenever the ticket is open: the act that hears of them must be possible then.
    private func heard(_ name: ActionName, _ key: String, by relation: Relation) -> [Problem] {
        guard let action = actions[name] else {
            return [
                finding("unknown_action", "merging.\(key)", zh: "没有名为“\(name)”的动作", en: "no action is called “\(name)”")
            ]
        }
        let merged = mergedStates
        let isWide =
            switch action.from {
            case .open: true
            case .new: false
            case .states(let origins): relation == .main && origins.isSuperset(of: merged)
            }
        guard isWide, action.by.contains(where: { $0.relation == relation }), action.needs.isEmpty,
            action.guards.isEmpty
        else {
            return [
                finding(
                    "merged_unheard",
                    "actions.\(name)",
                    zh: "须在相应的任何状态都能做，且不带条件和必填项",
                    en: "it must be possible in every such state, without condition or need"
                )
            ]
        }
        return []
    }

    /// The states in which tickets wait for the one that they are merged into.
    private var mergedStates: Set<StateName> {
        var states: Set<StateName> = []
        for action in actions.values {
            for way in action.cases where (action.effects + way.effects).contains(where: \.takesIn) {
                if let state = way.to { states.insert(state) }
            }
        }
        return states
    }

    private func splitProblems() -> [Problem] {
        actionsWithPaths.flatMap { _, action, path in
            action.allEffects.compactMap { effect -> Problem? in
                guard case .split(let part) = effect, actions[part.act]?.from != .new else { return nil }
                return finding(
                    "split_cannot_begin",
                    "\(path).effects",
                    zh: "“\(part.act)”不能新建工单",
                    en: "“\(part.act)” makes no new ticket"
                )
            }
        }
    }

    /// Only a command that names the other ticket has it locked: a clock names none.
    private func byNobody(_ action: ActionDefinition, _ path: String) -> [Problem] {
        guard action.from == .new || action.by.contains(where: \.relation.isNobody) else { return [] }
        return [
            finding(
                "clock_merges",
                "\(path).effects",
                zh: "只有人能并单、拆回，且不在上报时",
                en: "only people merge and part, and only tickets that are there"
            )
        ]
    }
}

extension Relation {
    fileprivate var isNobody: Bool { [.clock, .child, .parent, .main, .merged].contains(self) }
}

extension Effect {
    fileprivate var merges: Bool {
        switch self {
        case .link(.merge), .link(.part): true
        case .link(.repeats), .elevate, .sendDown, .assignLead, .dismissLead, .workInside, .workOutside, .bind,
            .release,
            .spawn, .split, .claim, .decideClaims, .reclassify, .extend, .set, .remember, .count, .reset, .restart,
            .stop, .tell:
            false
        }
    }

    fileprivate var takesIn: Bool {
        guard case .link(.merge) = self else { return false }
        return true
    }
}
