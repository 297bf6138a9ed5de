import PGStore
import Workflow

/// A plan as the API takes one: its document line by line.
enum PlanText {
    /// Writes it; JSON is YAML wherever it is broken behind a comma.
    ///
    /// - Parameter plan: the plan.
    /// - Returns: what the API takes as its body.
    static func body(_ plan: JSONObject) -> JSONValue {
        let text = lines(.object(plan))
        return ["lines": .array(text.split(separator: "\n").map { .string(String($0)) })]
    }

    private static func lines(_ value: JSONValue) -> String {
        switch value {
        case .object(let members):
            let written = members.map { "\(JSONValue.string($0.key).canonicalText): \(lines($0.value))" }
            return "{\(written.joined(separator: ",\n"))}"
        case .array(let elements): return "[\(elements.map(lines).joined(separator: ",\n"))]"
        default: return value.canonicalText
        }
    }
}
