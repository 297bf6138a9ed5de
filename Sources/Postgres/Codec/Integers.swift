extension Int16: PostgresCodable, PostgresArrayElement {
    /// The type `int2`.
    package static var postgresType: PostgresType {
        .int2
    }

    /// The type `int2[]`.
    package static var postgresArrayType: PostgresType {
        .int2Array
    }

    /// Writes the value.
    ///
    /// - Parameter writer: where to write.
    package func encode(into writer: inout ByteWriter) {
        writer.integer(self)
    }

    /// Says whether a column of that type can be read as this.
    ///
    /// - Parameter type: the column's type.
    /// - Returns: true if so.
    package static func accepts(_ type: PostgresType) -> Bool {
        type == .int2
    }

    /// Reads the value.
    ///
    /// - Parameters:
    ///   - reader: all bytes of the value.
    ///   - type: the column's type.
    /// - Returns: the value.
    /// - Throws: `.decoding` when the bytes are no such value.
    package static func decode(_ reader: inout ByteReader, type: PostgresType) throws(PostgresError) -> Int16 {
        try reader.integer()
    }
}

extension Int32: PostgresCodable, PostgresArrayElement {
    /// The type `int4`.
    package static var postgresType: PostgresType {
        .int4
    }

    /// The type `int4[]`.
    package static var postgresArrayType: PostgresType {
        .int4Array
    }

    /// Writes the value.
    ///
    /// - Parameter writer: where to write.
    package func encode(into writer: inout ByteWriter) {
        writer.integer(self)
    }

    /// Says whether a column of that type can be read as this.
    ///
    /// - Parameter type: the column's type.
    /// - Returns: true if so.
    package static func accepts(_ type: PostgresType) -> Bool {
        type == .int4 || type == .int2
    }

    /// Reads the value.
    ///
    /// - Parameters:
    ///   - reader: all bytes of the value.
    ///   - type: the column's type.
    /// - Returns: the value.
    /// - Throws: `.decoding` when the bytes are no such value.
    package static func decode(_ reader: inout ByteReader, type: PostgresType) throws(PostgresError) -> Int32 {
        type == .int2 ? Int32(try reader.integer(Int16.self)) : try reader.integer()
    }
}

extension Int64: PostgresCodable, PostgresArrayElement {
    /// The type `int8`.
    package static var postgresType: PostgresType {
        .int8
    }

    /// The type `int8[]`.
    package static var postgresArrayType: PostgresType {
        .int8Array
    }

    /// Writes the value.
    ///
    /// - Parameter writer: where to write.
    package func encode(into writer: inout ByteWriter) {
        writer.integer(self)
    }

    /// Says whether a column of that type can be read as this.
    ///
    /// - Parameter type: the column's type.
    /// - Returns: true if so.
    package static func accepts(_ type: PostgresType) -> Bool {
        type == .int8 || type == .int4 || type == .int2 || type == .oid
    }

    /// Reads the value.
    ///
    /// - Parameters:
    ///   - reader: all bytes of the value.
    ///   - type: the column's type.
    /// - Returns: the value.
    /// - Throws: `.decoding` when the bytes are no such value.
    package static func decode(_ reader: inout ByteReader, type: PostgresType) throws(PostgresError) -> Int64 {
        switch type {
        case .int2: Int64(try reader.integer(Int16.self))
        case .int4: Int64(try reader.integer(Int32.self))
        case .oid: Int64(try reader.integer(UInt32.self))
        default: try reader.integer()
        }
    }
}

extension Bool: PostgresCodable, PostgresArrayElement {
    /// The type `bool`.
    package static var postgresType: PostgresType {
        .bool
    }

    /// The type `bool[]`.
    package static var postgresArrayType: PostgresType {
        .boolArray
    }

    /// Writes the value.
    ///
    /// - Parameter writer: where to write.
    package func encode(into writer: inout ByteWriter) {
        writer.integer(UInt8(self ? 1 : 0))
    }

    /// Says whether a column of that type can be read as this.
    ///
    /// - Parameter type: the column's type.
    /// - Returns: true if so.
    package static func accepts(_ type: PostgresType) -> Bool {
        type == .bool
    }

    /// Reads the value.
    ///
    /// - Parameters:
    ///   - reader: all bytes of the value.
    ///   - type: the column's type.
    /// - Returns: the value.
    /// - Throws: `.decoding` when the bytes are no such value.
    package static func decode(_ reader: inout ByteReader, type: PostgresType) throws(PostgresError) -> Bool {
        switch try reader.integer(UInt8.self) {
        case 0: return false
        case 1: return true
        case let other: throw PostgresError(.decoding, "\(other) is no bool")
        }
    }
}
