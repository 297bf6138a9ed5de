package import Postgres
package import Workflow

/// Looking through new events for webhooks, by a cursor that skips nothing.
package enum WebhookFeed {
    /// Where the look stands, locked; no row where another looks just now, or nobody ever was told.
    package static func begin(_ district: DistrictID) -> Query {
        """
        SELECT xact, ticket_id, seq FROM webhook_cursor WHERE district_id = \(district.rawValue) FOR UPDATE SKIP LOCKED
        """
    }

    /// Reads a row of `begin`.
    package static func cursor(_ row: Row) throws -> FeedCursor {
        FeedCursor(
            xact: try row[0],
            ticket: TicketID(try row[1, as: Int64.self]),
            seq: Int(try row[2, as: Int32.self])
        )
    }

    /// Moves the place on.
    package static func move(_ district: DistrictID, to cursor: FeedCursor) -> Query {
        """
        UPDATE webhook_cursor
        SET xact = \(cursor.xact), ticket_id = \(cursor.ticket.rawValue), seq = \(Int32(clamping: cursor.seq))
        WHERE district_id = \(district.rawValue)
        """
    }

    /// Single events by ticket and number; the rows are read by `StoredEvent`.
    package static func single(_ events: [(ticket: TicketID, seq: Int)], in district: DistrictID) -> Query {
        """
        SELECT \(unsafeSQL: StoredEvent.columns)
        FROM unnest(\(events.map(\.ticket.rawValue)), \(events.map { Int32(clamping: $0.seq) })) AS n (ticket_id, seq)
        JOIN ticket_event AS e ON e.district_id = \(district.rawValue) AND e.ticket_id = n.ticket_id AND e.seq = n.seq
        """
    }
}
