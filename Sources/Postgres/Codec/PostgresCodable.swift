/// A value that can be bound as a parameter, in PostgreSQL's binary format.
package protocol PostgresEncodable: Sendable {
    /// The database's type of the parameter.
    static var postgresType: PostgresType { get }
    /// Whether the value is NULL; `encode` is not called then.
    var isNull: Bool { get }
    /// Writes the value, without a length.
    ///
    /// - Parameter writer: where to write.
    /// - Throws: `.encoding` when the database could not hold the value, such as text with a NUL.
    func encode(into writer: inout ByteWriter) throws(PostgresError)
}

/// A value that can be read from a column, in PostgreSQL's binary format.
package protocol PostgresDecodable: Sendable {
    /// Says whether a column of that type can be read as this.
    ///
    /// - Parameter type: the column's type.
    /// - Returns: true if so.
    static func accepts(_ type: PostgresType) -> Bool
    /// Reads the value.
    ///
    /// - Parameters:
    ///   - reader: all bytes of the value.
    ///   - type: the column's type, one that `accepts` said yes to.
    /// - Returns: the value.
    /// - Throws: `.decoding` when the bytes are no such value.
    static func decode(_ reader: inout ByteReader, type: PostgresType) throws(PostgresError) -> Self
    /// The value of a NULL.
    ///
    /// - Returns: nil for an optional.
    /// - Throws: `.decoding` when NULL cannot be read as this.
    static func decodeNull() throws(PostgresError) -> Self
}

extension PostgresEncodable {
    /// Not NULL, as most values.
    package var isNull: Bool {
        false
    }
}

extension PostgresDecodable {
    /// Refuses NULL, as most types do.
    ///
    /// - Returns: never.
    /// - Throws: `.decoding`, always.
    package static func decodeNull() throws(PostgresError) -> Self {
        throw PostgresError(.decoding, "NULL where \(Self.self) was expected")
    }

    static func decodeCell(_ bytes: UnsafeRawBufferPointer?, type: PostgresType) throws(PostgresError) -> Self {
        guard accepts(type) else {
            throw PostgresError(.decoding, "\(type) cannot be read as \(Self.self)")
        }
        guard let bytes else {
            return try decodeNull()
        }
        var reader = ByteReader(bytes)
        let value = try decode(&reader, type: type)
        try reader.finish()
        return value
    }
}

/// A value that goes both ways.
package typealias PostgresCodable = PostgresDecodable & PostgresEncodable

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    /// The type of the value there would be.
    package static var postgresType: PostgresType {
        Wrapped.postgresType
    }

    /// Whether there is no value.
    package var isNull: Bool {
        self?.isNull ?? true
    }

    /// Writes the value, if there is one.
    ///
    /// - Parameter writer: where to write.
    /// - Throws: what the value throws.
    package func encode(into writer: inout ByteWriter) throws(PostgresError) {
        try self?.encode(into: &writer)
    }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    /// Asks the type of the value there would be.
    ///
    /// - Parameter type: the column's type.
    /// - Returns: true if it can be read.
    package static func accepts(_ type: PostgresType) -> Bool {
        Wrapped.accepts(type)
    }

    /// Reads a value.
    ///
    /// - Parameters:
    ///   - reader: all bytes of the value.
    ///   - type: the column's type.
    /// - Returns: the value.
    /// - Throws: what the value's type throws.
    package static func decode(_ reader: inout ByteReader, type: PostgresType) throws(PostgresError) -> Wrapped? {
        .some(try Wrapped.decode(&reader, type: type))
    }

    /// Reads NULL as nil.
    ///
    /// - Returns: nil.
    package static func decodeNull() throws(PostgresError) -> Wrapped? {
        .none
    }
}
