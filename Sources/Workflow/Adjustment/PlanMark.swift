/// Which plan moved a ticket: its name and hash, and the document that it rests upon.
public struct PlanMark: Hashable, Sendable {
    /// What the plan calls itself.
    public let name: String
    /// SHA-256 of the plan's canonical bytes, in hexadecimal.
    public let hash: String
    /// The number of the document that says so (文号); empty where none is named.
    public let source: String

    /// Names a plan.
    public init(name: String, hash: String, source: String = "") {
        self.name = name
        self.hash = hash
        self.source = source
    }

    var members: JSONObject {
        var members: JSONObject = ["plan": .string(name), "hash": .string(hash)]
        if !source.isEmpty { members["source"] = .string(source) }
        return members
    }

    init(reader: DocumentReader) throws(Problem) {
        self.init(
            name: try reader.required("plan").string(),
            hash: try reader.required("hash").string(),
            source: try reader.optional("source")?.string() ?? ""
        )
    }
}
