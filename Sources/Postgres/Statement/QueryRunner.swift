/// Something that runs statements: a connection, or a pool that picks one.
package protocol QueryRunner: Sendable {
    /// Sends statements together and waits for all their results; the first failure ends the rest.
    ///
    /// - Parameters:
    ///   - queries: the statements.
    ///   - deadline: when the caller stops waiting.
    /// - Returns: a result for each statement.
    /// - Throws: `PostgresError`.
    @discardableResult
    func flight(
        _ queries: [Query],
        deadline: ContinuousClock.Instant?
    ) async throws(PostgresError) -> [QueryResult]
}

extension QueryRunner {
    /// Runs one statement.
    ///
    /// - Parameters:
    ///   - query: the statement.
    ///   - deadline: when the caller stops waiting.
    /// - Returns: its result.
    /// - Throws: `PostgresError`.
    @discardableResult
    package func query(
        _ query: Query,
        deadline: ContinuousClock.Instant? = nil
    ) async throws(PostgresError) -> QueryResult {
        guard let result = try await flight([query], deadline: deadline).first else {
            throw PostgresError(.decoding, "no answer came to a statement")
        }
        return result
    }
}
