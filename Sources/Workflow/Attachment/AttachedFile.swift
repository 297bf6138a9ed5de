/// A file that somebody added to a matter, as the journal names it: by what its bytes come to.
///
/// So the chain of hashes goes through every file: one that was changed, exchanged or taken away shows.
public struct AttachedFile: Hashable, Sendable {
    /// SHA-256 of the file that is kept, in hexadecimal digits.
    public let hash: String
    /// SHA-256 of the small picture; nil: it is no picture.
    public let thumbnail: String?
    /// The kind of file, by its content.
    public let kind: String
    /// How many bytes it has.
    public let bytes: Int
    /// The event that it came with; nil: it came on its own.
    public let seq: Int?

    /// Names a file.
    public init(hash: String, thumbnail: String?, kind: String, bytes: Int, seq: Int?) {
        self.hash = hash
        self.thumbnail = thumbnail
        self.kind = kind
        self.bytes = bytes
        self.seq = seq
    }
}

extension AttachedFile: CanonicalWritable {
    /// Writes it as the journal keeps it.
    public func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("bytes", bytes)
            writer.member("kind", kind)
            writer.member("seq", seq)
            writer.member("sha256", hash)
            writer.member("thumbnail", thumbnail)
        }
    }

    init(reader: DocumentReader) throws(Problem) {
        self.init(
            hash: try reader.required("sha256").string(),
            thumbnail: try reader.optional("thumbnail").map { (member) throws(Problem) in try member.string() },
            kind: try reader.required("kind").string(),
            bytes: Int(clamping: try reader.required("bytes").number()),
            seq: try reader.optional("seq").map { (member) throws(Problem) in try member.count() }
        )
    }
}

extension Event {
    /// The files that it added to its ticket, in their order.
    public var attached: [AttachedFile] {
        outcomes.compactMap { outcome in
            if case .attached(let file) = outcome { file } else { nil }
        }
    }
}
