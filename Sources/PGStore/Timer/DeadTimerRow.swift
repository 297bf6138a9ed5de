package import Postgres
package import Workflow

/// A timer that could not fire and waits for a person.
package struct DeadTimerRow: Hashable, Sendable {
    /// Which timer: a ticket has at most one of each clock and step.
    package struct Key: Hashable, Sendable {
        /// The ticket.
        package let ticket: TicketID
        /// The clock's name.
        package let clock: String
        /// The step's code.
        package let step: String

        /// Names a timer.
        package init(ticket: TicketID, clock: String, step: String) {
            self.ticket = ticket
            self.clock = clock
            self.step = step
        }
    }

    /// Which timer.
    package let key: Key
    /// When it was due.
    package let due: Instant
    /// Why it could not fire: a stable code.
    package let code: String
    /// The same in words.
    package let reason: String
    /// When it was put aside.
    package let diedAt: Instant

    private static let columns = "ticket_id, clock, step, due_at, code, reason, died_at"

    /// The dead timers of a district after one of them, in the order of their keys.
    package static func list(_ district: DistrictID, after key: Key?, limit: Int) -> Query {
        """
        SELECT \(unsafeSQL: columns) FROM timer_dead
        WHERE district_id = \(district.rawValue)
            AND (ticket_id, clock, step) > (\(key?.ticket.rawValue ?? 0), \(key?.clock ?? ""), \(key?.step ?? ""))
        ORDER BY ticket_id, clock, step LIMIT \(Int32(clamping: limit))
        """
    }

    /// The dead timers of some tickets, to be read under the tickets' locks.
    package static func of(_ tickets: [TicketID], in district: DistrictID) -> Query {
        """
        SELECT \(unsafeSQL: columns) FROM timer_dead
        WHERE district_id = \(district.rawValue) AND ticket_id = ANY(\(tickets.map(\.rawValue)))
        ORDER BY ticket_id, clock, step
        """
    }

    /// Takes timers out from among the dead.
    package static func remove(_ keys: [Key], in district: DistrictID) -> Query {
        """
        DELETE FROM timer_dead AS d
        USING unnest(\(keys.map(\.ticket.rawValue)), \(keys.map(\.clock)), \(keys.map(\.step)))
            AS n (ticket_id, clock, step)
        WHERE d.district_id = \(district.rawValue) AND d.ticket_id = n.ticket_id AND d.clock = n.clock
            AND d.step = n.step
        """
    }

    /// Arms timers again: due as before, to fire at once, since no worker looks back to when they were due.
    package static func arm(_ rows: [DeadTimerRow], in district: DistrictID) -> Query {
        """
        INSERT INTO timer (district_id, ticket_id, due_at, fire_at, clock, step)
        SELECT \(district.rawValue), n.ticket_id, n.due_at, greatest(n.due_at, clock_timestamp()), n.clock, n.step
        FROM unnest(\(rows.map(\.key.ticket.rawValue)), \(rows.map { Timestamp($0.due) }), \(rows.map(\.key.clock)),
            \(rows.map(\.key.step))) AS n (ticket_id, due_at, clock, step)
        ON CONFLICT DO NOTHING
        """
    }

    init(key: Key, due: Instant, code: String, reason: String, diedAt: Instant) {
        self.key = key
        self.due = due
        self.code = code
        self.reason = reason
        self.diedAt = diedAt
    }

    /// Reads a row of `list` or `of`.
    package init(row: Row) throws {
        key = Key(ticket: TicketID(try row[0, as: Int64.self]), clock: try row[1], step: try row[2])
        due = Instant(try row[3, as: Timestamp.self])
        code = try row[4]
        reason = try row[5]
        diedAt = Instant(try row[6, as: Timestamp.self])
    }
}
