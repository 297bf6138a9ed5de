/// What tickets of a definition keep, by name.
extension WorkflowDefinition {
    /// Fields whose last value a ticket keeps.
    package var keptFields: Set<FieldName> { Set(fields.filter(\.value.keep).keys) }

    /// Counts that an act, a condition or a limit speaks of.
    package var counterNames: Set<CounterName> {
        var names: Set<CounterName> = []
        for action in actions.values {
            for effect in action.allEffects {
                if case .count(let counter) = effect { names.insert(counter) }
                if case .reset(let counter) = effect { names.insert(counter) }
                if case .link(.repeats(_, counting: let counter)) = effect { names.insert(counter) }
            }
            for condition in action.conditions {
                if case .atLeast(let counter, _) = condition { names.insert(counter) }
                if case .below(let counter, _) = condition { names.insert(counter) }
            }
        }
        if let backdating { names.insert(backdating.counter) }
        return names.union(clocks.values.flatMap { $0.limit.counters })
    }

    /// People whom an act remembers or a condition asks for; who reported it always counts.
    package var markNames: Set<MarkName> {
        var names: Set<MarkName> = ["reporter"]
        // Who handled the main ticket is remembered on those merged into it.
        if merging != nil { names.insert("handler") }
        for action in actions.values {
            for effect in action.allEffects {
                if case .remember(let mark) = effect { names.insert(mark) }
            }
            for condition in action.conditions {
                if case .otherThan(let mark) = condition { names.insert(mark) }
            }
        }
        return names
    }
}

extension LimitPolicy {
    fileprivate var counters: [CounterName] {
        switch self {
        case .fixed, .none: []
        case .urgency(let ordinary, let urgent): ordinary.counters + urgent.counters
        case .unless(let counter, let otherwise): [counter] + otherwise.counters
        case .field(_, _, let otherwise), .directory(let otherwise), .given(_, earlier: _, let otherwise),
            .counted(_, _, let otherwise), .within(_, earlier: _, let otherwise):
            otherwise.counters
        }
    }
}

extension FieldDefinition.Form {
    /// Whether a kept value can be one of this form.
    func fits(_ value: JSONValue) -> Bool {
        switch self {
        case .choice(let choices): value.string.map { choices[$0] != nil } ?? false
        case .flag: value.bool != nil
        case .number(let range): value.int.map { range.contains($0) } ?? false
        case .unit, .instant, .ticket: value.int != nil
        case .units, .people: value.array?.allSatisfy { $0.int != nil } ?? false
        case .choices(let choices):
            value.array?.allSatisfy { $0.string.map { choices[$0] != nil } ?? false } ?? false
        case .category, .limit, .code: value.string != nil
        case .words, .contact, .position: false
        }
    }
}
