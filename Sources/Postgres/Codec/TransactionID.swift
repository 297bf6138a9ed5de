/// The number of a transaction, as `xid8` counts them: it never wraps.
package struct TransactionID: Hashable, Comparable, Sendable {
    /// The number.
    package let rawValue: UInt64

    /// Makes a number.
    ///
    /// - Parameter rawValue: the number.
    package init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// Orders by number.
    ///
    /// - Parameters:
    ///   - left: a number.
    ///   - right: another.
    /// - Returns: whether the first is smaller.
    package static func < (left: TransactionID, right: TransactionID) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension TransactionID: PostgresCodable, PostgresArrayElement {
    /// The type `xid8`.
    package static var postgresType: PostgresType {
        .xid8
    }

    /// The type `xid8[]`.
    package static var postgresArrayType: PostgresType {
        .xid8Array
    }

    /// Writes the value.
    ///
    /// - Parameter writer: where to write.
    package func encode(into writer: inout ByteWriter) {
        writer.integer(rawValue)
    }

    /// Says whether a column of that type can be read as this.
    ///
    /// - Parameter type: the column's type.
    /// - Returns: true if so.
    package static func accepts(_ type: PostgresType) -> Bool {
        type == .xid8
    }

    /// Reads the value.
    ///
    /// - Parameters:
    ///   - reader: all bytes of the value.
    ///   - type: the column's type.
    /// - Returns: the value.
    /// - Throws: `.decoding` when the bytes are no such value.
    package static func decode(_ reader: inout ByteReader, type: PostgresType) throws(PostgresError) -> TransactionID {
        TransactionID(rawValue: try reader.integer())
    }
}
