/// Proofs that a ticket hears of its children, and that no clock makes any.
extension WorkflowDefinition {
    func childProblems() -> [Problem] {
        let makers = actionsWithPaths.filter { $0.action.allEffects.contains(where: \.makesTickets) }
        let parents = makers.filter { $0.action.allEffects.contains(where: \.makesChildren) }
        let heard = parents.isEmpty && childEnded == nil ? [] : unheard(parents.map(\.path))
        return heard + makers.flatMap { _, action, path in byClock(action, path) } + deafToParents()
    }

    /// What the ticket that it was made for has to say can come whenever it is open.
    private func deafToParents() -> [Problem] {
        actionsWithPaths.compactMap { _, action, path in
            guard action.from != .new, action.by.contains(where: { $0.relation == .parent }),
                action.from != .open || !action.needs.isEmpty || !action.guards.isEmpty
            else { return nil }
            return finding(
                "parent_unheard",
                path,
                zh: "主单告知随时会来：须在任何未结状态都能做，且不带条件和必填项",
                en: "its matter may tell it at any time: in every open state, without condition or need"
            )
        }
    }

    private func unheard(_ paths: [String]) -> [Problem] {
        guard let name = childEnded else {
            return [
                finding(
                    "children_unheard",
                    paths.first ?? "child_ended",
                    zh: "任务结束时没有动作接应（child_ended）",
                    en: "no act hears of the end of what is made here (child_ended)"
                )
            ]
        }
        guard let action = actions[name] else {
            return [
                finding("unknown_action", "child_ended", zh: "没有名为“\(name)”的动作", en: "no action is called “\(name)”")
            ]
        }
        let isHeard = action.from == .open && action.by.contains { $0.relation == .child } && action.needs.isEmpty
        guard isHeard, action.guards.isEmpty else {
            return [
                finding(
                    "children_unheard",
                    "actions.\(name)",
                    zh: "须在任何未结状态都能由任务做，且不带条件和必填项",
                    en: "a child must be able to do it in every open state, without condition or need"
                )
            ]
        }
        return []
    }

    /// A clock has no ids to give.
    private func byClock(_ action: ActionDefinition, _ path: String) -> [Problem] {
        guard action.by.contains(where: { [.clock, .child, .parent].contains($0.relation) }) || action.from == .new
        else {
            return []
        }
        return [
            finding(
                "clock_makes_children",
                "\(path).effects",
                zh: "时限和上报不能派出任务",
                en: "only people make tasks, of a ticket that is there"
            )
        ]
    }
}

extension Effect {
    fileprivate var makesChildren: Bool {
        guard case .spawn = self else { return false }
        return true
    }

    fileprivate var makesTickets: Bool {
        switch self {
        case .spawn, .split: true
        case .elevate, .sendDown, .assignLead, .dismissLead, .workInside, .workOutside, .bind, .release, .claim,
            .decideClaims, .link,
            .reclassify, .extend, .set, .remember, .count, .reset, .restart, .stop, .tell:
            false
        }
    }
}
