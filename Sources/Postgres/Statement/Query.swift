/// A statement with its values: what is interpolated is bound, never made part of the text.
///
///     let query: Query = "SELECT title FROM report WHERE district_id = \(district) AND id = ANY(\(ids))"
///
/// gives the text `… district_id = $1 AND id = ANY($2)` and two binary parameters. The text is also the key of each
/// connection's cache of prepared statements: keep what varies in the values.
package struct Query: Sendable {
    /// The text, with `$1`, `$2` … where values are.
    package private(set) var sql: String
    /// Whether connections keep the statement prepared; say false for one-off statements.
    package var isPrepared = true

    private(set) var parameters = Parameters()
    /// The first value that could not be encoded; thrown when the query is sent, since interpolation cannot throw.
    private(set) var failure: PostgresError?

    /// Makes a statement from text that the program wrote itself, such as a migration.
    ///
    /// - Parameter unsafeSQL: the text; nothing from outside may be in it.
    package init(unsafeSQL: String) {
        sql = unsafeSQL
    }

    /// The same statement, but parsed anew each time instead of being kept prepared.
    ///
    /// - Returns: the statement.
    package func unprepared() -> Query {
        var copy = self
        copy.isPrepared = false
        return copy
    }

    /// A statement that shows how the server would carry this one out, with the same values.
    ///
    /// - Returns: `EXPLAIN` of the statement.
    package func explained() -> Query {
        var copy = self
        copy.sql = "EXPLAIN " + sql
        copy.isPrepared = false
        return copy
    }

    /// Binds one more value.
    ///
    /// - Parameter value: the value.
    /// - Returns: its number, for `$number` in the text.
    package mutating func bind<Value: PostgresEncodable>(_ value: Value) -> Int {
        do {
            try parameters.append(value)
        } catch {
            failure = failure ?? error
        }
        return parameters.count
    }
}

extension Query: ExpressibleByStringInterpolation {
    /// Makes a statement without values.
    ///
    /// - Parameter value: the text.
    package init(stringLiteral value: String) {
        sql = value
    }

    /// Makes a statement from its text and values.
    ///
    /// - Parameter stringInterpolation: the text and values.
    package init(stringInterpolation: Interpolation) {
        self = stringInterpolation.query
    }

    /// Collects the text and the values.
    package struct Interpolation: StringInterpolationProtocol {
        fileprivate var query: Query

        /// Begins.
        ///
        /// - Parameters:
        ///   - literalCapacity: how much text to expect.
        ///   - interpolationCount: how many values to expect.
        package init(literalCapacity: Int, interpolationCount: Int) {
            query = Query(unsafeSQL: "")
            query.sql.reserveCapacity(literalCapacity + interpolationCount * 3)
        }

        /// Adds text that stands in the source.
        ///
        /// - Parameter literal: the text.
        package mutating func appendLiteral(_ literal: String) {
            query.sql += literal
        }

        /// Binds a value.
        ///
        /// - Parameter value: the value.
        package mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value) {
            let number = query.bind(value)
            query.sql += "$"
            query.sql += String(number)
        }

        /// Binds a value or NULL.
        ///
        /// - Parameter value: the value, if there is one.
        package mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
            let number = query.bind(value)
            query.sql += "$"
            query.sql += String(number)
        }

        /// Adds text as it is: nothing from outside may be in it.
        ///
        /// - Parameter text: a piece of SQL that the program wrote itself.
        package mutating func appendInterpolation(unsafeSQL text: String) {
            query.sql += text
        }

        /// Adds a name, quoted: a table, column, channel or role.
        ///
        /// - Parameter name: the name as it is, unquoted.
        package mutating func appendInterpolation(identifier name: String) {
            query.sql += "\"" + name.replacing("\"", with: "\"\"") + "\""
            if name.utf8.contains(0) {
                query.failure = PostgresError(.encoding, "a name with a NUL")
            }
        }
    }
}
