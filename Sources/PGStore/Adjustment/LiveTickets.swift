package import Postgres
package import Workflow

/// What a sweep over the tickets that run reads.
package enum LiveTickets {
    /// All tickets whose life has not ended, by id in order: eight bytes each, read from an index alone.
    ///
    /// Asked for once, so that none is passed over that goes from one unit to another meanwhile; what is filed later is filed
    /// by what rules then.
    package static func ids(_ district: DistrictID) -> Query {
        """
        SELECT array_agg(t.id ORDER BY t.id) FROM ticket AS t
        WHERE t.district_id = \(district.rawValue) AND t.closed_at IS NULL
        """
    }

    /// Those of some tickets whose life has not ended yet, in the order of their ids.
    ///
    /// - Parameters:
    ///   - ids: the tickets.
    ///   - district: the district.
    /// - Returns: the statement; its rows are read by `StoredTicket`, the id stands first.
    package static func of(_ ids: some Sequence<TicketID>, in district: DistrictID) -> Query {
        """
        SELECT \(unsafeSQL: StoredTicket.columns) FROM ticket AS t
        WHERE t.district_id = \(district.rawValue) AND t.id = ANY(\(ids.map(\.rawValue))) AND t.closed_at IS NULL
        ORDER BY t.id
        """
    }

    /// The units that answer for anything in district `$1`, as a recursive table `u (id)`: from one to the next by the index,
    /// whatever the number of tickets of each.
    static let responsible = """
        u (id) AS (
            (SELECT t.responsible_id FROM ticket AS t WHERE t.district_id = $1 AND t.closed_at IS NULL
            ORDER BY t.responsible_id LIMIT 1)
            UNION ALL
            SELECT (SELECT t.responsible_id FROM ticket AS t
                WHERE t.district_id = $1 AND t.closed_at IS NULL AND t.responsible_id > u.id
                ORDER BY t.responsible_id LIMIT 1)
            FROM u WHERE u.id IS NOT NULL)
        """

    /// The database's clock, whose clock rules in the district, and the time of its last event, which is the present of
    /// a district whose time is given.
    package static func present(_ district: DistrictID) -> Query {
        """
        SELECT clock_timestamp(), d.clock = 'given',
            (SELECT max(t.last_at) FROM ticket AS t WHERE t.district_id = d.id AND d.clock = 'given')
        FROM district AS d WHERE d.id = \(district.rawValue)
        """
    }

    /// How many transactions of this role are open in the database that began before a time.
    ///
    /// A batch that had read the old configuration when a new one was committed may still write by it.
    package static func begun(before time: Timestamp) -> Query {
        """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename = current_user
            AND xact_start < \(time)
        """
    }
}
