extension Float: PostgresCodable, PostgresArrayElement {
    /// The type `float4`.
    package static var postgresType: PostgresType {
        .float4
    }

    /// The type `float4[]`.
    package static var postgresArrayType: PostgresType {
        .float4Array
    }

    /// Writes the value.
    ///
    /// - Parameter writer: where to write.
    package func encode(into writer: inout ByteWriter) {
        writer.integer(bitPattern)
    }

    /// Says whether a column of that type can be read as this.
    ///
    /// - Parameter type: the column's type.
    /// - Returns: true if so.
    package static func accepts(_ type: PostgresType) -> Bool {
        type == .float4
    }

    /// Reads the value.
    ///
    /// - Parameters:
    ///   - reader: all bytes of the value.
    ///   - type: the column's type.
    /// - Returns: the value.
    /// - Throws: `.decoding` when the bytes are no such value.
    package static func decode(_ reader: inout ByteReader, type: PostgresType) throws(PostgresError) -> Float {
        Float(bitPattern: try reader.integer())
    }
}

extension Double: PostgresCodable, PostgresArrayElement {
    /// The type `float8`.
    package static var postgresType: PostgresType {
        .float8
    }

    /// The type `float8[]`.
    package static var postgresArrayType: PostgresType {
        .float8Array
    }

    /// Writes the value.
    ///
    /// - Parameter writer: where to write.
    package func encode(into writer: inout ByteWriter) {
        writer.integer(bitPattern)
    }

    /// Says whether a column of that type can be read as this.
    ///
    /// - Parameter type: the column's type.
    /// - Returns: true if so.
    package static func accepts(_ type: PostgresType) -> Bool {
        type == .float8 || type == .float4
    }

    /// Reads the value.
    ///
    /// - Parameters:
    ///   - reader: all bytes of the value.
    ///   - type: the column's type.
    /// - Returns: the value.
    /// - Throws: `.decoding` when the bytes are no such value.
    package static func decode(_ reader: inout ByteReader, type: PostgresType) throws(PostgresError) -> Double {
        type == .float4 ? Double(Float(bitPattern: try reader.integer())) : Double(bitPattern: try reader.integer())
    }
}
