/// What the server wrote about an error.
package struct ServerReport: Sendable, Hashable {
    /// The five-letter code.
    package var sqlState: SQLState
    /// ERROR, FATAL or PANIC.
    package var severity: String
    /// The server's sentence; may quote a value.
    package var message: String
    /// More about it; quotes values of rows.
    package var detail: String?
    /// What could be done.
    package var hint: String?
    /// The constraint that refused.
    package var constraint: String?
    /// The schema concerned.
    package var schema: String?
    /// The table concerned.
    package var table: String?
    /// The column concerned.
    package var column: String?
    /// Where in the statement, counted in characters from 1.
    package var position: Int?

    var safeDescription: String {
        var words = ["\(severity) \(sqlState)"]
        if let constraint {
            words.append("constraint \(constraint)")
        }
        if let table {
            words.append("table \(table)")
        }
        if let column {
            words.append("column \(column)")
        }
        return words.joined(separator: ", ")
    }
}
