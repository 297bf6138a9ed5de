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
    /// The document as JSON.
    var json: JSONValue { content.json }
}

extension OpenDocument.Node {
    fileprivate var json: JSONValue {
        switch self {
        case .text(let text): .string(text)
        case .flag(let flag): .bool(flag)
        case .number(let number): .int(Int64(number))
        case .nothing: .null
        case .list(_, let nodes): .array(nodes.map(\.json))
        case .members(let members):
            .object(JSONObject(members.map { ($0.name, $0.node.json) }, uniquingKeysWith: { $1 }))
        }
    }
}
