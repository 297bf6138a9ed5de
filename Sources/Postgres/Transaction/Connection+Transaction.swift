extension Connection {
    /// Runs a closure in a transaction of this connection: COMMIT when it returns, ROLLBACK when it throws.
    ///
    /// - Parameters:
    ///   - isolation: what the transaction sees of others.
    ///   - isReadOnly: whether writes are refused.
    ///   - body: the statements.
    /// - Returns: what the closure returns.
    /// - Throws: what the closure throws; of COMMIT, a `PostgresError` whose `isOutcomeUnknown` says whether the
    ///   transaction may stand nevertheless.
    @discardableResult
    package nonisolated func withTransaction<Value>(
        isolation: IsolationLevel = .readCommitted,
        isReadOnly: Bool = false,
        _ body: (Connection) async throws -> Value
    ) async throws -> Value {
        let mode = isReadOnly ? "READ ONLY" : "READ WRITE"
        try await query("BEGIN ISOLATION LEVEL \(unsafeSQL: isolation.rawValue) \(unsafeSQL: mode)")
        let value: Value
        do {
            value = try await body(self)
        } catch {
            try? await rollBack()
            throw error.beforeCommit
        }
        try await commit()
        return value
    }

    private nonisolated func commit() async throws(PostgresError) {
        let tag: String
        do throws(PostgresError) {
            tag = try await query("COMMIT").commandTag
        } catch {
            // Refused, or the caller left: then whether it stands is for `isOutcomeUnknown` to say.
            try? await rollBack()
            throw error
        }
        if tag != "COMMIT" {
            throw PostgresError(.transactionRolledBack, "a statement had failed, so COMMIT rolled back")
        }
    }
}

extension Error {
    /// The same error, certain that the transaction does not stand: COMMIT was never sent.
    fileprivate var beforeCommit: any Error {
        guard let error = self as? PostgresError else { return self }
        return error.beforeSending
    }
}
