/// The rows of one statement, handed over as they come; to be read once, by one task.
package struct RowSequence: AsyncSequence, Sendable {
    /// A row.
    package typealias Element = Row
    /// What can go wrong between two rows.
    package typealias Failure = PostgresError

    let feed: RowFeed
    let connection: Connection

    /// Begins to read.
    ///
    /// - Returns: the reader; there can be only one.
    package func makeAsyncIterator() -> Iterator {
        Iterator(feed: feed, connection: connection)
    }

    /// Reads rows.
    package struct Iterator: AsyncIteratorProtocol {
        let feed: RowFeed
        let connection: Connection
        private var batch: ArraySlice<Row> = []

        init(feed: RowFeed, connection: Connection) {
            self.feed = feed
            self.connection = connection
        }

        /// Waits for the next row.
        ///
        /// - Parameter actor: whoever reads.
        /// - Returns: the row, nil at the end.
        /// - Throws: `PostgresError` when the statement failed on its way.
        package mutating func next(
            isolation actor: isolated (any Actor)? = #isolation
        ) async throws(PostgresError) -> Row? {
            if batch.isEmpty {
                batch = try await feed.next().get()[...]
                connection.rowsWereTaken()
            }
            return batch.popFirst()
        }

        /// Waits for the next row.
        ///
        /// - Returns: the row, nil at the end.
        /// - Throws: `PostgresError` when the statement failed on its way.
        package mutating func next() async throws(PostgresError) -> Row? {
            try await next(isolation: nil)
        }
    }
}
