/// What stands beside nodes and edges of a drawn definition, in one language.
struct GraphCaptions {
    let definition: WorkflowDefinition
    let language: Language
    /// Stands behind an act that the clock does; each form of output has its own.
    let clockMark: String
    /// Whether limits are told as people say them; a picture has no room for that, and has `2wd`.
    var limitsInWords = false
    /// What kinds of unit are called, by whoever knows; their names where nobody does.
    var kind: (UnitKind) -> String = { $0.text }

    /// Between things of one list.
    var comma: String { Bilingual(zh: "、", en: ", ")(language) }

    /// An act, whatever its case.
    func label(_ action: ActionDefinition, isByClock: Bool) -> String {
        isByClock ? "\(action.title(language))\(clockMark)" : action.title(language)
    }

    /// One way of an act, with the condition that leads there.
    func label(_ action: ActionDefinition, caseAt index: Int, isByClock: Bool) -> String {
        let label = label(action, isByClock: isByClock)
        guard action.cases.count > 1 else { return label }
        let conditions = action.cases[index].when.map(caption)
        let otherwise = Bilingual(zh: "其他", en: "otherwise")(language)
        return "\(label) [\(conditions.isEmpty ? otherwise : conditions.joined(separator: " & "))]"
    }
}

extension GraphCaptions {
    // MARK: - Conditions

    func caption(_ condition: Guard) -> String {
        switch condition {
        case .otherThan(let mark): "≠ \(mark)"
        case .levelAbove: Bilingual(zh: "有上一级", en: "a level above")(language)
        case .deskKind(let kinds): kinds.map(kind).joined(separator: "/")
        case .leadAllowed: Bilingual(zh: "可作主办", en: "may lead")(language)
        case .leadComplainedOf: Bilingual(zh: "主办被反映", en: "its lead is complained of")(language)
        case .field(let field, let values): values.map { caption($0, of: field) }.joined(separator: "/")
        case .atLeast(let counter, let count): "\(counter) ≥ \(count)"
        case .below(let counter, let count): "\(counter) < \(count)"
        case .inTime(let clock):
            Bilingual(zh: "\(title(clock))未到期", en: "\(title(clock)) not expired")(language)
        case .given(let field): Bilingual(zh: "填了\(title(field))", en: "\(title(field)) given")(language)
        case .running(let clock):
            Bilingual(zh: "\(title(clock))在走", en: "\(title(clock)) runs")(language)
        case .ahead(let clock, let limit, let share):
            Bilingual(
                zh: "\(title(clock))到期前 \(text(limit))/\(share)%",
                en: "\(text(limit))/\(share)% ahead of \(title(clock))"
            )(language)
        case .state(let states): states.map { definition.states[$0]?.title(language) ?? $0.text }.joined(separator: "/")
        case .childrenEnded: Bilingual(zh: "任务均已结", en: "all tasks ended")(language)
        case .late(let clock): Bilingual(zh: "\(title(clock))曾超时", en: "\(title(clock)) was late")(language)
        case .evidence(let field): Bilingual(zh: "\(title(field))齐备", en: "\(title(field)) complete")(language)
        case .other(let field, _): Bilingual(zh: "\(title(field))合适", en: "a fitting \(title(field))")(language)
        case .mainEnded(let states):
            Bilingual(zh: "主单", en: "main: ")(language)
                + states.map { definition.states[$0]?.title(language) ?? $0.text }.joined(separator: "/")
        case .duty(let duties):
            duties.map { limitsInWords ? $0.title(language) : $0.rawValue }.joined(separator: "/")
        case .belowDesk: Bilingual(zh: "下级单位", en: "a unit below")(language)
        case .insideLead: Bilingual(zh: "部门内", en: "inside the department")(language)
        case .owesAnswer: Bilingual(zh: "待回填上级", en: "an answer is owed above")(language)
        case .byClock: Relation.clock.title(language)
        case .by(let rules): rules.map { $0.title(language) }.joined(separator: "/")
        case .all(let inner): inner.map(caption).joined(separator: " & ")
        case .any(let inner): inner.map(caption).joined(separator: Bilingual(zh: " 或 ", en: " or ")(language))
        case .not(let inner): Bilingual(zh: "非（\(caption(inner))）", en: "not (\(caption(inner)))")(language)
        }
    }

    private func caption(_ value: JSONValue, of field: FieldName) -> String {
        if case .choice(let choices)? = definition.fields[field]?.form, let word = value.string,
            let title = choices[word]
        {
            return title(language)
        }
        return "\(field) = \(value.string ?? value.canonicalText)"
    }

    private func title(_ clock: ClockName) -> String {
        definition.clocks[clock]?.title(language) ?? clock.text
    }
}

extension GraphCaptions {
    // MARK: - States

    /// Who answers in a state.
    func responsible(_ state: StateDefinition) -> String? {
        switch state.responsible {
        case .none: nil
        case .desk: Relation.desk.title(language)
        case .lead: Relation.lead.title(language)
        case .same: Bilingual(zh: "原责任单位", en: "whoever was before")(language)
        }
    }

    /// The clocks of a state: those that run, with their limits; those that go on; those that stand still.
    func clocks(of state: StateDefinition, named name: StateName) -> [String] {
        let colon = Bilingual(zh: "：", en: ": ")(language)
        let running = state.clocks.map { "\(title($0))\(colon)\(limit(of: $0))" }
        let kept = state.keeps.filter { !definition.keeps.contains($0) }.map {
            "\(title($0))\(Bilingual(zh: "（续走）", en: " (goes on)")(language))"
        }
        let paused = definition.clocks.filter { $0.value.pauses.contains(name) }.keys.sorted()
            .map { "\(title($0))\(Bilingual(zh: "（暂停）", en: " (stands still)")(language))" }
        return running + kept + paused
    }

    /// How long a clock runs, and where that comes from.
    func limit(of clock: ClockName) -> String {
        definition.clocks[clock].map { text($0.limit) } ?? clock.text
    }

    /// A limit by itself.
    func text(_ limit: Limit) -> String {
        limitsInWords ? Bilingual(zh: limit.chinese, en: limit.english)(language) : limit.description
    }

    /// Where a limit comes from: the first that says something counts.
    private func text(_ policy: LimitPolicy) -> String {
        switch policy {
        case .fixed(let limit): text(limit)
        case .none: Bilingual(zh: "不计时", en: "none")(language)
        case .urgency(let ordinary, let urgent):
            Bilingual(
                zh: "\(text(ordinary))（紧急 \(text(urgent))）",
                en: "\(text(ordinary)) (urgent \(text(urgent)))"
            )(language)
        case .field(let field, let limits, let otherwise):
            "\(title(field)) \(list(limits.values)) › \(text(otherwise))"
        case .directory(let otherwise):
            "\(Bilingual(zh: "派单目录", en: "directory")(language)) › \(text(otherwise))"
        case .given(let field, earlier: nil, let otherwise), .counted(let field, _, let otherwise):
            "\(title(field)) › \(text(otherwise))"
        case .given(let field, earlier: let earlier?, let otherwise):
            "\(title(field)) − \(text(earlier)) › \(text(otherwise))"
        case .within(let field, let earlier, let otherwise): "\(text(otherwise)) ≤ \(title(field)) − \(text(earlier))"
        case .unless(_, let otherwise): text(otherwise)
        }
    }

    /// Each limit once; shorter texts first, so that 1wd stands before 15wd.
    private func list(_ limits: some Sequence<Limit>) -> String {
        Set(limits).sorted { ($0.description.utf8.count, $0.description) < ($1.description.utf8.count, $1.description) }
            .map { text($0) }.joined(separator: limitsInWords ? " / " : "/")
    }

    private func title(_ field: FieldName) -> String {
        definition.fields[field]?.title(language) ?? field.text
    }
}
