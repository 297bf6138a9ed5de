import Foundation
import Shipped
import Testing
import Workflow

/// Documents of definitions, to be broken in one place.
enum Document {
    /// The document of the shipped definition `issue`.
    static var issue: JSONValue {
        get throws { try Shipped.definition("issue").document }
    }

    /// The findings, be they of reading or of the proofs, as `code path`.
    static func findings(_ document: JSONValue) -> [String] {
        do throws(Problems) {
            return try WorkflowDefinition(document: document).problems().map { "\($0.code) \($0.path)" }
        } catch {
            return error.all.map { "\($0.code) \($0.path)" }
        }
    }
}

extension JSONValue {
    /// A copy with the value at a path such as `states.reported.clocks` or `ladders.chase.0.do` set, or removed (nil).
    func setting(_ path: String, to value: JSONValue?) throws -> JSONValue {
        try setting(path.split(separator: ".").map(String.init)[...], to: value)
    }

    private func setting(_ path: ArraySlice<String>, to value: JSONValue?) throws -> JSONValue {
        guard let key = path.first else { return try #require(value) }
        let rest = path.dropFirst()
        if var elements = array {
            let index = try #require(Int(key))
            if index == elements.count { elements.append(.null) }
            if rest.isEmpty, value == nil {
                elements.remove(at: index)
            } else {
                elements[index] = try elements[index].setting(rest, to: value)
            }
            return .array(elements)
        }
        var members = object ?? [:]
        members[key] = rest.isEmpty && value == nil ? nil : try (members[key] ?? .null).setting(rest, to: value)
        return .object(members)
    }
}
