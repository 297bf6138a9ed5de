package import Foundation

extension UUID: PostgresCodable, PostgresArrayElement {
    /// The type `uuid`.
    package static var postgresType: PostgresType {
        .uuid
    }

    /// The type `uuid[]`.
    package static var postgresArrayType: PostgresType {
        .uuidArray
    }

    /// Writes the value.
    ///
    /// - Parameter writer: where to write.
    package func encode(into writer: inout ByteWriter) {
        withUnsafeBytes(of: uuid) { writer.append($0) }
    }

    /// Says whether a column of that type can be read as this.
    ///
    /// - Parameter type: the column's type.
    /// - Returns: true if so.
    package static func accepts(_ type: PostgresType) -> Bool {
        type == .uuid
    }

    /// Reads the value.
    ///
    /// - Parameters:
    ///   - reader: all bytes of the value.
    ///   - type: the column's type.
    /// - Returns: the value.
    /// - Throws: `.decoding` when the bytes are no such value.
    package static func decode(_ reader: inout ByteReader, type: PostgresType) throws(PostgresError) -> UUID {
        let high = try reader.integer(UInt64.self).bigEndian
        let low = try reader.integer(UInt64.self).bigEndian
        return UUID(uuid: unsafeBitCast((high, low), to: uuid_t.self))
    }
}
