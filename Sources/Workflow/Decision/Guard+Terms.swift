extension Guard {
    /// What people call the fields, choices and clocks that conditions name.
    public struct Terms: Hashable, Sendable {
        private let fields: [FieldName: Bilingual]
        private let choices: [FieldName: [String: Bilingual]]
        private let clocks: [ClockName: Bilingual]

        /// Those of nobody: names stay as they are.
        public init() { (fields, choices, clocks) = ([:], [:], [:]) }

        /// Those of a definition.
        init(_ definition: WorkflowDefinition) {
            fields = definition.fields.mapValues(\.title)
            choices = definition.fields.compactMapValues { field in
                switch field.form {
                case .choice(let choices), .choices(let choices): choices
                default: nil
                }
            }
            clocks = definition.clocks.mapValues(\.title)
        }

        func callAsFunction(_ field: FieldName) -> Bilingual {
            fields[field] ?? Bilingual(zh: field.text, en: field.text)
        }

        func callAsFunction(_ clock: ClockName) -> Bilingual {
            clocks[clock] ?? Bilingual(zh: clock.text, en: clock.text)
        }

        /// Values of a field, one of which is wanted.
        func values(_ values: [JSONValue], of field: FieldName) -> Bilingual {
            let titles = values.map { value -> Bilingual in
                let text = value.string ?? value.canonicalText
                return choices[field]?[text] ?? Bilingual(zh: text, en: text)
            }
            return Bilingual(
                zh: titles.map { "“\($0.zh)”" }.joined(separator: "或"),
                en: titles.map { "“\($0.en)”" }.joined(separator: " or ")
            )
        }
    }
}
