/// Proofs that every name that is used stands for something.
extension WorkflowDefinition {
    func unknownNames() -> [Problem] {
        var problems: [Problem] = []
        for (name, state) in states.sorted(by: { $0.key < $1.key }) {
            for clock in state.clocks + state.keeps where clocks[clock] == nil {
                problems.append(unknown("clock", clock.text, "states.\(name).clocks", zh: "时限"))
            }
        }
        for (name, clock) in clocks.sorted(by: { $0.key < $1.key }) {
            problems += unknownNames(clock, "clocks.\(name)")
            problems += unknownNames(clock.limit, "clocks.\(name).limit")
        }
        for (name, rungs) in ladders.sorted(by: { $0.key < $1.key }) {
            for act in rungs.compactMap(\.act) where actions[act] == nil {
                problems.append(unknown("action", act.text, "ladders.\(name)", zh: "动作"))
            }
            problems += unreachable(rungs.flatMap(\.tell), "ladders.\(name)")
        }
        for (_, action, path) in actionsWithPaths {
            problems += unknownNames(action, path) + unknownNamesOfEffects(action, path)
            for condition in action.conditions { problems += unknownNames(condition, path) }
        }
        for field in passingOn?.fields ?? [] { problems += kept(field, "passes_on.fields") { _ in true } }
        for (field, fits) in privacy.fields { problems += kept(field, "privacy", fits) }
        for act in privacy.contactActs where actions[act] == nil {
            problems.append(unknown("action", act.text, "privacy.contact.acts", zh: "动作"))
        }
        for state in privacy.board?.states ?? [] where states[state] == nil {
            problems.append(unknown("state", state.text, "privacy.board.states", zh: "状态"))
        }
        if let upper { problems += unknownNames(upper) }
        if let rules = backdating {
            problems += form(of: rules.field, "backdating.field") { $0 == .instant }
            problems += rules.needs.filter { fields[$0] == nil }
                .map { unknown("field", $0.text, "backdating.needs", zh: "字段") }
            if clocks[rules.review] == nil {
                problems.append(unknown("clock", rules.review.text, "backdating.review", zh: "时限"))
            }
        }
        if let summary = privacy.summary {
            problems += form(of: summary, "privacy.summary", \.isWords) + summaryNeverGiven(summary)
        }
        return problems
    }

    private func unknown(_ kind: String, _ name: String, _ path: String, zh: String) -> Problem {
        finding("unknown_\(kind)", path, zh: "没有名为“\(name)”的\(zh)", en: "no \(kind) is called “\(name)”")
    }
}

extension WorkflowDefinition {
    // MARK: - Matters of platforms above

    private func unknownNames(_ upper: UpperMatters) -> [Problem] {
        var problems = kept(upper.platform, "upper.platform", \.isCode) + kept(upper.number, "upper.number", \.isCode)
        for (counter, key) in [(upper.answered, "answered"), (upper.contacted, "contacted")] {
            guard let counter, !actions.values.contains(where: { $0.allEffects.contains(.count(counter)) }) else {
                continue
            }
            problems.append(unknown("counter", counter.text, "upper.\(key)", zh: "计数"))
        }
        for (clock, key) in [(upper.clock, "clock"), (upper.fillBack, "fill_back")] {
            guard let clock, clocks[clock] == nil else { continue }
            problems.append(unknown("clock", clock.text, "upper.\(key)", zh: "时限"))
        }
        for (field, key) in [(upper.outcome, "outcome"), (upper.callback, "callback"), (upper.ending, "ending")] {
            if let field { problems += kept(field, "upper.\(key)", \.isChoice) }
        }
        guard let correction = upper.correction else { return problems }
        problems += correction.times.flatMap { kept($0, "upper.corrected.times") { $0 == .instant } }
        guard let act = actions[correction.act] else {
            return problems + [unknown("action", correction.act.text, "upper.corrected.by", zh: "动作")]
        }
        for time in correction.times where !(act.needs + act.may).contains(time) {
            problems.append(
                finding(
                    "not_taken_by_act",
                    "upper.corrected.times",
                    zh: "动作“\(correction.act)”不收“\(time)”",
                    en: "the act “\(correction.act)” does not take “\(time)”"
                )
            )
        }
        // The times and why: nothing else can be given where nobody is asked.
        for need in act.needs where !correction.times.contains(need) && fields[need]?.form.isWords == false {
            problems.append(
                finding(
                    "act_asks_more",
                    "upper.corrected.by",
                    zh: "动作“\(correction.act)”还要“\(need)”，没有人可问",
                    en: "the act “\(correction.act)” asks for “\(need)”, and nobody is there to say it"
                )
            )
        }
        return problems
    }
}

extension WorkflowDefinition {
    // MARK: - Clocks and limits

    private func unknownNames(_ clock: ClockDefinition, _ path: String) -> [Problem] {
        var problems: [Problem] = []
        if let ladder = clock.ladder, ladders[ladder] == nil {
            problems.append(unknown("ladder", ladder.text, "\(path).ladder", zh: "升级阶梯"))
        }
        for state in clock.pauses where states[state] == nil {
            problems.append(unknown("state", state.text, "\(path).pauses", zh: "状态"))
        }
        return problems + unreachable(clock.warn, "\(path).warn")
    }

    /// A field that decides a limit must be one that tickets keep, and able to say it.
    private func unknownNames(_ policy: LimitPolicy, _ path: String) -> [Problem] {
        switch policy {
        case .fixed, .none: return []
        case .urgency(let ordinary, let urgent): return unknownNames(ordinary, path) + unknownNames(urgent, path)
        case .directory(let otherwise): return unknownNames(otherwise, path)
        case .unless(let counter, let otherwise):
            let counts = actions.values.contains { $0.allEffects.contains(.count(counter)) }
            return (counts ? [] : [unknown("counter", counter.text, path, zh: "计数")]) + unknownNames(otherwise, path)
        case .counted(let field, _, let otherwise):
            return kept(field, path, \.isNumber) + unknownNames(otherwise, path)
        case .given(let field, earlier: _, let otherwise), .within(let field, earlier: _, let otherwise):
            return kept(field, path) { $0 == .instant } + unknownNames(otherwise, path)
        case .field(let field, let limits, let otherwise):
            let values = limits.keys.sorted().map { JSONValue.string($0) }
            return kept(field, path) { $0.isChoice } + unknownChoices(values, of: field, path)
                + unknownNames(otherwise, path)
        }
    }

    private func kept(_ field: FieldName, _ path: String, _ fits: (FieldDefinition.Form) -> Bool) -> [Problem] {
        guard let definition = fields[field] else { return [unknown("field", field.text, path, zh: "字段")] }
        var problems: [Problem] = []
        if !fits(definition.form) { problems.append(wrongForm(field, path)) }
        if !definition.keep {
            problems.append(
                finding("field_not_kept", path, zh: "工单不保留“\(field)”", en: "tickets do not keep “\(field)”")
            )
        }
        return problems
    }

    func wrongForm(_ field: FieldName, _ path: String) -> Problem {
        finding("wrong_form", path, zh: "“\(field)”不是这里要的字段类型", en: "“\(field)” has not the form wanted here")
    }

    private func unknownChoices(_ values: [JSONValue], of field: FieldName, _ path: String) -> [Problem] {
        guard case .choice(let choices)? = fields[field]?.form else { return [] }
        return values.filter { value in value.string.map { choices[$0] == nil } ?? true }
            .map { unknown("choice", $0.string ?? $0.canonicalText, path, zh: "选项") }
    }
}

extension WorkflowDefinition {
    // MARK: - Acts

    private func unknownNames(_ action: ActionDefinition, _ path: String) -> [Problem] {
        var problems: [Problem] = []
        if case .states(let origins) = action.from {
            for state in origins.sorted() where states[state] == nil {
                problems.append(unknown("state", state.text, "\(path).from", zh: "状态"))
            }
        }
        for state in action.cases.compactMap(\.to) where states[state] == nil {
            problems.append(unknown("state", state.text, "\(path).to", zh: "状态"))
        }
        for field in action.needs where fields[field] == nil {
            problems.append(unknown("field", field.text, "\(path).needs", zh: "字段"))
        }
        for field in action.may where fields[field] == nil {
            problems.append(unknown("field", field.text, "\(path).may", zh: "字段"))
        }
        return problems
    }

    private func unknownNamesOfEffects(_ action: ActionDefinition, _ path: String) -> [Problem] {
        action.allEffects.flatMap { effect -> [Problem] in
            switch effect {
            case .restart(let clock), .stop(let clock), .claim(let clock):
                clocks[clock] == nil ? [unknown("clock", clock.text, "\(path).effects", zh: "时限")] : []
            case .tell(let recipients): unreachable(recipients, "\(path).effects")
            case .sendDown(let field), .workInside(let field):
                form(of: field, path) { $0 == .unit }
                    + (action.needs.contains(field) || fields[field] == nil ? [] : [unneeded(field, path)])
            case .spawn(let brood):
                form(of: brood.units, path, \.isUnits)
                    + brood.with.filter { fields[$0] == nil }
                    .map { unknown("field", $0.text, "\(path).effects", zh: "字段") }
            case .extend(let clock, by: let field):
                (clocks[clock] == nil ? [unknown("clock", clock.text, "\(path).effects", zh: "时限")] : [])
                    + kept(field, "\(path).effects", \.isNumber)
            case .set(let field, let value):
                kept(field, "\(path).effects") { $0.isChoice || $0 == .flag }
                    + unknownChoices([value], of: field, "\(path).effects")
            case .split(let part):
                part.clocks.filter { clocks[$0] == nil }
                    .map { unknown("clock", $0.text, "\(path).effects", zh: "时限") }
                    + (actions[part.act] == nil
                        ? [unknown("action", part.act.text, "\(path).effects", zh: "动作")] : [])
            case .link(.merge(into: let field)), .link(.part(from: let field)), .link(.repeats(let field, counting: _)):
                form(of: field, path) { $0 == .ticket }
                    + (action.needs.contains(field) || fields[field] == nil ? [] : [unneeded(field, path)])
            case .decideClaims, .elevate, .assignLead, .dismissLead, .workOutside, .bind, .release, .reclassify,
                .remember, .count,
                .reset:
                []
            }
        }
    }

    private func unknownNames(_ condition: Guard, _ path: String) -> [Problem] {
        switch condition {
        case .field(let field, let values):
            guard fields[field] != nil else { return [unknown("field", field.text, "\(path).guards", zh: "字段")] }
            return unknownChoices(values, of: field, "\(path).guards")
        case .state(let names):
            return names.filter { states[$0] == nil }.map { unknown("state", $0.text, "\(path).guards", zh: "状态") }
        case .given(let field):
            return fields[field] == nil ? [unknown("field", field.text, path, zh: "字段")] : []
        case .belowDesk(let field), .insideLead(let field):
            return form(of: field, path) { $0 == .unit }
        case .evidence(let field):
            return form(of: field, path, \.isProof)
        case .mainEnded(let names):
            return names.filter { states[$0] == nil }.map { unknown("state", $0.text, "\(path).guards", zh: "状态") }
        case .other(let field, let wanted):
            return form(of: field, path) { $0 == .ticket }
                + wanted.states.filter { states[$0] == nil }
                .map { unknown("state", $0.text, "\(path).guards", zh: "状态") }
        case .late(let clock), .inTime(let clock), .running(let clock), .ahead(let clock, by: _, share: _):
            return clocks[clock] == nil ? [unknown("clock", clock.text, "\(path).guards", zh: "时限")] : []
        case .deskKind(let kinds):
            // Where there is no ladder at all, that is the finding.
            return ladder.isEmpty
                ? []
                : kinds.filter { !ladder.contains($0) }
                    .map { unknown("kind", $0.text, "\(path).guards", zh: "层级") }
        case .owesAnswer:
            return upper == nil ? [unknown("head", "upper", "\(path).guards", zh: "段")] : []
        case .otherThan, .levelAbove, .leadAllowed, .leadComplainedOf, .duty, .childrenEnded, .atLeast, .below,
            .byClock, .by, .any, .all,
            .not:
            return []
        }
    }

    /// Nobody in particular is anybody, around, or the clock: a message to them reaches none.
    private func unreachable(_ recipients: [Recipient], _ path: String) -> [Problem] {
        recipients.filter { [.anyone, .around, .clock, .child, .parent, .main, .merged].contains($0.relation) }.map {
            finding(
                "cannot_be_told",
                path,
                zh: "不能通知“\($0.relation.title.zh)”",
                en: "no message reaches “\($0.relation.rawValue)”"
            )
        }
    }
}

extension ActionDefinition {
    /// Every condition, each part of a composed one too.
    var conditions: [Guard] { (guards + cases.flatMap(\.when)).flatMap(\.parts) }

    /// What it does in any case.
    var allEffects: [Effect] { effects + cases.flatMap(\.effects) }
}

extension Guard {
    /// Itself and the conditions within.
    fileprivate var parts: [Guard] {
        switch self {
        case .any(let inner), .all(let inner): [self] + inner.flatMap(\.parts)
        case .not(let inner): [self] + inner.parts
        case .otherThan, .levelAbove, .deskKind, .leadAllowed, .leadComplainedOf, .belowDesk, .insideLead, .duty,
            .childrenEnded, .other, .owesAnswer,
            .mainEnded, .late, .evidence,
            .field,
            .given, .state,
            .atLeast,
            .below, .inTime, .running, .ahead, .byClock, .by:
            [self]
        }
    }
}

extension WorkflowDefinition {
    /// A field that the machine looks for must hold what it looks for.
    private func form(
        of field: FieldName,
        _ path: String,
        _ fits: (FieldDefinition.Form) -> Bool
    ) -> [Problem] {
        guard let definition = fields[field] else { return [unknown("field", field.text, path, zh: "字段")] }
        return fits(definition.form) ? [] : [wrongForm(field, path)]
    }

    private func unneeded(_ field: FieldName, _ path: String) -> Problem {
        finding("effect_needs", "\(path).needs", zh: "这里须填“\(field)”", en: "“\(field)” must be needed here")
    }
}

extension FieldDefinition.Form {
    fileprivate var isUnits: Bool {
        guard case .units = self else { return false }
        return true
    }

    fileprivate var isProof: Bool {
        guard case .choices(let choices) = self else { return false }
        return choices.keys.allSatisfy { EvidenceRule.Proof(rawValue: $0) != nil } && choices["account"] != nil
    }

    fileprivate var isNumber: Bool {
        guard case .number(let range) = self else { return false }
        return range.lowerBound > 0
    }

    fileprivate var isWords: Bool {
        guard case .words = self else { return false }
        return true
    }

    fileprivate var isChoice: Bool {
        guard case .choice = self else { return false }
        return true
    }

    fileprivate var isCode: Bool {
        guard case .code = self else { return false }
        return true
    }
}
