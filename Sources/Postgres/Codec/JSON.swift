/// A JSON document as its text, unread; bound as `jsonb`, read from `json` and `jsonb`.
package struct JSON: Hashable, Sendable {
    /// The document in UTF-8.
    package let bytes: [UInt8]

    /// Wraps a document; whether it is one, the server decides.
    ///
    /// - Parameter bytes: the document in UTF-8.
    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Wraps a document; whether it is one, the server decides.
    ///
    /// - Parameter text: the document.
    package init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The document's text.
    package var text: String {
        String(decoding: bytes, as: UTF8.self)
    }

    static func skipVersion(_ reader: inout ByteReader) throws(PostgresError) {
        let version = try reader.integer(UInt8.self)
        guard version == 1 else {
            throw PostgresError(.decoding, "jsonb of version \(version)")
        }
    }
}

extension JSON: PostgresCodable, PostgresArrayElement {
    /// The type `jsonb`.
    package static var postgresType: PostgresType {
        .jsonb
    }

    /// The type `jsonb[]`.
    package static var postgresArrayType: PostgresType {
        .jsonbArray
    }

    /// Writes the value.
    ///
    /// - Parameter writer: where to write.
    package func encode(into writer: inout ByteWriter) {
        writer.integer(UInt8(1))
        writer.append(bytes)
    }

    /// Says whether a column of that type can be read as this.
    ///
    /// - Parameter type: the column's type.
    /// - Returns: true if so.
    package static func accepts(_ type: PostgresType) -> Bool {
        type == .jsonb || type == .json
    }

    /// Reads the value.
    ///
    /// - Parameters:
    ///   - reader: all bytes of the value.
    ///   - type: the column's type.
    /// - Returns: the value.
    /// - Throws: `.decoding` when the bytes are no such value.
    package static func decode(_ reader: inout ByteReader, type: PostgresType) throws(PostgresError) -> JSON {
        if type == .jsonb {
            try skipVersion(&reader)
        }
        return JSON(bytes: reader.rest())
    }
}
