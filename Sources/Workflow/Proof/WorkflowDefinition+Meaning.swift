/// Proofs that conditions can hold or fail, and that what the machine looks for in a command can be there.
extension WorkflowDefinition {
    func conditionProblems() -> [Problem] {
        let effects = actions.values.flatMap(\.allEffects)
        let marks = Set(effects.compactMap(\.mark))
        let counters = Set(effects.compactMap(\.counter))
        return actionsWithPaths.flatMap { _, action, path in
            action.conditions.flatMap { hollow($0, in: action, marks, counters, "\(path).guards") }
                + casesNeverReached(action, path) + repeatedWords(action, path)
        }
    }

    /// A slip of the pen in a mark would let the handler verify; in a count, nobody could ever close.
    private func hollow(
        _ condition: Guard,
        in action: ActionDefinition,
        _ marks: Set<MarkName>,
        _ counters: Set<CounterName>,
        _ path: String
    ) -> [Problem] {
        switch condition {
        case .otherThan(let mark) where !marks.contains(mark):
            [finding("mark_never_set", path, zh: "没有动作记下“\(mark)”", en: "no act remembers “\(mark)”")]
        case .atLeast(let counter, _) where !counters.contains(counter),
            .below(let counter, _) where !counters.contains(counter):
            [finding("counter_never_counts", path, zh: "没有动作计数“\(counter)”", en: "no act counts “\(counter)”")]
        case .field(let field, _) where fields[field]?.keep == false && !action.takes(field):
            [finding("field_never_given", path, zh: "这里没有“\(field)”", en: "“\(field)” is never there")]
        case .belowDesk(let field) where !action.takes(field), .insideLead(let field) where !action.takes(field),
            .given(let field) where !action.takes(field), .other(let field, _) where !action.takes(field),
            .evidence(let field) where !action.takes(field):
            [finding("field_never_given", path, zh: "这里没有“\(field)”", en: "“\(field)” is never there")]
        case .otherThan, .levelAbove, .deskKind, .leadAllowed, .leadComplainedOf, .belowDesk, .insideLead, .duty,
            .childrenEnded, .other, .owesAnswer,
            .mainEnded, .late, .evidence,
            .field,
            .given, .state,
            .atLeast,
            .below, .inTime, .running, .ahead, .byClock, .by, .any, .all, .not:
            []
        }
    }

    private func casesNeverReached(_ action: ActionDefinition, _ path: String) -> [Problem] {
        guard action.cases.dropLast().contains(where: \.when.isEmpty) else { return [] }
        return [
            finding(
                "case_never_reached",
                "\(path).to",
                zh: "无条件的情形之后还有情形",
                en: "cases follow one that has no condition"
            )
        ]
    }

    /// One word must not call two acts.
    private func repeatedWords(_ action: ActionDefinition, _ path: String) -> [Problem] {
        let other = actions.filter { $0.value != action && !$0.value.words.isDisjoint(with: action.words) }.keys.min()
        return other.map {
            [finding("word_twice", path, zh: "与“\($0)”有相同的叫法", en: "a word for it calls “\($0)” too")]
        } ?? []
    }
}

extension WorkflowDefinition {
    // MARK: - What the machine looks for by name

    /// Filing and correcting look for category, place and urgency, dispatching for the lead.
    func filingProblems() -> [Problem] {
        var problems: [Problem] = []
        if ladder.isEmpty {
            problems.append(finding("no_ladder", "ladder", zh: "没有能受理的层级", en: "no kind of unit can hold a ticket"))
        }
        for (field, fits) in Self.known where fields[field].map({ !fits($0.form) }) ?? false {
            problems.append(wrongForm(field, "fields.\(field)"))
        }
        if let filing, !births.contains(filing) {
            problems.append(
                finding("filing_makes_nothing", "filing", zh: "“\(filing)”不能新建工单", en: "“\(filing)” makes no ticket")
            )
        }
        for name in births {
            guard let action = actions[name] else { continue }
            // What is made for another takes these from it.
            let isMade = action.by.allSatisfy { $0.relation == .parent }
            let missing: [FieldName] = (isMade ? [] : ["category", "place"]).filter { !action.needs.contains($0) }
            problems += missing.map {
                finding("birth_needs", "actions.\(name).needs", zh: "上报须填“\($0)”", en: "a new ticket needs “\($0)”")
            }
            if action.cases.contains(where: { $0.to.flatMap { states[$0]?.isAside } == true }) {
                problems.append(
                    finding(
                        "birth_into_aside",
                        "actions.\(name).to",
                        zh: "旁支状态须有来处",
                        en: "an aside must be entered from a state"
                    )
                )
            }
            if action.cases.contains(where: { $0.to == nil }) {
                problems.append(
                    finding("birth_without_state", "actions.\(name).to", zh: "新工单没有状态", en: "a new ticket has no state")
                )
            }
        }
        return problems
    }

    private static let known: [(FieldName, @Sendable (FieldDefinition.Form) -> Bool)] = [
        ("category", { $0 == .category }),
        ("lead", { $0 == .unit }),
        ("place", { $0 == .unit }),
        (
            "urgency",
            { form in
                guard case .choice(let choices) = form else { return false }
                return choices.keys.allSatisfy { Urgency(rawValue: $0) != nil }
            }
        ),
    ]
}

extension WorkflowDefinition {
    /// Acts that move a ticket along a ladder with a level that sees the summary only, and cannot give it one: they would
    /// always be refused there.
    func summaryNeverGiven(_ summary: FieldName) -> [Problem] {
        guard ladder.contains(where: { privacy.summaryKinds.contains($0) }) else { return [] }
        let acts = actionsWithPaths.filter {
            !$0.action.takes(summary) && $0.action.allEffects.contains(where: \.movesDesk)
        }
        return acts.map { act in
            finding(
                "summary_never_given",
                "\(act.path).may",
                zh: "层级中有只看转办摘要的单位，这里却不能填“\(summary)”",
                en: "a level of the ladder sees the summary only, and “\(summary)” cannot be given here"
            )
        }
    }
}

extension Effect {
    /// Whether it gives the ticket to another unit of the ladder.
    fileprivate var movesDesk: Bool {
        switch self {
        case .elevate, .sendDown: true
        case .assignLead, .dismissLead, .workInside, .workOutside, .bind, .release, .spawn, .split, .claim,
            .decideClaims, .link, .reclassify, .extend, .set, .remember, .count, .reset, .restart, .stop, .tell:
            false
        }
    }

    fileprivate var mark: MarkName? {
        guard case .remember(let mark) = self else { return nil }
        return mark
    }

    fileprivate var counter: CounterName? {
        switch self {
        case .count(let counter), .link(.repeats(_, counting: let counter)): counter
        case .elevate, .sendDown, .assignLead, .dismissLead, .workInside, .workOutside, .bind, .release, .spawn, .split,
            .claim, .decideClaims, .link, .reclassify, .extend, .set, .remember, .reset, .restart, .stop, .tell:
            nil
        }
    }
}
