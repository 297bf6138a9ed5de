/// Collects the bytes of parameters.
package struct ByteWriter: Sendable {
    /// What was written so far.
    package private(set) var bytes: [UInt8] = []

    init() {}

    /// Writes a big-endian integer.
    ///
    /// - Parameter value: the integer.
    package mutating func integer(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// Writes bytes as they are.
    ///
    /// - Parameter new: the bytes.
    package mutating func append(_ new: some Collection<UInt8>) {
        bytes.append(contentsOf: new)
    }

    /// Writes a length and then what the closure writes.
    mutating func lengthPrefixed(
        _ write: (inout ByteWriter) throws(PostgresError) -> Void
    ) throws(PostgresError) {
        let start = bytes.count
        integer(Int32(0))
        try write(&self)
        let length = bytes.count - start - 4
        guard let small = Int32(exactly: length) else {
            throw PostgresError(.encoding, "a value of \(length) bytes is too long")
        }
        bytes.withUnsafeMutableBytes { $0.storeBytes(of: small.bigEndian, toByteOffset: start, as: Int32.self) }
    }
}
