package import Workflow

extension Shape {
    /// The shape as JSON Schema (2020-12), as OpenAPI 3.1 holds it.
    ///
    /// - Parameters:
    ///   - language: of its words.
    ///   - named: gathers the shapes that have a name; they are referred to.
    /// - Returns: the schema.
    package func schema(in language: Language, named: inout [String: JSONValue]) -> JSONValue {
        switch self {
        case .text(let rule): return .object(rule.schema)
        case .integer(let range):
            return ["type": "integer", "minimum": .int(range.lowerBound), "maximum": .int(range.upperBound)]
        case .degrees: return ["type": "number", "minimum": -180, "maximum": 180]
        case .flag: return ["type": "boolean"]
        case .word(let words): return ["type": "string", "enum": .array(words.map { .string($0) })]
        case .list(let inner, let max):
            return [
                "type": "array", "items": inner.schema(in: language, named: &named), "maxItems": .int(Int64(max)),
            ]
        case .object(let members): return Self.schema(members, language, &named)
        case .map(let inner, let max):
            return [
                "type": "object", "additionalProperties": inner.schema(in: language, named: &named),
                "maxProperties": .int(Int64(max)),
            ]
        case .nullable(let inner):
            return ["anyOf": [inner.schema(in: language, named: &named), ["type": "null"]]]
        case .either(let shapes):
            return ["anyOf": .array(shapes.map { $0.schema(in: language, named: &named) })]
        case .embedded(let inner):
            return [
                "type": "string", "contentMediaType": "application/json",
                "contentSchema": inner.schema(in: language, named: &named),
            ]
        case .anything: return [:]
        case .named(let name, let inner):
            if named[name] == nil {
                // A place first, for shapes that hold themselves.
                named[name] = .null
                named[name] = inner.schema(in: language, named: &named)
            }
            return ["$ref": .string("#/components/schemas/\(name)")]
        case .noted(let words, let inner):
            var schema = inner.schema(in: language, named: &named).object ?? [:]
            schema["description"] = .string(words(language))
            return .object(schema)
        }
    }

    private static func schema(
        _ members: [Member],
        _ language: Language,
        _ named: inout [String: JSONValue]
    ) -> JSONValue {
        var properties: JSONObject = [:]
        for member in members { properties[member.key] = member.shape.schema(in: language, named: &named) }
        var schema: JSONObject = [
            "type": "object", "properties": .object(properties), "additionalProperties": false,
        ]
        let required = members.filter { !$0.isOptional }.map { JSONValue.string($0.key) }
        if !required.isEmpty { schema["required"] = .array(required) }
        return .object(schema)
    }
}

extension Shape.TextRule {
    fileprivate var schema: JSONObject {
        var schema: JSONObject = ["type": "string"]
        if !form.isBounded {
            schema["maxLength"] = .int(Int64(max))
            if min > 0 { schema["minLength"] = .int(Int64(min)) }
        }
        if let pattern = form.pattern { schema["pattern"] = .string(pattern) }
        if let format = form.format { schema["format"] = .string(format) }
        return schema
    }
}
