// MARK: - Rows as they come

extension Connection {
    /// Runs a statement whose rows are handed over as they come, in bounded memory, however many there are.
    ///
    /// While the closure runs, the connection takes nothing else; when the closure is behind, the socket is left
    /// unread, so the server waits. When it ends early, the statement is cancelled.
    ///
    /// - Parameters:
    ///   - query: the statement.
    ///   - deadline: when the caller stops waiting.
    ///   - body: reads the rows; the sequence must not outlive it.
    /// - Returns: what the closure returns.
    /// - Throws: what the closure throws.
    @discardableResult
    package nonisolated func withRows<Value>(
        of query: Query,
        deadline: ContinuousClock.Instant? = nil,
        _ body: (RowSequence) async throws -> Value
    ) async throws -> Value {
        let feed = RowFeed()
        let flight = Flight(.rows(query, feed), deadline: deadline)
        // Structured: the flight's task ends before this function does.
        async let answer = finished(flight)
        do {
            let value = try await body(RowSequence(feed: feed, connection: self))
            leaveRows(flight)
            _ = await answer
            return value
        } catch {
            leaveRows(flight)
            _ = await answer
            throw error
        }
    }

    private nonisolated func finished(_ flight: Flight) async -> PostgresError? {
        do throws(PostgresError) {
            _ = try await run(flight)
            return nil
        } catch {
            // A flight that was refused before it was sent has told nobody else.
            flight.endRows(error)
            return error
        }
    }

    private nonisolated func leaveRows(_ flight: Flight) {
        reactor.perform {
            self.assumeIsolated { $0.leave(flight, PostgresError(.cancelled, "the reader of the rows left")) }
        }
    }

    nonisolated func rowsWereTaken() {
        reactor.perform {
            self.assumeIsolated { $0.resumeReading() }
        }
    }
}

extension Flight {
    func endRows(_ error: PostgresError) {
        if case .rows(_, let feed) = content {
            feed.end(error)
        }
    }
}
