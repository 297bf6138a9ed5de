import Foundation
import Outward
import Workflow

/// Fills the places of a gateway's request: `${phone}`, `${template}`, `${text}`, `${id}`, `${1}`, `${number}`,
/// `${secret.NAME}`; as whole values `${parameters}` (a list) and `${parameters:json}`, `${named:json}` (JSON in a text).
struct Filling {
    let phone: String
    let template: GatewayPlan.Template
    let call: OutgoingCall
    let secrets: [String: String]

    /// The names of places that mean something; facts, numbers of parameters and secrets besides.
    static let places: Set<String> = ["phone", "template", "text", "id", "parameters:json", "named:json"]

    private var parameters: [String] { template.parameters.map { call.words.facts[$0] ?? "" } }

    /// A text with its places filled.
    func text(_ text: String) -> String { Pattern(text).filled(value) }

    /// An address: what is filled in is escaped.
    func inAddress(_ text: String) -> String { Pattern(text).filled { Self.escaped(value($0)) } }

    /// JSON with the places of its texts filled.
    func json(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string("${parameters}"): .array(parameters.map { .string($0) })
        case .string(let text): .string(self.text(text))
        case .array(let values): .array(values.map(json))
        case .object(let members): .object(members.mapValues(json))
        case .int, .bool, .null: value
        }
    }

    private func value(_ name: String) -> String {
        switch name {
        case "phone": return phone
        case "template": return template.id
        case "text": return template.text.map { call.words.filled($0) } ?? call.words.text
        case "id": return call.id
        case "parameters:json": return JSONValue.array(parameters.map { .string($0) }).canonicalText
        case "named:json":
            let pairs = zip(template.parameters, parameters).map { ($0.rawValue, JSONValue.string($1)) }
            return JSONValue.object(JSONObject(pairs)).canonicalText
        default: break
        }
        if name.hasPrefix("secret.") { return secrets[String(name.dropFirst(7))] ?? "" }
        if let number = Int(name), parameters.indices.contains(number - 1) { return parameters[number - 1] }
        return MessageFact(rawValue: name).flatMap { call.words.facts[$0] } ?? ""
    }

    /// As a form or an address takes it (RFC 3986: letters, digits and `-._~` stay).
    static func escaped(_ text: String) -> String {
        let hexadecimal = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
            default: bytes += [0x25, hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
