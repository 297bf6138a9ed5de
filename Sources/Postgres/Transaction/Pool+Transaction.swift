extension Pool {
    /// Runs a closure in a transaction, and again when the database says that it may succeed then (40001, 40P01).
    ///
    /// - Parameters:
    ///   - isolation: what the transaction sees of others.
    ///   - isReadOnly: whether writes are refused.
    ///   - attempts: how often at most; at least once.
    ///   - deadline: when the caller stops waiting for a connection.
    ///   - body: the statements; it may run several times, so it must do nothing but statements.
    /// - Returns: what the closure returns.
    /// - Throws: what the last attempt threw.
    @discardableResult
    package func withTransaction<Value>(
        isolation: IsolationLevel = .readCommitted,
        isReadOnly: Bool = false,
        attempts: Int = 5,
        deadline: ContinuousClock.Instant? = nil,
        _ body: (Connection) async throws -> Value
    ) async throws -> Value {
        var attempt = 1
        while true {
            do {
                return try await withConnection(deadline: deadline) { connection in
                    try await connection.withTransaction(isolation: isolation, isReadOnly: isReadOnly, body)
                }
            } catch let error as PostgresError where error.isRetryable && attempt < attempts {
                // A random pause, so that two that met do not meet again.
                try await Task.sleep(for: .milliseconds(Int64.random(in: 0...(5 << min(attempt, 6)))))
                attempt += 1
            }
        }
    }
}
