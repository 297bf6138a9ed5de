/// The line that stands between the parts of a multipart body (RFC 2046, 5.1.1).
package struct MultipartBoundary: Hashable, Sendable {
    /// Its text, 1 to 70 characters.
    package let text: String
    /// What ends a part: the end of a line, two hyphens and the text.
    let delimiter: [UInt8]

    /// Takes the boundary out of a request's `Content-Type`.
    ///
    /// - Parameter contentType: the header's value, such as `multipart/form-data; boundary=x`.
    /// - Throws: `notMultipart` where it is of another kind, `badBoundary` where its boundary is missing or none.
    package init(contentType: String) throws(MediaRefusal) {
        var scanner = HeaderScanner(Array(contentType.utf8))
        guard let type = scanner.token(or: "/"), type.lowercased() == "multipart/form-data" else {
            throw .notMultipart
        }
        guard let parameters = scanner.parameters() else { throw .badBoundary }
        let found = parameters.filter { $0.name == "boundary" }
        guard found.count == 1, let first = found.first else { throw .badBoundary }
        try self.init(bytes: first.value)
    }

    /// Takes a boundary as it is.
    ///
    /// - Throws: `badBoundary` where it has another length or other characters than RFC 2046 gives it.
    package init(_ text: String) throws(MediaRefusal) { try self.init(bytes: Array(text.utf8)) }

    private init(bytes: [UInt8]) throws(MediaRefusal) {
        guard (1...70).contains(bytes.count), bytes.last != UInt8(ascii: " "), bytes.allSatisfy(Self.isAllowed) else {
            throw .badBoundary
        }
        text = String(decoding: bytes, as: UTF8.self)
        delimiter = Array("\r\n--".utf8) + bytes
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: "'()+_,-./:=? ".utf8.contains(byte)
        }
    }
}
