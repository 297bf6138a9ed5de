extension ActionDefinition {
    /// When a field that may be left out has to be given: another field says one of these.
    public struct Occasion: Hashable, Sendable {
        /// The other field.
        public let field: FieldName
        /// What it says then.
        public let values: [String]

        /// An occasion.
        ///
        /// - Parameters:
        ///   - field: the other field.
        ///   - values: what it says then.
        public init(field: FieldName, values: [String]) {
            self.field = field
            self.values = values
        }
    }

    /// Fields that the act asks for on an occasion only: for how long, where the outcome is that it is planned.
    ///
    /// One that two other fields ask for has no occasion: it always stands there.
    public var occasions: [FieldName: Occasion] {
        var found: [FieldName: [Occasion]] = [:]
        for case .any(let parts) in guards where parts.count == 2 {
            for (given, otherwise) in [(parts[0], parts[1]), (parts[1], parts[0])] {
                guard case .given(let field) = given, may.contains(field),
                    case .not(.field(let other, let values)) = otherwise, takes(other)
                else { continue }
                found[field, default: []].append(Occasion(field: other, values: values.compactMap(\.string)))
            }
        }
        return found.compactMapValues { occasions in
            guard let first = occasions.first, occasions.allSatisfy({ $0.field == first.field }) else { return nil }
            return Occasion(field: first.field, values: occasions.flatMap(\.values))
        }
    }

    /// Fields that a rule of the directory may ask for as evidence.
    public var proofs: [FieldName] {
        guards.compactMap { rule in
            guard case .evidence(let field) = rule else { return nil }
            return field
        }
    }

    /// Whether it orders something of those who hold a ticket, from above, wherever it stands: its words have an addressee.
    public var isOrder: Bool {
        from == .open && guards.isEmpty && by.allSatisfy { [.above, .desk, .clock].contains($0.relation) }
            && by.contains { $0.relation == .above } && cases.allSatisfy { $0.to == nil && !$0.isBack }
            && !addressees.isEmpty
    }

    /// To whom an order goes: those who hold the ticket, and heads of theirs.
    public var addressees: [Recipient] {
        effects.flatMap(\.recipients).filter { [.responsible, .lead, .inside].contains($0.relation) }
    }
}
