package import Workflow

/// An act with the fields that it takes, as JSON.
package struct ActionView {
    let definition: WorkflowDefinition
    let language: Language

    package init(definition: WorkflowDefinition, language: Language) {
        self.definition = definition
        self.language = language
    }

    /// The act; nil where the definition has none of that name.
    ///
    /// - Parameters:
    ///   - name: the act.
    ///   - allowed: the words of a choice that may be given; nil: all of them.
    /// - Returns: the act.
    package func json(_ name: ActionName, allowed: (FieldName) -> Set<String>? = { _ in nil }) -> JSONValue? {
        guard let action = definition.actions[name] else { return nil }
        let fields = action.needs.map { ($0, true) } + action.may.map { ($0, false) }
        return [
            "name": .string(name.text), "title": .string(action.title(language)),
            "fields": .array(fields.compactMap { field($0, isRequired: $1, allowed) }),
        ]
    }

    private func field(_ name: FieldName, isRequired: Bool, _ allowed: (FieldName) -> Set<String>?) -> JSONValue? {
        guard let field = definition.fields[name] else { return nil }
        var members: JSONObject = [
            "name": .string(name.text), "title": .string(field.title(language)), "is_required": .bool(isRequired),
        ]
        let (form, rest) = form(field.form, allowed(name))
        members["form"] = .string(form)
        return .object(members.merging(rest) { $1 })
    }

    private func form(_ form: FieldDefinition.Form, _ allowed: Set<String>?) -> (String, JSONObject) {
        switch form {
        case .words(let max): ("words", ["max": .int(Int64(max))])
        case .contact(let max): ("contact", ["max": .int(Int64(max))])
        case .choice(let choices): ("choice", ["choices": titles(choices.filter { allowed?.contains($0.key) ?? true })])
        case .choices(let choices): ("choices", ["choices": titles(choices)])
        case .flag: ("flag", [:])
        case .number(let range): ("number", ["least": .int(range.lowerBound), "max": .int(range.upperBound)])
        case .unit: ("unit", [:])
        case .units(let max): ("units", ["max": .int(Int64(max))])
        case .people(let max): ("people", ["max": .int(Int64(max))])
        case .category: ("category", [:])
        case .instant: ("instant", [:])
        case .limit: ("limit", [:])
        case .ticket: ("ticket", [:])
        case .code(let max): ("code", ["max": .int(Int64(max))])
        case .position: ("position", [:])
        }
    }

    private func titles(_ choices: [String: Bilingual]) -> JSONValue {
        .array(
            choices.sorted { $0.key < $1.key }.map {
                ["name": .string($0.key), "title": .string($0.value(language))]
            }
        )
    }
}
