/// What a kind and a level of a whistle mean for whoever is whistled for, as the definition of what they are asked says.
public struct WhistleMeaning: Hashable, Sendable {
    /// A limit of theirs by the kind of the whistle (哨种).
    public struct Duty: Hashable, Sendable {
        /// What the clock is called.
        public let title: Bilingual
        /// How long.
        public let limit: Limit
        /// The field in which another time can be agreed; nil: none can.
        public let agreed: FieldName?
    }

    /// By kind: the clocks whose limit depends on it, in the order of their names.
    public let duties: [String: [Duty]]
    /// By level: what of a field that an act asks for is then enough, as who must come (职级); only what is not always enough.
    public let ranks: [String: [Bilingual]]
}

extension WorkflowDefinition {
    /// What a whistle means for whoever gets a ticket of this definition by it; nothing where none is got so.
    public var whistleMeaning: WhistleMeaning {
        guard !askedStates.isEmpty else { return WhistleMeaning(duties: [:], ranks: [:]) }
        var duties: [String: [WhistleMeaning.Duty]] = [:]
        for (_, clock) in clocks.sorted(by: { $0.key < $1.key }) {
            for (kind, limit) in clock.limit.byKind {
                let duty = WhistleMeaning.Duty(title: clock.title, limit: limit, agreed: clock.limit.agreed)
                duties[kind, default: []].append(duty)
            }
        }
        return WhistleMeaning(duties: duties, ranks: ranks)
    }

    /// By level: the choices of a field that an act needs and its guards admit at that level.
    private var ranks: [String: [Bilingual]] {
        guard case .choice(let levels)? = fields[Self.whistleLevel]?.form else { return [:] }
        var ranks: [String: [Bilingual]] = [:]
        for action in actions.values where action.guards.contains(where: { $0.asks(Self.whistleLevel) }) {
            for field in action.needs where field != Self.whistleLevel {
                guard case .choice(let choices)? = fields[field]?.form,
                    action.guards.contains(where: { $0.asks(field) })
                else { continue }
                for level in levels.keys {
                    let enough = choices.keys.sorted().filter { choice in
                        let given: [FieldName: String] = [Self.whistleLevel: level, field: choice]
                        return action.guards.allSatisfy { $0.admits(given) ?? true }
                    }
                    guard enough.count < choices.count else { continue }
                    ranks[level] = enough.compactMap { choices[$0] }
                }
            }
        }
        return ranks
    }
}

extension LimitPolicy {
    /// Limits by the kind of a whistle; none where they do not depend on it.
    fileprivate var byKind: [String: Limit] {
        switch self {
        case .field(WorkflowDefinition.whistleKind, let limits, _): limits
        case .field(_, _, let other), .given(_, _, let other), .unless(_, let other), .directory(let other),
            .counted(_, _, let other), .within(_, _, let other):
            other.byKind
        case .fixed, .urgency, .none: [:]
        }
    }

    /// The field in which a time can be given instead.
    fileprivate var agreed: FieldName? {
        switch self {
        case .given(let field, _, _): field
        case .field(_, _, let other), .unless(_, let other), .directory(let other), .counted(_, _, let other),
            .within(_, _, let other):
            other.agreed
        case .fixed, .urgency, .none: nil
        }
    }
}

extension Guard {
    /// Whether it asks for the value of a field.
    fileprivate func asks(_ name: FieldName) -> Bool {
        switch self {
        case .field(let field, _): field == name
        case .any(let parts), .all(let parts): parts.contains { $0.asks(name) }
        case .not(let part): part.asks(name)
        default: false
        }
    }

    /// Whether it holds as far as some fields say; nil: they do not say it.
    fileprivate func admits(_ given: [FieldName: String]) -> Bool? {
        switch self {
        case .field(let field, let values):
            return given[field].map { values.contains(.string($0)) }
        case .not(let part):
            return part.admits(given).map { !$0 }
        case .any(let parts):
            let told = parts.map { $0.admits(given) }
            return told.contains(true) ? true : told.contains(nil) ? nil : false
        case .all(let parts):
            let told = parts.map { $0.admits(given) }
            return told.contains(false) ? false : told.contains(nil) ? nil : true
        default:
            return nil
        }
    }
}

extension Limit {
    /// How it reads.
    public func text(_ language: Language) -> String { language == .zh ? chinese : english }
}
