package import PGStore
import Postgres
package import Workflow

/// Some of what happened in a district, in the order in which it became visible.
package struct FeedPage: Sendable {
    /// What happened; empty: nothing that may be read yet.
    package let events: [FeedEvent]
    /// Where to go on.
    package let next: FeedCursor
    /// Whether there may be more at once: the page is full.
    package let isFull: Bool
    /// Whether more was written that a transaction still open keeps back: look again soon, no hint will come.
    package let isHeldBack: Bool
}

extension Engine {
    /// Where the journal of a district ends now: whoever goes on from there misses nothing that happens later.
    ///
    /// - Throws: `PostgresError`.
    package func feedCursor() async throws -> FeedCursor {
        FeedCursor(before: try await pool.query(FeedQueries.now).only()[0])
    }

    /// What happened in a district after a place; each event once, none ever behind a cursor that was given out.
    ///
    /// - Parameters:
    ///   - cursor: the place.
    ///   - district: the district.
    ///   - limit: events at the most.
    /// - Returns: the events and where to go on.
    /// - Throws: `StoreError.damaged` where an event cannot be read; `PostgresError`.
    package func feed(after cursor: FeedCursor, in district: DistrictID, limit: Int = 500) async throws -> FeedPage {
        // In this order: what is hidden to the first may be shown by the second, and is then only looked for in vain.
        let answers = try await pool.flight([
            FeedQueries.hidden(after: cursor, in: district),
            FeedQueries.events(after: cursor, in: district, limit: limit),
        ])
        let events = try answers[1].map { try FeedEvent(row: $0, district: district) }
        return FeedPage(
            events: events,
            next: events.last?.cursor ?? cursor,
            isFull: events.count == limit,
            isHeldBack: try answers[0].only()[0]
        )
    }
}
