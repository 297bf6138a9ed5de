/// A document of text that is no sheet, such as a definition in YAML: its text, whatever it is encoded in.
package enum TextDocument {
    /// Reads it.
    ///
    /// - Parameter bytes: the file.
    /// - Returns: its text, without a byte order mark.
    /// - Throws: `emptyFile`; `unknownFileKind` where it is no text; `badEncoding`.
    package static func text(of bytes: [UInt8]) throws(SheetError) -> String {
        guard !bytes.isEmpty else { throw .emptyFile }
        guard !looksBinary(bytes) else { throw .unknownFileKind }
        let reader = TextReader(try ByteReader(.bytes(bytes)), chunkSize: 1 << 16)
        var read: [UInt8] = []
        while try reader.read(into: &read) {}
        guard let text = String(validating: read, as: UTF8.self) else {
            throw .badEncoding(encoding: reader.encodingName)
        }
        return text
    }

    /// Whether bytes are those of a picture, an archive or a program: such hold zeros early on, and text never does.
    ///
    /// - Parameter bytes: a file, or its beginning.
    /// - Returns: whether they are no text; of text in UTF-16, which is half zeros, its mark tells.
    package static func looksBinary(_ bytes: [UInt8]) -> Bool {
        let mark = TextEncoding.mark(Array(bytes.prefix(3)))
        guard mark == nil || mark?.encoding == .utf8 else { return false }
        return bytes.prefix(1 << 12).contains(0)
    }
}
