/// A day of the calendar, counted from 1970-01-01.
package struct CalendarDate: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01; the extremes are the database's `infinity` and `-infinity`.
    package let daysSinceEpoch: Int32

    /// Makes a day.
    ///
    /// - Parameter daysSinceEpoch: days since 1970-01-01.
    package init(daysSinceEpoch: Int32) {
        self.daysSinceEpoch = daysSinceEpoch
    }

    /// Orders by time.
    ///
    /// - Parameters:
    ///   - left: a day.
    ///   - right: another.
    /// - Returns: whether the first is earlier.
    package static func < (left: CalendarDate, right: CalendarDate) -> Bool {
        left.daysSinceEpoch < right.daysSinceEpoch
    }

    /// 2000-01-01, from which the database counts.
    private static let epoch: Int32 = 10957

    fileprivate func databaseValue() throws(PostgresError) -> Int32 {
        guard daysSinceEpoch != .max, daysSinceEpoch != .min else { return daysSinceEpoch }
        let (value, overflow) = daysSinceEpoch.subtractingReportingOverflow(Self.epoch)
        guard !overflow else {
            throw PostgresError(.encoding, "a day outside the database's range")
        }
        return value
    }

    fileprivate init(databaseValue value: Int32) throws(PostgresError) {
        guard value != .max, value != .min else {
            daysSinceEpoch = value
            return
        }
        let (sum, overflow) = value.addingReportingOverflow(Self.epoch)
        guard !overflow, sum != .max, sum != .min else {
            throw PostgresError(.decoding, "a day that fits no 32 bits")
        }
        daysSinceEpoch = sum
    }
}

extension CalendarDate: PostgresCodable, PostgresArrayElement {
    /// The type `date`.
    package static var postgresType: PostgresType {
        .date
    }

    /// The type `date[]`.
    package static var postgresArrayType: PostgresType {
        .dateArray
    }

    /// Writes the value.
    ///
    /// - Parameter writer: where to write.
    /// - Throws: `.encoding` when the day is out of the database's range.
    package func encode(into writer: inout ByteWriter) throws(PostgresError) {
        writer.integer(try databaseValue())
    }

    /// Says whether a column of that type can be read as this.
    ///
    /// - Parameter type: the column's type.
    /// - Returns: true if so.
    package static func accepts(_ type: PostgresType) -> Bool {
        type == .date
    }

    /// Reads the value.
    ///
    /// - Parameters:
    ///   - reader: all bytes of the value.
    ///   - type: the column's type.
    /// - Returns: the value.
    /// - Throws: `.decoding` when the bytes are no such value.
    package static func decode(_ reader: inout ByteReader, type: PostgresType) throws(PostgresError) -> CalendarDate {
        try CalendarDate(databaseValue: try reader.integer())
    }
}
