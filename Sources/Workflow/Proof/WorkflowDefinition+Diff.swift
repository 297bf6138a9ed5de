/// What is different in a new version of a definition.
extension WorkflowDefinition {
    /// The differences, the weightiest first, then by path.
    ///
    /// - Parameter old: the version before.
    /// - Returns: none where both mean the same.
    public func changes(since old: WorkflowDefinition) -> [DefinitionChange] {
        let changes =
            headChanges(old) + stateChanges(old) + clockChanges(old) + fieldChanges(old) + actionChanges(old)
            + ladderChanges(old)
        return changes.sorted { ($1.weight, $0.path, $0.code) < ($0.weight, $1.path, $1.code) }
    }

    private func headChanges(_ old: WorkflowDefinition) -> [DefinitionChange] {
        var changes: [DefinitionChange] = []
        if name != old.name {
            changes.append(.of(.breaking, "other_definition", "definition", zh: "另一个定义", en: "another definition"))
        }
        for kind in old.ladder where !ladder.contains(kind) {
            changes.append(
                .of(.breaking, "level_gone", "ladder", zh: "层级“\(kind)”没有了", en: "the level “\(kind)” is gone")
            )
        }
        let order = ladder.filter { old.ladder.contains($0) }
        if order != old.ladder.filter({ ladder.contains($0) }) {
            changes.append(
                .of(.breaking, "levels_moved", "ladder", zh: "层级次序变了", en: "the levels are in another order")
            )
        }
        for kind in ladder where !old.ladder.contains(kind) {
            changes.append(.of(.compatible, "level_new", "ladder", zh: "新层级“\(kind)”", en: "a new level “\(kind)”"))
        }
        if leads != old.leads {
            changes.append(.of(.compatible, "leads_changed", "leads", zh: "可主办的单位变了", en: "others may lead"))
        }
        if owners != old.owners {
            changes.append(
                .of(.compatible, "owners_changed", "owners", zh: "责任人的定法变了", en: "others become personally responsible")
            )
        }
        if old.childEnded != nil, childEnded == nil {
            changes.append(
                .of(
                    .breaking,
                    "children_unheard",
                    "child_ended",
                    zh: "不再接应任务的结束",
                    en: "the end of tasks is heard no more"
                )
            )
        }
        if passingOn != old.passingOn {
            changes.append(
                .of(.compatible, "passing_changed", "passes_on", zh: "告知任务的内容变了", en: "tasks are told otherwise")
            )
        }
        if old.merging != nil, merging == nil {
            changes.append(
                .of(.breaking, "merged_unheard", "merging", zh: "不再有并单", en: "merged tickets are heard no more")
            )
        }
        return changes
    }
}

extension WorkflowDefinition {
    // MARK: - States and clocks

    private func stateChanges(_ old: WorkflowDefinition) -> [DefinitionChange] {
        compare(old.states, states, "states") { path, before, after in
            guard let after else {
                return [.of(.needsMapping, "state_gone", path, zh: "状态没有了", en: "the state is gone")]
            }
            guard let before else { return [.of(.compatible, "state_new", path, zh: "新状态", en: "a new state")] }
            guard before.isFinal == after.isFinal else {
                return [.of(.breaking, "end_moved", path, zh: "终点变了", en: "where life ends has changed")]
            }
            var changes: [DefinitionChange] = []
            if before.isAside != after.isAside {
                changes.append(
                    .of(.needsMapping, "aside_changed", path, zh: "旁支状态变了", en: "whether it leads back has changed")
                )
            }
            if before.responsible != after.responsible || before.hand != after.hand {
                changes.append(
                    .of(.needsMapping, "holder_changed", path, zh: "责任方变了", en: "another party answers or acts")
                )
            }
            if Set(before.clocks) != Set(after.clocks) || Set(before.keeps) != Set(after.keeps) {
                changes.append(.of(.needsMapping, "clocks_of_state", path, zh: "这里的时限变了", en: "other clocks run here"))
            }
            if before.title != after.title || before.meaning != after.meaning {
                changes.append(.of(.compatible, "words_changed", path, zh: "文字变了", en: "its words have changed"))
            }
            return changes
        }
    }

    private func clockChanges(_ old: WorkflowDefinition) -> [DefinitionChange] {
        compare(old.clocks, clocks, "clocks") { path, before, after in
            guard let after else {
                return [.of(.needsMapping, "clock_gone", path, zh: "时限没有了", en: "the clock is gone")]
            }
            guard let before else { return [.of(.compatible, "clock_new", path, zh: "新时限", en: "a new clock")] }
            var changes: [DefinitionChange] = []
            if before.limit != after.limit || before.isWindow != after.isWindow {
                changes.append(.of(.needsMapping, "limit_changed", path, zh: "时限长短变了", en: "its limit has changed"))
            }
            if before.pauses != after.pauses {
                changes.append(
                    .of(.needsMapping, "pauses_changed", path, zh: "暂停的状态变了", en: "it stands still elsewhere")
                )
            }
            let rest = [before.warnings != after.warnings, before.warn != after.warn, before.ladder != after.ladder]
            if rest.contains(true) || before.title != after.title || before.lamp != after.lamp {
                changes.append(
                    .of(.compatible, "clock_changed", path, zh: "预警或升级变了", en: "its warnings or ladder changed")
                )
            }
            return changes
        }
    }

    private func ladderChanges(_ old: WorkflowDefinition) -> [DefinitionChange] {
        compare(old.ladders, ladders, "ladders") { path, before, after in
            guard let after else {
                return [.of(.compatible, "ladder_gone", path, zh: "升级阶梯没有了", en: "the ladder is gone")]
            }
            guard let before else { return [.of(.compatible, "ladder_new", path, zh: "新升级阶梯", en: "a new ladder")] }
            guard before != after else { return [] }
            // A ticket on a step that is not there any more would stand still.
            let weight: DefinitionChange.Weight = after.count < before.count ? .needsMapping : .compatible
            return [.of(weight, "ladder_changed", path, zh: "升级各级变了", en: "its steps have changed")]
        }
    }
}

extension WorkflowDefinition {
    // MARK: - Fields and acts

    private func fieldChanges(_ old: WorkflowDefinition) -> [DefinitionChange] {
        compare(old.fields, fields, "fields") { path, before, after in
            guard let after else {
                let weight: DefinitionChange.Weight = before?.keep == true ? .needsMapping : .compatible
                return [.of(weight, "field_gone", path, zh: "字段没有了", en: "the field is gone")]
            }
            guard let before else { return [.of(.compatible, "field_new", path, zh: "新字段", en: "a new field")] }
            if case .choice(let from) = before.form, case .choice(let to) = after.form {
                let gone = from.keys.filter { to[$0] == nil }.sorted()
                guard gone.isEmpty else {
                    let weight: DefinitionChange.Weight = before.keep ? .needsMapping : .compatible
                    let list = gone.joined(separator: ", ")
                    return [.of(weight, "choices_gone", path, zh: "少了选项 \(list)", en: "choices are gone: \(list)")]
                }
                return before == after
                    ? [] : [.of(.compatible, "field_changed", path, zh: "字段变了", en: "the field has changed")]
            }
            guard before != after else { return [] }
            let weight: DefinitionChange.Weight =
                before.keep && before.form != after.form ? .needsMapping : .compatible
            return [.of(weight, "field_changed", path, zh: "字段变了", en: "the field has changed")]
        }
    }

    private func actionChanges(_ old: WorkflowDefinition) -> [DefinitionChange] {
        compare(old.actions, actions, "actions") { path, before, after in
            guard let after else { return [.of(.compatible, "act_gone", path, zh: "动作没有了", en: "the act is gone")] }
            guard let before else { return [.of(.compatible, "act_new", path, zh: "新动作", en: "a new act")] }
            return before == after ? [] : [.of(.compatible, "act_changed", path, zh: "动作变了", en: "the act has changed")]
        }
    }

    private func compare<Kind, Part>(
        _ old: [Name<Kind>: Part],
        _ new: [Name<Kind>: Part],
        _ section: String,
        _ body: (String, Part?, Part?) -> [DefinitionChange]
    ) -> [DefinitionChange] {
        Set(old.keys).union(new.keys).sorted().flatMap { body("\(section).\($0)", old[$0], new[$0]) }
    }
}

extension DefinitionChange {
    fileprivate static func of(
        _ weight: Weight,
        _ code: String,
        _ path: String,
        zh: String,
        en: String
    ) -> DefinitionChange {
        DefinitionChange(weight: weight, code: code, path: path, message: Bilingual(zh: zh, en: en))
    }
}
