package import Postgres
package import Workflow

/// A worker's claim: tickets with timers to fire, locked, and never waited for.
///
/// Only tickets are locked, and only those that nobody else has locked, so that a worker can neither wait for a
/// caller nor block another worker, and no deadlock is possible.
package struct TimerClaim: Sendable {
    /// The district.
    package let district: DistrictID
    /// Timers at or before this have all been seen to be gone: dead rows up to here are not walked again.
    package let low: Instant
    /// How many tickets at the most.
    package let limit: Int
    /// The time, in a district whose clock is given; nil: the database's.
    package let givenNow: Instant?

    /// Makes a claim.
    package init(district: DistrictID, low: Instant, limit: Int, givenNow: Instant? = nil) {
        self.district = district
        self.low = low
        self.limit = limit
        self.givenNow = givenNow
    }

    /// BEGIN, the claim, then the clock: one flight.
    package var statements: [Query] {
        [
            "BEGIN",
            givenNow.map(due) ?? overdue,
            "SELECT clock_timestamp(), d.clock = 'given', d.revision FROM district AS d WHERE d.id = \(district.rawValue)",
        ]
    }

    private var overdue: Query {
        """
        SELECT \(unsafeSQL: StoredTicket.columns), x.fire_at
        FROM timer AS x
        JOIN ticket AS t ON t.district_id = x.district_id AND t.id = x.ticket_id
        WHERE x.district_id = \(district.rawValue) AND x.fire_at > \(Timestamp(low))
            AND x.fire_at < clock_timestamp()
        ORDER BY x.fire_at, x.ticket_id
        LIMIT \(Int32(clamping: limit))
        FOR NO KEY UPDATE OF t SKIP LOCKED
        """
    }

    /// Due before a given time.
    ///
    /// Nothing is skipped: the one writer of the district may still be committing what it armed. `fire_at` may be
    /// later than `due_at`, by the latest time given in the batch that armed it, but never than the present one.
    private func due(before now: Instant) -> Query {
        """
        SELECT \(unsafeSQL: StoredTicket.columns), x.fire_at
        FROM timer AS x
        JOIN ticket AS t ON t.district_id = x.district_id AND t.id = x.ticket_id
        WHERE x.district_id = \(district.rawValue) AND x.fire_at > \(Timestamp(low))
            AND x.fire_at <= \(Timestamp(now)) AND x.due_at < \(Timestamp(now))
        ORDER BY x.fire_at, x.ticket_id
        LIMIT \(Int32(clamping: limit))
        FOR NO KEY UPDATE OF t
        """
    }

    /// What a claim found.
    package struct Found: Sendable {
        /// The database's clock, after the locks.
        package let clock: Instant
        /// Whether the district's time is given: then nothing may fire.
        package let isGiven: Bool
        /// The revision of the district's configuration.
        package let revision: Int64
        /// The tickets, each once, in the order of their first timer.
        package let tickets: [StoredTicket]
        /// Whether there may be more.
        package let isFull: Bool
    }

    /// Reads the answers to `statements`.
    package func found(_ results: [QueryResult]) throws -> Found {
        guard results.count == 3, let state = results[2].first else { throw StoreError.unknownDistrict("\(district)") }
        var seen: Set<TicketID> = []
        var tickets: [StoredTicket] = []
        for row in results[1] where seen.insert(TicketID(try row[0, as: Int64.self])).inserted {
            tickets.append(try StoredTicket(row: row, district: district))
        }
        return Found(
            clock: Instant(try state[0, as: Timestamp.self]),
            isGiven: try state[1],
            revision: try state[2],
            tickets: tickets,
            isFull: results[1].count >= limit
        )
    }
}

/// What a worker asks between claims.
package enum TimerQueries {
    /// The earliest timer above a mark, by a plain read, and the clock.
    ///
    /// The low watermark moves on such a read only: one with SKIP LOCKED would pass over timers that another holds.
    package static func next(district: DistrictID, above low: Instant) -> Query {
        """
        SELECT clock_timestamp(), (
            SELECT fire_at FROM timer
            WHERE district_id = \(district.rawValue) AND fire_at > \(Timestamp(low))
            ORDER BY fire_at LIMIT 1)
        """
    }

    /// How many timers lie at or below a mark: must be none.
    package static func behind(district: DistrictID, low: Instant) -> Query {
        "SELECT count(*) FROM timer WHERE district_id = \(district.rawValue) AND fire_at <= \(Timestamp(low))"
    }
}
