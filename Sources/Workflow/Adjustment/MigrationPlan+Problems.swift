/// What can be told of a plan before a ticket is looked at.
extension MigrationPlan {
    /// All findings against the versions that it names; none: it can be tried on tickets.
    ///
    /// - Parameter versions: the published versions of its definition.
    /// - Returns: problems with their place in the plan.
    public func problems(_ versions: [Int: WorkflowDefinition]) -> [Problem] {
        var problems: [Problem] = []
        for (index, version) in from.enumerated() where versions[version] == nil {
            problems.append(unknownVersion(version, "from[\(index)]"))
        }
        if from.contains(to) {
            problems.append(finding("same_version", "to", zh: "目标版本也在 from 里", en: "“to” is also among “from”"))
        }
        guard let new = versions[to] else { return problems + [unknownVersion(to, "to")] }
        let olds = from.compactMap { versions[$0] }
        return problems + unknownNames(olds, new)
            + olds.flatMap { stateProblems($0, new) + clockProblems($0, new) }.unique
            + keepsakeProblems(olds, new)
    }

    private func finding(_ code: String, _ path: String, zh: String, en: String) -> Problem {
        Problem(code: code, path: path, message: Bilingual(zh: zh, en: en))
    }

    private func unknownVersion(_ version: Int, _ path: String) -> Problem {
        finding(
            "unknown_version",
            path,
            zh: "没有发布过 \(definition)@\(version)",
            en: "\(definition)@\(version) was never published"
        )
    }

    private func unknown(_ kind: String, _ name: String, _ path: String, zh: String) -> Problem {
        finding("unknown_\(kind)", path, zh: "没有名为“\(name)”的\(zh)", en: "no \(kind) is called “\(name)”")
    }

    /// Names that no version bears.
    private func unknownNames(_ olds: [WorkflowDefinition], _ new: WorkflowDefinition) -> [Problem] {
        var problems: [Problem] = []
        for (old, state) in states.sorted(by: { $0.key < $1.key }) {
            if olds.allSatisfy({ $0.states[old] == nil }) {
                problems.append(unknown("state", old.text, "states.\(old)", zh: "状态"))
            }
            if new.states[state] == nil { problems.append(unknown("state", state.text, "states.\(old)", zh: "状态")) }
        }
        for (old, rule) in clocks.sorted(by: { $0.key < $1.key }) {
            if olds.allSatisfy({ $0.clocks[old] == nil }) {
                problems.append(unknown("clock", old.text, "clocks.\(old)", zh: "时限"))
            }
            if rule.how != .drop, new.clocks[rule.to] == nil {
                problems.append(unknown("clock", rule.to.text, "clocks.\(old)", zh: "时限"))
            }
        }
        return problems
    }
}

extension MigrationPlan {
    // MARK: - States and clocks

    /// Every state in which a ticket can be alive needs one that answers to it.
    private func stateProblems(_ old: WorkflowDefinition, _ new: WorkflowDefinition) -> [Problem] {
        old.states.sorted { $0.key < $1.key }.compactMap { name, before in
            guard !before.isFinal else {
                return states[name] == nil
                    ? nil
                    : finding("source_final", "states.\(name)", zh: "“\(name)”已是终点", en: "life has ended in “\(name)”")
            }
            guard let after = new.states[state(name)] else {
                // One that the plan names is told as an unknown name.
                return states[name] != nil
                    ? nil
                    : finding(
                        "state_unmapped",
                        "states.\(name)",
                        zh: "新版本没有“\(name)”，须写明对应哪个状态",
                        en: "the new version has no “\(name)”; say which state answers to it"
                    )
            }
            guard !after.isFinal else {
                return finding(
                    "target_final",
                    "states.\(name)",
                    zh: "“\(state(name))”是终点，迁移不结束工单",
                    en: "life ends in “\(state(name))”, and a migration ends no ticket"
                )
            }
            guard before.isAside || !after.isAside else {
                return finding(
                    "no_way_back",
                    "states.\(name)",
                    zh: "“\(state(name))”是旁支状态，没有来处可回",
                    en: "“\(state(name))” is an aside, and there is no way back"
                )
            }
            return nil
        }
    }

    /// Every clock goes somewhere, and no two to the same.
    private func clockProblems(_ old: WorkflowDefinition, _ new: WorkflowDefinition) -> [Problem] {
        var problems: [Problem] = []
        var taken: [ClockName: ClockName] = [:]
        for name in old.clocks.keys.sorted() {
            let rule = rule(name)
            guard rule.how != .drop else { continue }
            if clocks[name] == nil, new.clocks[name] == nil {
                problems.append(
                    finding(
                        "clock_unmapped",
                        "clocks.\(name)",
                        zh: "新版本没有“\(name)”，须写明对应哪个时限或舍去",
                        en: "the new version has no “\(name)”; say which clock answers to it, or drop it"
                    )
                )
            }
            if let other = taken.updateValue(name, forKey: rule.to) {
                problems.append(
                    finding(
                        "clock_twice",
                        "clocks.\(name)",
                        zh: "“\(other)”和“\(name)”都成为“\(rule.to)”",
                        en: "both “\(other)” and “\(name)” become “\(rule.to)”"
                    )
                )
            }
        }
        return problems
    }
}

extension MigrationPlan {
    // MARK: - What tickets keep

    /// What an old version keeps and the new one does not know is dropped by name, or not at all.
    private func keepsakeProblems(_ olds: [WorkflowDefinition], _ new: WorkflowDefinition) -> [Problem] {
        names("fact", "facts", zh: "字段", droppedFacts, olds.map(\.keptFields), new.keptFields)
            + names("counter", "counters", zh: "计数", droppedCounters, olds.map(\.counterNames), new.counterNames)
            + names("mark", "marks", zh: "标记", droppedMarks, olds.map(\.markNames), new.markNames)
    }

    private func names<Kind>(
        _ kind: String,
        _ key: String,
        zh: String,
        _ dropped: Set<Name<Kind>>,
        _ olds: [Set<Name<Kind>>],
        _ new: Set<Name<Kind>>
    ) -> [Problem] {
        let known = olds.reduce(into: Set<Name<Kind>>()) { $0.formUnion($1) }
        let strangers = dropped.subtracting(known).sorted().map { unknown(kind, $0.text, "drop.\(key)", zh: zh) }
        let lost = known.subtracting(new).subtracting(dropped).sorted().map { name in
            finding(
                "\(kind)_unmapped",
                "drop.\(key)",
                zh: "新版本不认识\(zh)“\(name)”，须写明舍去",
                en: "the new version does not know the \(kind) “\(name)”; drop it by name"
            )
        }
        return strangers + lost
    }
}

extension [Problem] {
    /// Each once: several versions can lack the same.
    fileprivate var unique: [Problem] {
        var seen: Set<Problem> = []
        return filter { seen.insert($0).inserted }
    }
}
