package import Workflow
import Yams

/// Why a YAML text is not a document that this project reads.
package struct YAMLError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where and what, as the parser says.
    package let description: String
}

extension JSONValue {
    /// Reads a YAML document.
    ///
    /// Plain scalars that are whole numbers, `true`, `false`, `null` or empty are taken as such; everything else is
    /// text (there is no `yes`, no date and no fraction: `1wd` and `2026-01-01` stay as written).
    ///
    /// - Throws: `YAMLError` with line and reason; also for more than 200,000 nodes, as aliases of aliases make.
    package init(yaml text: String) throws(YAMLError) {
        let node: Node?
        do {
            node = try Yams.compose(yaml: text)
        } catch {
            throw YAMLError(description: String(describing: error))
        }
        var budget = 200_000
        self = try node.map { (node) throws(YAMLError) in try Self.value(node, &budget) } ?? .null
    }

    private static func value(_ node: Node, _ budget: inout Int) throws(YAMLError) -> JSONValue {
        budget -= 1
        guard budget > 0 else { throw YAMLError(description: "too many nodes") }
        switch node {
        case .scalar(let scalar): return plain(scalar)
        case .sequence(let sequence):
            var values: [JSONValue] = []
            for element in sequence { values.append(try value(element, &budget)) }
            return .array(values)
        case .mapping(let mapping):
            var members: JSONObject = [:]
            for (key, member) in mapping {
                guard let name = key.scalar?.string else { throw fault("a key must be a plain word", key) }
                guard members.insert(try value(member, &budget), forNew: name) else {
                    throw fault("the key “\(name)” is there twice", key)
                }
            }
            return .object(members)
        case .alias: throw fault("an alias that names nothing", node)
        }
    }

    private static func plain(_ scalar: Node.Scalar) -> JSONValue {
        guard scalar.style == .plain || scalar.style == .any else { return .string(scalar.string) }
        switch scalar.string {
        case "", "null", "~": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        case let text:
            // `+5` and `007` are words, as codes are.
            guard let number = Int64(text), String(number) == text else { return .string(text) }
            return .int(number)
        }
    }

    private static func fault(_ words: String, _ node: Node) -> YAMLError {
        YAMLError(description: node.mark.map { "line \($0.line), column \($0.column): \(words)" } ?? words)
    }
}
