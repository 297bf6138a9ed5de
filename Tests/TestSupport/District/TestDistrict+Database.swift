import Dispatcher
package import Postgres
package import Workflow

/// The back door: what tests do to the database behind the engine's back, as its superuser.
extension TestDistrict {
    /// Lends a superuser's connection.
    package func asSuperuser<Value: Sendable>(
        _ body: (Connection) async throws -> Value
    ) async throws -> Value {
        try await MigratedDatabase.withConnection(to: database, body)
    }

    /// Changes something behind the engine's back; says how many rows.
    @discardableResult
    package func tamper(_ query: Query) async throws -> Int {
        try await asSuperuser { try await $0.query(query).affectedRows }
    }

    /// Gives a ticket a lamp, as if its clocks had gone on.
    package func light(_ ticket: TicketID, _ lamp: Lamp) async throws {
        try await tamper(
            """
            UPDATE ticket SET lamp = \(Int16(lamp.rawValue))
            WHERE district_id = \(id.rawValue) AND id = \(ticket.rawValue)
            """
        )
    }

    /// Lets a clock of a ticket have expired, its ladder climbed to the end, as if time had gone on.
    package func expire(_ clock: ClockName, of ticket: TicketID) async throws {
        let name = "\"clock\":\"\(clock.text)\","
        let rows = try await tamper(
            """
            UPDATE ticket SET lamp = \(Int16(Lamp.red.rawValue)),
                body = replace(body, \(name), \(name + "\"expired\":true,"))
            WHERE district_id = \(id.rawValue) AND id = \(ticket.rawValue) AND strpos(body, \(name)) > 0
            """
        )
        precondition(rows == 1, "the ticket has no such clock")
    }

    /// A number that a statement gives.
    package func count(_ query: Query) async throws -> Int {
        Int(try await engine.pool.query(query).only()[0, as: Int64.self])
    }

    /// Holds a ticket's lock for the length of a closure.
    package func holding<Value: Sendable>(
        _ ticket: TicketID,
        _ body: () async throws -> Value
    ) async throws -> Value {
        try await asSuperuser { connection in
            try await connection.withTransaction { connection in
                try await connection.query(
                    "SELECT 1 FROM ticket WHERE district_id = \(id.rawValue) AND id = \(ticket.rawValue) FOR UPDATE"
                )
                return try await body()
            }
        }
    }

    /// Ends all of the engine's connections; says how many there were.
    package func killConnections(named name: String) async throws -> Int {
        try await asSuperuser { connection in
            try await connection.query(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = \(name)"
            ).count
        }
    }

    /// Puts a ticket's timers aside, as those that could not fire are.
    package func putAside(timersOf ticket: TicketID, why: String) async throws {
        _ = try await tamper(
            """
            WITH gone AS (DELETE FROM timer WHERE ticket_id = \(ticket.rawValue) AND district_id = \(id.rawValue)
                RETURNING district_id, ticket_id, due_at, clock, step)
            INSERT INTO timer_dead (district_id, ticket_id, due_at, clock, step, code, reason)
            SELECT gone.*, 'rejected', \(why) FROM gone
            """
        )
    }
}
