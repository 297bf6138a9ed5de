/// Reads the bytes of one value, front to back, and throws where a hostile or foreign server sent too few.
///
/// It borrows memory of the result it reads from: use it inside the decoding call only.
package struct ByteReader {
    private var bytes: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// How many bytes are left.
    package var count: Int {
        bytes.count
    }

    /// Reads a big-endian integer.
    ///
    /// - Parameter type: the integer's type.
    /// - Returns: the integer.
    /// - Throws: `.decoding` when too few bytes are left.
    package mutating func integer<I: FixedWidthInteger>(_ type: I.Type = I.self) throws(PostgresError) -> I {
        let size = MemoryLayout<I>.size
        guard bytes.count >= size else {
            throw PostgresError(.decoding, "\(size) bytes expected, \(bytes.count) left")
        }
        let value = I(bigEndian: bytes.loadUnaligned(as: I.self))
        bytes = UnsafeRawBufferPointer(rebasing: bytes[size...])
        return value
    }

    /// Takes the next bytes as a reader of their own.
    ///
    /// - Parameter count: how many.
    /// - Returns: a reader of those bytes.
    /// - Throws: `.decoding` when too few bytes are left.
    package mutating func slice(_ count: Int) throws(PostgresError) -> ByteReader {
        guard count >= 0, bytes.count >= count else {
            throw PostgresError(.decoding, "\(count) bytes expected, \(bytes.count) left")
        }
        let part = UnsafeRawBufferPointer(rebasing: bytes[..<count])
        bytes = UnsafeRawBufferPointer(rebasing: bytes[count...])
        return ByteReader(part)
    }

    /// Takes all that is left.
    ///
    /// - Returns: a copy of the bytes.
    package mutating func rest() -> [UInt8] {
        defer { bytes = UnsafeRawBufferPointer(rebasing: bytes[bytes.count...]) }
        return Array(bytes)
    }

    /// Takes all that is left as text.
    ///
    /// - Returns: the text.
    /// - Throws: `.decoding` when the bytes are not UTF-8.
    package mutating func restAsText() throws(PostgresError) -> String {
        defer { bytes = UnsafeRawBufferPointer(rebasing: bytes[bytes.count...]) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw PostgresError(.decoding, "the text is not UTF-8")
        }
        return text
    }

    /// Checks that nothing is left.
    ///
    /// - Throws: `.decoding` when something is.
    package func finish() throws(PostgresError) {
        guard bytes.isEmpty else {
            throw PostgresError(.decoding, "\(bytes.count) bytes too many")
        }
    }
}

extension ByteReader {
    /// Decodes a value from bytes that are not in a result.
    ///
    /// - Parameters:
    ///   - value: what to read.
    ///   - bytes: all bytes of the value.
    ///   - type: the database's type of the bytes.
    /// - Returns: the value.
    /// - Throws: `.decoding` when the bytes are no such value.
    package static func decode<Value: PostgresDecodable>(
        _ value: Value.Type,
        from bytes: [UInt8],
        as type: PostgresType
    ) throws(PostgresError) -> Value {
        let outcome = bytes.withUnsafeBytes { buffer in
            Result { () throws(PostgresError) in try Value.decodeCell(buffer, type: type) }
        }
        return try outcome.get()
    }
}
