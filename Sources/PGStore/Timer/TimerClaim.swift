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
    /// How many timers at the most.
    package let limit: Int
    /// The time, in a district whose clock is given; nil: the database's.
    package let givenNow: Instant?
    /// The only ticket to claim timers of; nil: any.
    package let only: TicketID?

    /// Makes a claim.
    package init(
        district: DistrictID,
        low: Instant,
        limit: Int,
        only: TicketID? = nil,
        givenNow: Instant? = nil
    ) {
        self.district = district
        self.low = low
        self.limit = limit
        self.givenNow = givenNow
        self.only = only
    }

    /// BEGIN, the claim, then the clock: one flight.
    package var statements: [Query] {
        [
            "BEGIN",
            only.map(claim(of:)) ?? givenNow.map(claim(before:)) ?? claim,
            "SELECT clock_timestamp(), d.clock = 'given', d.revision FROM district AS d WHERE d.id = \(district.rawValue)",
        ]
    }

    private static let columns = StoredTicket.columns + ", x.clock, x.step, x.due_at"

    /// The clock is asked once, in a subquery: as a volatile function in the condition it would only filter, and the
    /// index be walked through all timers of the future.
    private var claim: Query {
        """
        SELECT \(unsafeSQL: Self.columns)
        FROM timer AS x
        JOIN ticket AS t ON t.district_id = x.district_id AND t.id = x.ticket_id
        WHERE x.district_id = \(district.rawValue) AND x.fire_at > \(Timestamp(low))
            AND x.fire_at < (SELECT clock_timestamp())
        ORDER BY x.fire_at, x.ticket_id
        LIMIT \(Int32(clamping: limit))
        FOR NO KEY UPDATE OF t SKIP LOCKED
        """
    }

    /// Due before a given time.
    ///
    /// Nothing is skipped: the one writer of the district may still be committing what it armed. `fire_at` may be
    /// later than `due_at`, by the latest time given in the batch that armed it, but never than the present one.
    private func claim(before now: Instant) -> Query {
        """
        SELECT \(unsafeSQL: Self.columns)
        FROM timer AS x
        JOIN ticket AS t ON t.district_id = x.district_id AND t.id = x.ticket_id
        WHERE x.district_id = \(district.rawValue) AND x.fire_at > \(Timestamp(low))
            AND x.fire_at <= \(Timestamp(now)) AND x.due_at < \(Timestamp(now))
        ORDER BY x.fire_at, x.ticket_id
        LIMIT \(Int32(clamping: limit))
        FOR NO KEY UPDATE OF t
        """
    }

    private func claim(of ticket: TicketID) -> Query {
        let latest = givenNow.map { Timestamp($0) } ?? .infinity
        return """
            SELECT \(unsafeSQL: Self.columns)
            FROM timer AS x
            JOIN ticket AS t ON t.district_id = x.district_id AND t.id = x.ticket_id
            WHERE x.district_id = \(district.rawValue) AND x.ticket_id = \(ticket.rawValue)
                AND x.due_at < (SELECT least(\(latest), clock_timestamp()))
            FOR NO KEY UPDATE OF t SKIP LOCKED
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
        /// What ended tickets left for them; whoever fires it asks first what of it is `still` there.
        package private(set) var followUps: [TicketID: [FollowUp]]
        /// Timers that their tickets do not know: strays, or fired by whoever held the ticket before.
        package let strays: [TimerRow]
        /// Timers of tickets whose rows cannot be read.
        package let unreadable: [(timer: TimerRow, why: StoreError)]
        /// Whether there may be more.
        package let isFull: Bool
    }

    /// Reads the answers to `statements`.
    package func found(_ results: [QueryResult]) throws -> Found {
        guard results.count == 3, let state = results[2].first else { throw StoreError.unknownDistrict("\(district)") }
        var known: [TicketID: Set<TimerRow>] = [:]
        var tickets: [StoredTicket] = []
        var strays: [TimerRow] = []
        var followUps: [TicketID: [FollowUp]] = [:]
        var unreadable: [(TimerRow, StoreError)] = []
        for row in results[1] {
            let timer = try TimerRow(row: row)
            do {
                if known[timer.ticket] == nil {
                    let stored = try StoredTicket(row: row, district: district)
                    known[timer.ticket] = Set(stored.ticket.timers.map { TimerRow(timer.ticket, $0) })
                    tickets.append(stored)
                }
                if let followUp = FollowUp(clock: timer.clock, step: timer.step, due: timer.due) {
                    followUps[timer.ticket, default: []].append(followUp)
                } else if known[timer.ticket]?.contains(timer) == false {
                    strays.append(timer)
                }
            } catch let error as StoreError {
                unreadable.append((timer, error))
            }
        }
        return Found(
            clock: Instant(try state[0, as: Timestamp.self]),
            isGiven: try state[1],
            revision: try state[2],
            tickets: tickets,
            followUps: followUps,
            strays: strays,
            unreadable: unreadable,
            isFull: results[1].count >= limit
        )
    }
}

extension TimerClaim.Found {
    // MARK: - What is still there

    /// Which follow-ups are still there, now that their tickets are locked; nil: there were none.
    ///
    /// The claim sees timers as they were when it began; whoever held a ticket before may have carried them out since.
    /// Of clocks the ticket's row tells; of a follow-up nothing else would.
    package func still(in district: DistrictID) -> Query? {
        let rows = followUps.flatMap { ticket, followUps in followUps.map { (ticket, $0) } }
        guard !rows.isEmpty else { return nil }
        return """
            SELECT t.ticket_id, t.clock, t.step, t.due_at
            FROM unnest(\(rows.map(\.0.rawValue)), \(rows.map(\.1.clock)), \(rows.map(\.1.step))) AS n (ticket_id, clock, step)
            JOIN timer AS t ON t.district_id = \(district.rawValue) AND t.ticket_id = n.ticket_id AND t.clock = n.clock
                AND t.step = n.step
            """
    }

    /// Leaves out the follow-ups that are not among the answers to `still`.
    ///
    /// - Throws: `PostgresError` where a row is not what was asked for.
    package mutating func keep(_ rows: QueryResult) throws {
        var kept: [TicketID: [FollowUp]] = [:]
        for row in rows {
            let due = Instant(try row[3, as: Timestamp.self])
            guard let followUp = FollowUp(clock: try row[1], step: try row[2], due: due) else { continue }
            kept[TicketID(try row[0]), default: []].append(followUp)
        }
        followUps = kept
    }
}

/// A timer as its row says, whatever its ticket says.
package struct TimerRow: Hashable, Sendable {
    /// The ticket.
    package let ticket: TicketID
    /// The clock's name.
    package let clock: String
    /// The step's code.
    package let step: String
    /// When it was due.
    package let due: Instant

    init(_ ticket: TicketID, _ timer: TicketTimer) {
        self.ticket = ticket
        clock = timer.clock.text
        step = timer.step.code
        due = timer.due
    }

    init(_ ticket: TicketID, _ followUp: FollowUp) {
        self.ticket = ticket
        clock = followUp.clock
        step = followUp.step
        due = followUp.due
    }

    /// Reads a row of a claim: the ticket's columns, then the timer's.
    init(row: Row) throws {
        ticket = TicketID(try row[0, as: Int64.self])
        clock = try row[17]
        step = try row[18]
        due = Instant(try row[19, as: Timestamp.self])
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
