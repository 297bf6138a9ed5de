/// A telling as it stands in the journal, and as the text by which a follow-up's row bears it.
extension Telling: CanonicalWritable {
    /// Writes it as a follow-up's row bears it.
    public func write(to writer: inout CanonicalWriter) { write(to: &writer, children: []) }

    /// Writes it with those to whom it goes, as the journal keeps it.
    func write(to writer: inout CanonicalWriter, children: [TicketID]) {
        writer.object { writer in
            writer.member("act", act)
            writer.list("to", children)
            writer.member("values") { $0.names(values) }
        }
    }

    init(reader: DocumentReader) throws(Problem) {
        self.init(
            act: try reader.required("act").name(),
            values: try reader.named("values") { (member) throws(Problem) in member.value }
        )
    }

    /// Canonical JSON, which `init(text:)` reads.
    public var text: String { canonicalText }

    /// Reads what `text` wrote; nil where it is something else.
    public init?(text: String) {
        guard let json = try? JSONValue(parsing: text), let telling = try? Telling(reader: DocumentReader(json))
        else { return nil }
        self = telling
    }
}
