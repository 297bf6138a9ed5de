/// One row, decoded column by column when asked; keeps its whole result in memory.
package struct Row: Sendable {
    let buffer: ResultBuffer
    let index: Int

    /// How many columns it has.
    package var count: Int {
        buffer.columnCount
    }

    /// Reads a value.
    ///
    /// - Parameters:
    ///   - column: its place from 0.
    ///   - type: the type to read it as.
    /// - Throws: `.decoding` when it is not of that type or there is no such column.
    package subscript<Value: PostgresDecodable>(column: Int, as type: Value.Type = Value.self) -> Value {
        get throws(PostgresError) {
            guard column >= 0, column < buffer.columnCount else {
                throw PostgresError(.decoding, "no column \(column) in a row of \(buffer.columnCount)")
            }
            let columnType = buffer.columnType(column)
            guard buffer.isBinary(column) else {
                throw PostgresError(.decoding, "column \(column) came as text")
            }
            do {
                return try buffer.withCell(row: index, column: column) { (bytes) throws(PostgresError) in
                    try Value.decodeCell(bytes, type: columnType)
                }
            } catch {
                throw error.inColumn(column, buffer.columnName(column))
            }
        }
    }

    /// Reads a value by its column's name, which is looked up each time.
    ///
    /// - Parameters:
    ///   - name: the column's name.
    ///   - type: the type to read it as.
    /// - Throws: `.decoding` when it is not of that type or there is no such column.
    package subscript<Value: PostgresDecodable>(name: String, as type: Value.Type = Value.self) -> Value {
        get throws(PostgresError) {
            try self[QueryResult(buffer).column(name), as: type]
        }
    }

    /// Reads the first columns together: `let (id, title) = try row.decode((Int64, String?).self)`.
    ///
    /// - Parameter types: the types of the columns, as a tuple's type.
    /// - Returns: the values.
    /// - Throws: `.decoding` when a value is not of its type or there are too few columns.
    package func decode<each Value: PostgresDecodable>(
        _ types: (repeat each Value).Type = (repeat each Value).self
    ) throws(PostgresError) -> (repeat each Value) {
        var column = 0
        func next<V: PostgresDecodable>(_ type: V.Type) throws(PostgresError) -> V {
            defer { column += 1 }
            return try self[column, as: type]
        }
        return (repeat try next((each Value).self))
    }
}

extension PostgresError {
    func inColumn(_ column: Int, _ name: String) -> PostgresError {
        var copy = self
        copy.message = "column \(column) (\(name)): \(message)"
        return copy
    }
}
