import Web
import Workflow

/// The inputs of an act in parts: those that always stand there, those of an occasion, and what proves it.
struct ActParts {
    /// They always stand there.
    let always: [JSONValue]
    /// They stand there where another field says something.
    let occasions: [Occasion]
    /// What proves a result, where a rule of the directory asks for it.
    let proofs: [JSONValue]

    /// Inputs of an occasion.
    struct Occasion {
        /// The other field, and what it is called.
        let field: String
        let title: String
        /// What it says then, by name and as people call it.
        let values: [String]
        let choices: [String]
        let inputs: [JSONValue]
    }

    /// Parts the inputs of an act; nil: its rules are not known.
    init(_ inputs: [JSONValue], _ rules: ActionDefinition?) {
        let wanted = rules?.occasions ?? [:]
        let proving = Set((rules?.proofs ?? []).map(\.text))
        func name(_ input: JSONValue) -> String { input["name"]?.string ?? "" }
        func occasion(_ input: JSONValue) -> ActionDefinition.Occasion? {
            FieldName(name(input)).flatMap { wanted[$0] }
        }
        proofs = inputs.filter { proving.contains(name($0)) }
        always = inputs.filter { occasion($0) == nil && !proving.contains(name($0)) }
        let grouped = Dictionary(grouping: inputs.filter { occasion($0) != nil }) { occasion($0) }
        occasions = grouped.compactMap { occasion, members -> Occasion? in
            guard let occasion, let other = inputs.first(where: { name($0) == occasion.field.text }) else { return nil }
            let choices = (other["choices"]?.array ?? []).filter { occasion.values.contains($0["name"]?.string ?? "") }
            return Occasion(
                field: occasion.field.text,
                title: other["title"]?.string ?? occasion.field.text,
                values: occasion.values,
                choices: choices.compactMap { $0["title"]?.string },
                inputs: members
            )
        }.sorted { ($0.field, $0.values.joined()) < ($1.field, $1.values.joined()) }
    }

    /// What templates take.
    func model(_ kit: PageKit, _ language: Language) -> JSONObject {
        let told = occasions.map { occasion -> JSONValue in
            let comma = kit.words.text("waits.comma", language)
            let facts = ["field": occasion.title, "choices": occasion.choices.joined(separator: comma)]
            return [
                "title": .string(kit.words.text("act.only", language, facts)),
                "input": .string("\(ActForm.field)[\(occasion.field)]"),
                "values": .string(occasion.values.joined(separator: " ")), "inputs": .array(occasion.inputs),
            ]
        }
        return [
            "inputs": .array(always), "occasions": .array(told), "proofs": .array(proofs),
            "has_proofs": .bool(!proofs.isEmpty),
        ]
    }
}
