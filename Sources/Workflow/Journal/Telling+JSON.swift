/// A telling as it stands in the journal, and as the text by which a follow-up's row bears it.
extension Telling {
    var members: [String: JSONValue] { ["act": .string(act.text), "values": .names(values) { $0 }] }

    init(reader: DocumentReader) throws(Problem) {
        self.init(
            act: try reader.required("act").name(),
            values: try reader.named("values") { (member) throws(Problem) in member.value }
        )
    }

    /// Canonical JSON, which `init(text:)` reads.
    public var text: String { JSONValue.object(members).canonicalText }

    /// Reads what `text` wrote; nil where it is something else.
    public init?(text: String) {
        guard let json = try? JSONValue(parsing: text), let telling = try? Telling(reader: DocumentReader(json))
        else { return nil }
        self = telling
    }
}
