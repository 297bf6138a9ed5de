extension ActionDefinition {
    /// When a field that may be left out has to be given: another field says one of these.
    public struct Occasion: Hashable, Sendable {
        /// The other field.
        public let field: FieldName
        /// What it says then.
        public let values: [String]
    }

    /// Fields that the act asks for on an occasion only: for how long, where the outcome is that it is planned.
    public var occasions: [FieldName: Occasion] {
        guards.reduce(into: [:]) { occasions, rule in
            guard case .any(let parts) = rule, parts.count == 2 else { return }
            for (given, otherwise) in [(parts[0], parts[1]), (parts[1], parts[0])] {
                guard case .given(let field) = given, may.contains(field),
                    case .not(.field(let other, let values)) = otherwise, takes(other)
                else { continue }
                occasions[field] = Occasion(field: other, values: values.compactMap(\.string))
            }
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
