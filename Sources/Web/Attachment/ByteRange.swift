/// The bytes that a request asks for (RFC 9110, 14.1.2): one stretch; who asks for several is given all.
struct ByteRange: Hashable, Sendable {
    /// The first byte, from 0; nil: so many from the end as `last` says.
    let first: Int?
    /// The last byte, itself included; nil: to the end.
    let last: Int?

    /// Reads `Range`; nil where it asks for nothing that is known here: then it has no meaning.
    init?(_ header: String?) {
        guard let header, header.lowercased().hasPrefix("bytes=") else { return nil }
        let parts = header.dropFirst(6).split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
            .map { $0.drop { $0 == " " }.prefix { $0 != " " } }
        guard parts.count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } && $0.count <= 15 })
        else {
            return nil
        }
        first = Int(parts[0])
        last = Int(parts[1])
        guard first != nil || last != nil else { return nil }
        if let first, let last, last < first { return nil }
    }
}
