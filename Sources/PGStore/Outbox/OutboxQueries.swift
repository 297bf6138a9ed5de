package import Postgres
package import Workflow

/// Claiming, finishing, postponing and burying messages.
package enum OutboxQueries {
    /// Claims messages whose time has come: nobody else gets them for a minute.
    ///
    /// The lease counts claims. Who finishes names the lease it got: a deliverer that was away for longer than its
    /// lease can no longer finish what another has claimed since. The choice is made once (MATERIALIZED): a join that
    /// asked for it again would claim more than the limit.
    package static func claim(_ district: DistrictID, limit: Int) -> Query {
        """
        WITH c AS MATERIALIZED (
            SELECT id FROM outbox
            WHERE district_id = \(district.rawValue) AND next_at <= (SELECT clock_timestamp())
            ORDER BY next_at, id LIMIT \(Int32(clamping: limit)) FOR UPDATE SKIP LOCKED
        )
        UPDATE outbox AS o
        SET lease = o.lease + 1, attempts = o.attempts + 1, next_at = clock_timestamp() + interval '1 minute'
        FROM c
        WHERE o.district_id = \(district.rawValue) AND o.id = c.id
        RETURNING o.id, o.ticket_id, o.seq, o.attempts, o.lease, o.payload, o.taken
        """
    }

    /// Removes messages that were delivered.
    package static func delivered(_ district: DistrictID, _ messages: [ClaimedMessage]) -> Query {
        """
        DELETE FROM outbox AS o
        USING unnest(\(messages.map(\.id)), \(messages.map(\.lease))) AS n (id, lease)
        WHERE o.district_id = \(district.rawValue) AND o.id = n.id AND o.lease = n.lease
        """
    }

    /// Puts messages back, each for a time of its own, with the names of the sinks that have it already.
    package static func postponed(
        _ district: DistrictID,
        _ messages: [(message: ClaimedMessage, wait: Duration, taken: Set<String>)]
    ) -> Query {
        let waits = messages.map { $0.wait.components.seconds * 1_000 + $0.wait.components.attoseconds / Self.milli }
        return """
            UPDATE outbox AS o SET next_at = clock_timestamp() + n.wait * interval '1 millisecond', taken = n.taken
            FROM unnest(\(messages.map(\.message.id)), \(messages.map(\.message.lease)), \(waits),
                \(messages.map { $0.taken.sorted().joined(separator: ",") })) AS n (id, lease, wait, taken)
            WHERE o.district_id = \(district.rawValue) AND o.id = n.id AND o.lease = n.lease
            """
    }

    /// Parks messages among the dead, each with its reason.
    package static func buried(
        _ district: DistrictID,
        _ messages: [(message: ClaimedMessage, reason: String)]
    ) -> Query {
        """
        WITH gone AS (
            DELETE FROM outbox AS o
            USING unnest(\(messages.map(\.message.id)), \(messages.map(\.message.lease)), \(messages.map(\.reason)))
                AS n (id, lease, reason)
            WHERE o.district_id = \(district.rawValue) AND o.id = n.id AND o.lease = n.lease
            RETURNING o.district_id, o.id, o.ticket_id, o.seq, o.attempts, o.payload, n.reason
        )
        INSERT INTO outbox_dead (district_id, id, ticket_id, seq, attempts, payload, reason)
        SELECT district_id, id, ticket_id, seq, attempts, payload, reason FROM gone
        """
    }

    /// The clock, when the next message and the next digest are due, and the configuration's revision.
    package static func next(_ district: DistrictID) -> Query {
        """
        SELECT clock_timestamp(), (
            SELECT next_at FROM outbox WHERE district_id = \(district.rawValue) ORDER BY next_at, id LIMIT 1), (
            SELECT next_at FROM digest WHERE district_id = \(district.rawValue) ORDER BY next_at, person_id LIMIT 1),
            d.revision
        FROM district AS d WHERE d.id = \(district.rawValue)
        """
    }

    private static let milli: Int64 = 1_000_000_000_000_000
}

/// A message that this process has claimed.
package struct ClaimedMessage: Sendable {
    /// Its id.
    package let id: Int64
    /// The ticket.
    package let ticket: TicketID
    /// The event's number.
    package let seq: Int
    /// How often it was claimed.
    package let attempts: Int
    /// The lease.
    package let lease: Int32
    /// What to tell, and whom; nil where the row cannot be read, which no further try will mend.
    package let message: OutboxMessage?
    /// The names of the sinks that have it already.
    package let taken: Set<String>

    init(
        id: Int64,
        ticket: TicketID,
        seq: Int,
        attempts: Int,
        lease: Int32,
        message: OutboxMessage?,
        taken: Set<String> = []
    ) {
        self.taken = taken
        self.id = id
        self.ticket = ticket
        self.seq = seq
        self.attempts = attempts
        self.lease = lease
        self.message = message
    }

    /// Reads a row of `OutboxQueries.claim`.
    package init(row: Row) throws {
        id = try row[0]
        ticket = TicketID(try row[1, as: Int64.self])
        seq = Int(try row[2, as: Int32.self])
        attempts = Int(try row[3, as: Int32.self])
        lease = try row[4]
        taken = Set(try row[6, as: String.self].split(separator: ",").map(String.init))
        let payload: String = try row[5]
        if let json = try? JSONValue(parsing: payload) {
            message = OutboxMessage(ticket: ticket, seq: seq, json: json)
        } else {
            message = nil
        }
    }
}
