/// An instant, in microseconds since 1970-01-01T00:00:00Z.
package struct Timestamp: Hashable, Comparable, Sendable {
    /// Microseconds since 1970-01-01T00:00:00Z; the extremes are the database's `infinity` and `-infinity`.
    package let microseconds: Int64

    /// Makes an instant.
    ///
    /// - Parameter microseconds: microseconds since 1970-01-01T00:00:00Z.
    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// After every other: the database's `infinity`.
    package static let infinity = Timestamp(microseconds: .max)
    /// Before every other: the database's `-infinity`.
    package static let minusInfinity = Timestamp(microseconds: .min)

    /// Orders by time.
    ///
    /// - Parameters:
    ///   - left: an instant.
    ///   - right: another.
    /// - Returns: whether the first is earlier.
    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }

    /// 2000-01-01, from which the database counts.
    private static let epoch: Int64 = 946_684_800_000_000

    fileprivate func databaseValue() throws(PostgresError) -> Int64 {
        guard microseconds != .max, microseconds != .min else { return microseconds }
        let (value, overflow) = microseconds.subtractingReportingOverflow(Self.epoch)
        guard !overflow else {
            throw PostgresError(.encoding, "an instant outside the database's range")
        }
        return value
    }

    fileprivate init(databaseValue value: Int64) throws(PostgresError) {
        guard value != .max, value != .min else {
            microseconds = value
            return
        }
        let (sum, overflow) = value.addingReportingOverflow(Self.epoch)
        guard !overflow, sum != .max, sum != .min else {
            throw PostgresError(.decoding, "an instant that fits no 64 bits")
        }
        microseconds = sum
    }
}

extension Timestamp: PostgresCodable, PostgresArrayElement {
    /// The type `timestamptz`.
    package static var postgresType: PostgresType {
        .timestamptz
    }

    /// The type `timestamptz[]`.
    package static var postgresArrayType: PostgresType {
        .timestamptzArray
    }

    /// Writes the value.
    ///
    /// - Parameter writer: where to write.
    /// - Throws: `.encoding` when the instant is out of the database's range.
    package func encode(into writer: inout ByteWriter) throws(PostgresError) {
        writer.integer(try databaseValue())
    }

    /// Says whether a column of that type can be read as this.
    ///
    /// - Parameter type: the column's type.
    /// - Returns: true if so.
    package static func accepts(_ type: PostgresType) -> Bool {
        type == .timestamptz
    }

    /// Reads the value.
    ///
    /// - Parameters:
    ///   - reader: all bytes of the value.
    ///   - type: the column's type.
    /// - Returns: the value.
    /// - Throws: `.decoding` when the bytes are no such value.
    package static func decode(_ reader: inout ByteReader, type: PostgresType) throws(PostgresError) -> Timestamp {
        try Timestamp(databaseValue: try reader.integer())
    }
}
