package import Postgres
package import Workflow

/// A posting that was given up and waits for a person.
package struct DeadPosting: Sendable {
    /// Its id.
    package let id: Int64
    /// The channel's name.
    package let channel: String
    /// To whom, as the database keeps it.
    package let receiver: String
    /// The ticket; nil: about none, or about several.
    package let ticket: TicketID?
    /// The number of the event that it tells of.
    package let seq: Int?
    /// How often it was tried.
    package let attempts: Int
    /// Why it was given up.
    package let reason: String
    /// When.
    package let diedAt: Instant

    /// Those of a district, the oldest first.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - channel: of this channel only.
    ///   - limit: at the most.
    /// - Returns: the statement; its rows are read by `init(row:)`.
    package static func list(_ district: DistrictID, channel: String? = nil, limit: Int) -> Query {
        """
        SELECT id, channel, receiver, ticket_id, seq, attempts, reason, died_at FROM posting_dead
        WHERE district_id = \(district.rawValue) AND (\(channel)::text IS NULL OR channel = \(channel))
        ORDER BY id LIMIT \(Int32(clamping: limit))
        """
    }

    /// Puts dead postings back, due now and with no tries behind them.
    package static func resend(_ district: DistrictID, _ ids: [Int64]) -> Query {
        """
        WITH back AS (
            DELETE FROM posting_dead WHERE district_id = \(district.rawValue) AND id = ANY(\(ids))
            RETURNING district_id, id, source, source_id, channel, receiver, ticket_id, seq, payload
        )
        INSERT INTO posting (district_id, id, source, source_id, channel, receiver, ticket_id, seq, payload)
        SELECT * FROM back ON CONFLICT DO NOTHING
        """
    }

    /// Gives dead postings up for good.
    package static func giveUp(_ district: DistrictID, _ ids: [Int64]) -> Query {
        "DELETE FROM posting_dead WHERE district_id = \(district.rawValue) AND id = ANY(\(ids))"
    }

    /// Reads a row of `list`.
    package init(row: Row) throws {
        id = try row[0]
        channel = try row[1]
        receiver = try row[2]
        ticket = try row[3, as: Int64?.self].map { TicketID($0) }
        seq = try row[4, as: Int32?.self].map { Int($0) }
        attempts = Int(try row[5, as: Int32.self])
        reason = try row[6]
        diedAt = Instant(try row[7, as: Timestamp.self])
    }
}
