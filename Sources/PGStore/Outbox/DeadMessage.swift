package import Postgres
package import Workflow

/// A message that could not be delivered and waits for a person.
package struct DeadMessage: Sendable {
    /// Its id.
    package let id: Int64
    /// The ticket.
    package let ticket: TicketID
    /// The event's number.
    package let seq: Int
    /// How often it was tried.
    package let attempts: Int
    /// Why it was given up.
    package let reason: String
    /// When.
    package let diedAt: Instant

    /// The dead messages of a district, the oldest first.
    package static func list(_ district: DistrictID, limit: Int) -> Query {
        """
        SELECT id, ticket_id, seq, attempts, reason, died_at FROM outbox_dead
        WHERE district_id = \(district.rawValue) ORDER BY id LIMIT \(Int32(clamping: limit))
        """
    }

    /// Puts dead messages back into the outbox, due now and with no tries behind them.
    package static func resend(_ district: DistrictID, _ ids: [Int64]) -> Query {
        """
        WITH back AS (
            DELETE FROM outbox_dead WHERE district_id = \(district.rawValue) AND id = ANY(\(ids))
            RETURNING district_id, id, ticket_id, seq, payload
        )
        INSERT INTO outbox (district_id, id, ticket_id, next_at, seq, payload)
        SELECT district_id, id, ticket_id, clock_timestamp(), seq, payload FROM back
        """
    }

    /// Gives dead messages up for good.
    package static func giveUp(_ district: DistrictID, _ ids: [Int64]) -> Query {
        "DELETE FROM outbox_dead WHERE district_id = \(district.rawValue) AND id = ANY(\(ids))"
    }

    /// Reads a row of `list`.
    package init(row: Row) throws {
        id = try row[0]
        ticket = TicketID(try row[1, as: Int64.self])
        seq = Int(try row[2, as: Int32.self])
        attempts = Int(try row[3, as: Int32.self])
        reason = try row[4]
        diedAt = Instant(try row[5, as: Timestamp.self])
    }
}
