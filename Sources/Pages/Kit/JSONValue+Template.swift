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
        case .object(let members): Members(members: members)
        }
    }
}

/// An object, of which nothing is made ready that no template asks for: the words of a language are a thousand.
private struct Members: MustacheParent {
    let members: JSONObject

    func child(named name: String) -> Any? { members[name]?.shown }
}

/// No text, and no section.
private struct Nothing: MustacheCustomRenderable {
    var renderText: String { "" }
    var isNull: Bool { true }
}
