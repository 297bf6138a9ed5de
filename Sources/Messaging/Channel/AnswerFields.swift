import Foundation

/// A JSON answer of somebody else, and what stands where in it.
///
/// Not the project's own JSON, which knows whole numbers only: others write what they like.
struct AnswerFields {
    private let root: Any?

    init(_ bytes: [UInt8]) {
        root = try? JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed])
    }

    /// A text, number or truth at a path such as `data.list.0.id`; nil where there is none.
    subscript(path: String) -> String? {
        var value = root
        for step in path.split(separator: ".") {
            if let object = value as? [String: Any] {
                value = object[String(step)]
            } else if let list = value as? [Any], let index = Int(step), list.indices.contains(index) {
                value = list[index]
            } else {
                return nil
            }
        }
        switch value {
        case let text as String: return text
        // A number of 0 or 1 passes for a truth in Swift; only its own type tells which it was.
        case let number as NSNumber:
            return String(cString: number.objCType) == "c" ? "\(number.boolValue)" : number.stringValue
        default: return nil
        }
    }
}
