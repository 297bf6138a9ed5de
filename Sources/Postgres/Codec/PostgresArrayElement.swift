/// A value that can stand in a one-dimensional array.
///
/// `UInt8` does so in its own way: `[UInt8]` is `bytea`, not an array of the database.
package protocol PostgresArrayElement: Sendable {
    /// The database's type of the array.
    static var postgresArrayType: PostgresType { get }
    /// Writes an array of such values.
    static func encodeArray(_ array: [Self], into writer: inout ByteWriter) throws(PostgresError)
    /// Says whether a column of that type can be read as an array of such values.
    static func acceptsArray(_ type: PostgresType) -> Bool
    /// Reads an array of such values.
    static func decodeArray(_ reader: inout ByteReader, type: PostgresType) throws(PostgresError) -> [Self]
}

extension PostgresArrayElement where Self: PostgresCodable {
    /// Writes one dimension, its element type, its count, and each element with its length.
    ///
    /// - Parameters:
    ///   - array: the values.
    ///   - writer: where to write.
    /// - Throws: what a value throws.
    @specialized(where Self == Int64)
    @specialized(where Self == Int32)
    @specialized(where Self == Int16)
    @specialized(where Self == Bool)
    @specialized(where Self == String)
    @specialized(where Self == Timestamp)
    @specialized(where Self == [UInt8])
    @specialized(where Self == Int64?)
    @specialized(where Self == String?)
    @specialized(where Self == Timestamp?)
    package static func encodeArray(_ array: [Self], into writer: inout ByteWriter) throws(PostgresError) {
        guard let count = Int32(exactly: array.count) else {
            throw PostgresError(.encoding, "an array of \(array.count) elements is too long")
        }
        writer.integer(Int32(array.isEmpty ? 0 : 1))
        writer.integer(Int32(array.contains { $0.isNull } ? 1 : 0))
        writer.integer(Self.postgresType.rawValue)
        guard !array.isEmpty else { return }
        writer.integer(count)
        writer.integer(Int32(1))
        for element in array {
            if element.isNull {
                writer.integer(Int32(-1))
            } else {
                try writer.lengthPrefixed { (writer) throws(PostgresError) in
                    try element.encode(into: &writer)
                }
            }
        }
    }

    /// Says whether the type is the array's own; an array of a user's type is judged by its element when read.
    ///
    /// - Parameter type: the column's type.
    /// - Returns: true if so.
    package static func acceptsArray(_ type: PostgresType) -> Bool {
        type == postgresArrayType || type.isUserDefined || PostgresType.builtInArrays.contains(type)
    }

    /// Reads one dimension; more are refused.
    ///
    /// - Parameters:
    ///   - reader: all bytes of the value.
    ///   - type: the column's type.
    /// - Returns: the values.
    /// - Throws: `.decoding` when the bytes are no such array.
    package static func decodeArray(_ reader: inout ByteReader, type: PostgresType) throws(PostgresError) -> [Self] {
        let dimensions = try reader.integer(Int32.self)
        _ = try reader.integer(Int32.self)
        let element = PostgresType(rawValue: try reader.integer())
        guard accepts(element) else {
            throw PostgresError(.decoding, "an array of \(element) cannot be read as [\(Self.self)]")
        }
        guard dimensions != 0 else { return [] }
        guard dimensions == 1 else {
            throw PostgresError(.decoding, "an array of \(dimensions) dimensions cannot be read")
        }
        let count = Int(try reader.integer(Int32.self))
        _ = try reader.integer(Int32.self)
        // Every element takes four bytes at least: a count that lies cannot make us reserve memory.
        guard count >= 0, count <= reader.count / 4 else {
            throw PostgresError(.decoding, "an array cannot have \(count) elements in \(reader.count) bytes")
        }
        var array: [Self] = []
        array.reserveCapacity(count)
        for _ in 0..<count {
            let length = Int(try reader.integer(Int32.self))
            if length == -1 {
                array.append(try decodeNull())
            } else {
                var part = try reader.slice(length)
                array.append(try decode(&part, type: element))
                try part.finish()
            }
        }
        return array
    }
}

extension PostgresType {
    /// Arrays of types that are read as another type's: `int2[]` as `[Int64]`, `varchar[]` as `[String]`.
    static let builtInArrays: Set<PostgresType> = [
        .int2Array, .int4Array, .int8Array, .textArray, .float4Array, .float8Array,
        PostgresType(rawValue: 1015), PostgresType(rawValue: 1014), PostgresType(rawValue: 1003),
        PostgresType(rawValue: 199), .jsonbArray, PostgresType(rawValue: 1028),
    ]
}

extension Optional: PostgresArrayElement where Wrapped: PostgresCodable & PostgresArrayElement {
    /// The array type of the values there would be.
    package static var postgresArrayType: PostgresType {
        Wrapped.postgresArrayType
    }
}

extension UInt8: PostgresArrayElement {
    /// Bytes together are `bytea`.
    package static var postgresArrayType: PostgresType {
        .bytea
    }

    /// Writes the bytes as they are.
    ///
    /// - Parameters:
    ///   - array: the bytes.
    ///   - writer: where to write.
    package static func encodeArray(_ array: [UInt8], into writer: inout ByteWriter) {
        writer.append(array)
    }

    /// Says whether the type is `bytea`.
    ///
    /// - Parameter type: the column's type.
    /// - Returns: true if so.
    package static func acceptsArray(_ type: PostgresType) -> Bool {
        type == .bytea
    }

    /// Reads the bytes as they are.
    ///
    /// - Parameters:
    ///   - reader: all bytes of the value.
    ///   - type: the column's type.
    /// - Returns: the bytes.
    package static func decodeArray(_ reader: inout ByteReader, type: PostgresType) -> [UInt8] {
        reader.rest()
    }
}

extension Array: PostgresEncodable where Element: PostgresArrayElement {
    /// The array type of the element.
    package static var postgresType: PostgresType {
        Element.postgresArrayType
    }

    /// Writes the array.
    ///
    /// - Parameter writer: where to write.
    /// - Throws: what an element throws.
    package func encode(into writer: inout ByteWriter) throws(PostgresError) {
        try Element.encodeArray(self, into: &writer)
    }
}

extension Array: PostgresDecodable where Element: PostgresArrayElement {
    /// Asks the element.
    ///
    /// - Parameter type: the column's type.
    /// - Returns: true if it can be read.
    package static func accepts(_ type: PostgresType) -> Bool {
        Element.acceptsArray(type)
    }

    /// Reads the array.
    ///
    /// - Parameters:
    ///   - reader: all bytes of the value.
    ///   - type: the column's type.
    /// - Returns: the array.
    /// - Throws: `.decoding` when the bytes are no such array.
    package static func decode(_ reader: inout ByteReader, type: PostgresType) throws(PostgresError) -> [Element] {
        try Element.decodeArray(&reader, type: type)
    }
}

extension Array: PostgresArrayElement where Element == UInt8 {
    /// An array of `bytea`.
    package static var postgresArrayType: PostgresType {
        .byteaArray
    }
}
