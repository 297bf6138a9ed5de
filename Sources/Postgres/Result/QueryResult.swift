/// What a statement gave: its rows, and what it did.
package struct QueryResult: Sendable {
    let buffer: ResultBuffer

    init(_ buffer: ResultBuffer) {
        self.buffer = buffer
    }

    /// A column of a result.
    package struct Column: Sendable, Hashable {
        /// Its name.
        package let name: String
        /// Its type.
        package let type: PostgresType
    }

    /// How many rows the statement changed, or read.
    package var affectedRows: Int {
        buffer.affectedRows
    }

    /// What the server says it did, such as `INSERT 0 3`.
    package var commandTag: String {
        buffer.commandTag
    }

    /// The columns, in order.
    package var columns: [Column] {
        (0..<buffer.columnCount).map { Column(name: buffer.columnName($0), type: buffer.columnType($0)) }
    }

    /// Finds a column.
    ///
    /// - Parameter name: its name, as it is in the result.
    /// - Returns: its place.
    /// - Throws: `.decoding` when there is none of that name.
    package func column(_ name: String) throws(PostgresError) -> Int {
        for index in 0..<buffer.columnCount where buffer.columnName(index) == name {
            return index
        }
        throw PostgresError(.decoding, "no column \(name)")
    }

    /// Reads every row.
    ///
    /// - Parameter types: the types of the columns, as a tuple's type.
    /// - Returns: one tuple a row.
    /// - Throws: `.decoding` when a value is not of its type.
    package func decode<each Value: PostgresDecodable>(
        _ types: (repeat each Value).Type = (repeat each Value).self
    ) throws(PostgresError) -> [(repeat each Value)] {
        var tuples: [(repeat each Value)] = []
        tuples.reserveCapacity(count)
        for row in self {
            tuples.append(try row.decode(types))
        }
        return tuples
    }

    /// The only row.
    ///
    /// - Returns: the row.
    /// - Throws: `.decoding` when there is none or more than one.
    package func only() throws(PostgresError) -> Row {
        guard count == 1 else {
            throw PostgresError(.decoding, "one row expected, \(count) came")
        }
        return self[0]
    }
}

extension QueryResult: RandomAccessCollection {
    /// Zero.
    package var startIndex: Int {
        0
    }

    /// The number of rows.
    package var endIndex: Int {
        buffer.rowCount
    }

    /// A row.
    ///
    /// - Parameter position: its place from 0; must exist.
    package subscript(position: Int) -> Row {
        precondition(position >= 0 && position < buffer.rowCount, "row \(position) of \(buffer.rowCount)")
        return Row(buffer: buffer, index: position)
    }
}
