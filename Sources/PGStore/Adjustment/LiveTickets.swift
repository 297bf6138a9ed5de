package import Postgres
package import Workflow

/// What a sweep over the tickets that run reads.
package enum LiveTickets {
    /// A page of tickets whose life has not ended, in the order of their ids.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - after: the last id of the page before; nil: from the beginning.
    ///   - limit: rows at the most.
    /// - Returns: the statement; its rows are read by `StoredTicket`, the id stands first.
    package static func page(_ district: DistrictID, after: TicketID?, limit: Int) -> Query {
        """
        SELECT \(unsafeSQL: StoredTicket.columns) FROM ticket AS t
        WHERE t.district_id = \(district.rawValue) AND t.id > \(after?.rawValue ?? 0) AND t.closed_at IS NULL
        ORDER BY t.id LIMIT \(Int32(clamping: limit))
        """
    }

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
