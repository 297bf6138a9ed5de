import Mustache
import Workflow

extension JSONValue {
    /// The value as a template takes it.
    ///
    /// What is null stays there as nothing: a name that is not found would be looked for further outside, and another's title
    /// would stand where this one has none.
    var shown: Any {
        switch self {
        case .null: Nothing()
        case .bool(let flag): flag
        case .int(let number): number
        // A section about an empty text is left out, as one about no text.
        case .string(let text): text.isEmpty ? Nothing() : text
        case .array(let values): values.map(\.shown)
        case .object(let members):
            members.reduce(into: [String: Any]()) { shown, member in shown[member.key] = member.value.shown }
        }
    }
}

/// No text, and no section.
private struct Nothing: MustacheCustomRenderable {
    var renderText: String { "" }
    var isNull: Bool { true }
}
