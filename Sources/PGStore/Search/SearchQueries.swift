package import Postgres
package import Workflow

/// Filling the search table after commit, by a cursor that skips nothing.
package enum SearchQueries {
    /// BEGIN and the place where the follower stands, locked; no row where another follows just now.
    package static func begin(_ district: DistrictID) -> [Query] {
        [
            "BEGIN",
            """
            INSERT INTO follower (district_id, name, xact, ticket_id)
            VALUES (\(district.rawValue), 'search', '0'::xid8, 0) ON CONFLICT DO NOTHING
            """,
            """
            SELECT f.xact, f.ticket_id FROM follower AS f
            WHERE f.district_id = \(district.rawValue) AND f.name = 'search' FOR UPDATE SKIP LOCKED
            """,
        ]
    }

    /// Whether the first new ticket after the place where the follower stands can be read; no row: there is none.
    ///
    /// What an idle district costs is this one read; nothing is locked.
    package static func look(_ district: DistrictID) -> Query {
        """
        SELECT e.xact < journal_xmin()
        FROM ticket_event AS e
        WHERE e.district_id = \(district.rawValue) AND e.seq = 1 AND (e.xact, e.ticket_id) > (
            coalesce((SELECT f.xact FROM follower AS f
                WHERE f.district_id = \(district.rawValue) AND f.name = 'search'), '0'::xid8),
            coalesce((SELECT f.ticket_id FROM follower AS f
                WHERE f.district_id = \(district.rawValue) AND f.name = 'search'), 0))
        ORDER BY e.xact, e.ticket_id
        LIMIT 1
        """
    }

    /// New tickets after a place, in the order in which they became visible.
    ///
    /// Only transactions below the snapshot's xmin are read: all before them have ended, so nothing can appear
    /// behind the cursor later.
    package static func filed(
        _ district: DistrictID,
        after xact: TransactionID,
        _ ticket: TicketID,
        limit: Int
    ) -> Query {
        """
        SELECT e.xact, e.ticket_id, coalesce(r.title, ''), coalesce(r.text, '')
        FROM ticket_event AS e
        LEFT JOIN report AS r ON r.district_id = e.district_id AND r.ticket_id = e.ticket_id
        WHERE e.district_id = \(district.rawValue) AND e.seq = 1
            AND (e.xact, e.ticket_id) > (\(xact), \(ticket.rawValue))
            AND e.xact < journal_xmin()
        ORDER BY e.xact, e.ticket_id
        LIMIT \(Int32(clamping: limit))
        """
    }

    /// Whether tickets after a place were filed that `filed` does not read yet.
    ///
    /// They wait for a transaction that is still open, and nobody will give a hint when it ends.
    package static func hidden(_ district: DistrictID, after xact: TransactionID) -> Query {
        """
        SELECT EXISTS (
            SELECT FROM ticket_event AS e
            WHERE e.district_id = \(district.rawValue) AND e.seq = 1 AND e.xact > \(xact)
                AND e.xact >= journal_xmin())
        """
    }

    /// Writes the bigrams of tickets and moves the follower; ends with COMMIT.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - rows: tickets with their bigrams.
    ///   - xact: the transaction of the last one.
    ///   - ticket: the last one.
    /// - Returns: the statements of one flight.
    package static func fill(
        _ district: DistrictID,
        _ rows: [(ticket: TicketID, grams: [String])],
        xact: TransactionID,
        _ ticket: TicketID
    ) -> [Query] {
        // An array of arrays cannot be ragged: the bigrams of a ticket travel as one text with line ends between.
        let tickets = rows.map(\.ticket.rawValue)
        let grams = rows.map { $0.grams.joined(separator: "\n") }
        return [
            """
            INSERT INTO search (district_id, ticket_id, grams)
            SELECT \(district.rawValue), n.ticket_id,
                array_to_tsvector(array_remove(string_to_array(n.grams, E'\\n'), ''))
            FROM unnest(\(tickets), \(grams)) AS n (ticket_id, grams)
            ON CONFLICT (district_id, ticket_id) DO UPDATE SET grams = excluded.grams
            """,
            """
            UPDATE follower SET xact = \(xact), ticket_id = \(ticket.rawValue)
            WHERE district_id = \(district.rawValue) AND name = 'search'
            """,
            "COMMIT",
        ]
    }
}
