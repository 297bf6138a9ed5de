package import Postgres
package import Workflow

/// Following the journal of a district.
package enum FeedQueries {
    /// Before what is written from now on: whoever begins to follow there misses nothing that happens later.
    package static let now: Query = "SELECT journal_xmin()"

    /// Events after a place, in the order in which they became visible; its rows are read by `FeedEvent`.
    ///
    /// - Parameters:
    ///   - cursor: the place.
    ///   - district: the district.
    ///   - limit: events at the most.
    /// - Returns: the statement.
    package static func events(after cursor: FeedCursor, in district: DistrictID, limit: Int) -> Query {
        """
        SELECT \(unsafeSQL: StoredEvent.columns), e.xact
        FROM ticket_event AS e
        WHERE e.district_id = \(district.rawValue)
            AND (e.xact, e.ticket_id, e.seq) > (\(cursor.xact), \(cursor.ticket.rawValue), \(Int32(clamping: cursor.seq)))
            AND e.xact < journal_xmin()
        ORDER BY e.xact, e.ticket_id, e.seq
        LIMIT \(Int32(clamping: limit))
        """
    }

    /// What has been written since a transaction began to write, as far as it can be seen, and before what it is now; its rows
    /// are read by `TouchedTicket`.
    ///
    /// Unlike `events` it does not keep below the oldest transaction that is open: what is seen may be found again.
    ///
    /// - Parameters:
    ///   - xact: the transaction.
    ///   - district: the district.
    ///   - limit: events at the most.
    /// - Returns: the statement; it has one row at least.
    package static func touched(since xact: TransactionID, in district: DistrictID, limit: Int) -> Query {
        """
        SELECT journal_xmin(), e.ticket_id, e.seq
        FROM (VALUES (1)) AS one (row)
        LEFT JOIN LATERAL (
            SELECT e.ticket_id, e.seq FROM ticket_event AS e
            WHERE e.district_id = \(district.rawValue) AND e.xact >= \(xact)
            ORDER BY e.xact, e.ticket_id, e.seq
            LIMIT \(Int32(clamping: limit))
        ) AS e ON true
        """
    }

    /// Whether there are events after a place that `events` does not show yet: they wait for a transaction that is still
    /// open, and nobody gives a hint when it ends.
    package static func hidden(after cursor: FeedCursor, in district: DistrictID) -> Query {
        """
        SELECT EXISTS (
            SELECT FROM ticket_event AS e
            WHERE e.district_id = \(district.rawValue) AND e.xact >= \(cursor.xact)
                AND e.xact >= journal_xmin())
        """
    }
}

/// An event with its place in the journal.
package struct FeedEvent: Sendable {
    /// The place.
    package let cursor: FeedCursor
    /// The event.
    package let event: Event
    /// When the database wrote it.
    package let recordedAt: Instant

    /// Reads a row of `FeedQueries.events`.
    ///
    /// - Throws: `StoreError.damaged` where the row is not what this program wrote.
    package init(row: Row, district: DistrictID) throws {
        let stored = try StoredEvent(row: row, district: district)
        event = stored.event
        recordedAt = stored.recordedAt
        cursor = FeedCursor(xact: try row[8], ticket: event.ticket, seq: event.seq)
    }
}
