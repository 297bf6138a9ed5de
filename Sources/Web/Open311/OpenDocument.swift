import Workflow

/// What an answer of Open311 says, apart from how it is written: JSON and XML are two writings of one document.
struct OpenDocument: Hashable, Sendable {
    /// What XML calls all of it; JSON has no name for it.
    let root: String
    /// What it says.
    let content: Node

    /// A part of it.
    indirect enum Node: Hashable, Sendable {
        /// A text; dates and ids, too.
        case text(String)
        /// A truth value.
        case flag(Bool)
        /// A whole number.
        case number(Int)
        /// Degrees, by their digits: a number in both writings.
        case degrees(String)
        /// Nothing is said: null, or an empty element.
        case nothing
        /// Parts of one kind; XML calls each so.
        case list(String, [Node])
        /// Named parts, in this order.
        case members([Member])
    }

    /// A named part.
    struct Member: Hashable, Sendable {
        let name: String
        let node: Node

        init(_ name: String, _ node: Node) {
            self.name = name
            self.node = node
        }

        /// A text, or nothing.
        init(_ name: String, _ text: String?) {
            self.init(name, text.map { .text($0) } ?? .nothing)
        }
    }
}

extension OpenDocument {
    /// The document as a value of JSON, by which it is checked; degrees are texts in it.
    var json: JSONValue { content.json }

    /// The document written as JSON.
    var jsonBytes: [UInt8] {
        var bytes: [UInt8] = []
        content.write(to: &bytes)
        return bytes
    }
}

extension OpenDocument.Node {
    fileprivate var json: JSONValue {
        switch self {
        case .text(let text): .string(text)
        case .flag(let flag): .bool(flag)
        case .number(let number): .int(Int64(number))
        case .degrees(let digits): .string(digits)
        case .nothing: .null
        case .list(_, let nodes): .array(nodes.map(\.json))
        case .members(let members):
            .object(JSONObject(members.map { ($0.name, $0.node.json) }, uniquingKeysWith: { $1 }))
        }
    }

    fileprivate func write(to bytes: inout [UInt8]) {
        switch self {
        case .degrees(let digits): bytes += digits.utf8
        case .text, .flag, .number, .nothing: bytes += json.canonicalBytes
        case .list(_, let nodes):
            bytes.append(UInt8(ascii: "["))
            for (index, node) in nodes.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                node.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .members(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.sorted(by: { $0.name < $1.name }).enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                bytes += JSONValue.string(member.name).canonicalBytes
                bytes.append(UInt8(ascii: ":"))
                member.node.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }
}
