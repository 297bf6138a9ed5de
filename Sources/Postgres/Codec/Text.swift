extension String: PostgresCodable, PostgresArrayElement {
    /// The types sent as plain UTF-8; so are the labels of every enum, whose types are the user's.
    private static let textTypes: Set<PostgresType> = [
        .text, .varchar, .bpchar, .name, .char, .unknown, .json, .jsonb, .void,
    ]

    /// The type `text`.
    package static var postgresType: PostgresType {
        .text
    }

    /// The type `text[]`.
    package static var postgresArrayType: PostgresType {
        .textArray
    }

    /// Writes the text in UTF-8.
    ///
    /// - Parameter writer: where to write.
    /// - Throws: `.encoding` when the text has a NUL, which the database cannot hold.
    package func encode(into writer: inout ByteWriter) throws(PostgresError) {
        var text = self
        let isClean = text.withUTF8 { bytes in
            // Looks at every byte without leaving early: so it is done many at a time.
            let zeros = bytes.reduce(UInt8(0)) { $0 | ($1 == 0 ? 1 : 0) }
            if zeros == 0 { writer.append(bytes) }
            return zeros == 0
        }
        guard isClean else { throw PostgresError(.encoding, "text with a NUL cannot be stored") }
    }

    /// Says whether a column of that type can be read as this.
    ///
    /// - Parameter type: the column's type.
    /// - Returns: true if so.
    package static func accepts(_ type: PostgresType) -> Bool {
        type.isUserDefined || Self.textTypes.contains(type)
    }

    /// Reads the value.
    ///
    /// - Parameters:
    ///   - reader: all bytes of the value.
    ///   - type: the column's type.
    /// - Returns: the value.
    /// - Throws: `.decoding` when the bytes are no such value.
    package static func decode(_ reader: inout ByteReader, type: PostgresType) throws(PostgresError) -> String {
        if type == .jsonb {
            try JSON.skipVersion(&reader)
        }
        return try reader.restAsText()
    }
}
