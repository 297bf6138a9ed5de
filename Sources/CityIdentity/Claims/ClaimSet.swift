import Foundation
package import Workflow

/// What a provider says of a person: members of an id token, of an answer, attributes of CAS or of a directory.
package struct ClaimSet: Hashable, Sendable {
    /// All of it, as an object.
    package let value: JSONValue

    /// Bytes of an answer that are read at the most.
    static let mostBytes = 65_536
    private static let deepest = 16

    /// Holds what is read already; what is no object says nothing.
    package init(_ value: JSONValue) {
        self.value = value.object == nil ? .object([:]) : value
    }

    /// Holds attributes with their values.
    package init(attributes: [String: [String]]) {
        var object: JSONObject = [:]
        for (name, values) in attributes { object[name] = .array(values.map { .string($0) }) }
        value = .object(object)
    }

    /// Reads JSON as others write it: a fraction becomes its text, of a key that stands there twice one is taken; nil where it
    /// is no object.
    ///
    /// - Parameter bytes: UTF-8; what is longer than 64 KiB or nested deeper than 16 is refused.
    package init?(json bytes: [UInt8]) {
        guard bytes.count <= Self.mostBytes,
            let loose = try? JSONDecoder().decode(LooseJSON.self, from: Data(bytes)),
            loose.value.object != nil
        else { return nil }
        value = loose.value
    }

    /// What stands at a path such as `data.user.id`; a name that has dots in itself goes first.
    package subscript(path: String) -> JSONValue? {
        if let member = value[path] { return member }
        var here = value
        for name in path.split(separator: ".", omittingEmptySubsequences: false) {
            guard let next = here[String(name)] else { return nil }
            here = next
        }
        return here
    }

    /// The one text at a path: a text that is not empty, a whole number, or a list of one of them.
    package func text(_ path: String) -> String? {
        let texts = texts(path)
        return texts.count == 1 ? texts.first : nil
    }

    /// The texts at a path: of a list all of them.
    package func texts(_ path: String) -> [String] {
        let values = self[path].map { $0.array ?? [$0] } ?? []
        return values.compactMap(Self.text)
    }

    /// The members of another besides; where both have one, the own stays.
    package func joined(_ other: ClaimSet) -> ClaimSet {
        var object = value.object ?? [:]
        for (name, member) in other.value.object ?? [:] where object[name] == nil { object[name] = member }
        return ClaimSet(.object(object))
    }

    private static func text(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): text.isEmpty ? nil : text
        case .int(let number): String(number)
        case .bool(let flag): String(flag)
        case .null, .array, .object: nil
        }
    }

    /// JSON of others, in which numbers may be fractions.
    private struct LooseJSON: Decodable {
        let value: JSONValue

        init(from decoder: any Decoder) throws {
            guard decoder.codingPath.count <= ClaimSet.deepest else {
                throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "nested too deep"))
            }
            if let members = try? decoder.container(keyedBy: Name.self) {
                var object: JSONObject = [:]
                for name in members.allKeys {
                    object[name.stringValue] = try members.decode(LooseJSON.self, forKey: name).value
                }
                value = .object(object)
            } else if var elements = try? decoder.unkeyedContainer() {
                var array: [JSONValue] = []
                while !elements.isAtEnd { array.append(try elements.decode(LooseJSON.self).value) }
                value = .array(array)
            } else {
                value = try Self.plain(decoder.singleValueContainer())
            }
        }

        private static func plain(_ container: any SingleValueDecodingContainer) throws -> JSONValue {
            if container.decodeNil() { return .null }
            if let flag = try? container.decode(Bool.self) { return .bool(flag) }
            if let number = try? container.decode(Int64.self) { return .int(number) }
            if let number = try? container.decode(Double.self) { return .string(String(number)) }
            return .string(try container.decode(String.self))
        }
    }

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
