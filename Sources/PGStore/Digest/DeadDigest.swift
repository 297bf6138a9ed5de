package import Postgres
package import Workflow

/// What could not be sent with a digest and waits for a person to look at it.
package struct DeadDigest: Sendable {
    /// For whom it was.
    package let person: PersonID
    /// The message's id.
    package let id: Int64
    /// The ticket; nil of a notice.
    package let ticket: TicketID?
    /// How often it was tried.
    package let attempts: Int
    /// Why it was given up.
    package let reason: String
    /// When.
    package let diedAt: Instant

    /// Those of a district, the oldest first.
    package static func list(_ district: DistrictID, limit: Int) -> Query {
        """
        SELECT person_id, id, ticket_id, attempts, reason, died_at FROM digest_dead
        WHERE district_id = \(district.rawValue) ORDER BY id, person_id LIMIT \(Int32(clamping: limit))
        """
    }

    /// Puts a bounded number back, due now and with no tries behind them.
    package static func resend(_ district: DistrictID, limit: Int) -> Query {
        """
        WITH back AS (
            DELETE FROM digest_dead AS x USING (
                SELECT person_id, id FROM digest_dead WHERE district_id = \(district.rawValue)
                ORDER BY person_id, id LIMIT \(Int32(clamping: limit))) AS n
            WHERE x.district_id = \(district.rawValue) AND x.person_id = n.person_id AND x.id = n.id
            RETURNING x.district_id, x.person_id, x.id, x.ticket_id, x.payload
        ), people AS (
            INSERT INTO digest (district_id, person_id, next_at)
            SELECT \(district.rawValue), p.person_id, clock_timestamp() FROM (
                SELECT DISTINCT person_id FROM back ORDER BY person_id) AS p
            \(unsafeSQL: DigestQueries.sooner)
        )
        INSERT INTO digest_item (district_id, person_id, id, ticket_id, payload) SELECT * FROM back
        """
    }

    /// Reads a row of `list`.
    package init(row: Row) throws {
        person = PersonID(try row[0, as: Int64.self])
        id = try row[1]
        let ticket: Int64? = try row[2]
        self.ticket = ticket.map { TicketID($0) }
        attempts = Int(try row[3, as: Int32.self])
        reason = try row[4]
        diedAt = Instant(try row[5, as: Timestamp.self])
    }
}
