import Postgres
import Workflow

/// Multiplies tickets by set-based SQL, for sizes that the machine would take hours to load.
///
/// A copy differs from its original by its id only; the hashes of its events are made anew from it, as `EventHash`
/// makes them, so that copies are as whole as what they were made from, and `verify` can say so. Only their contacts do
/// not open: those are bound to the original, and nothing that is measured reads one. Rows that are gone in
/// an old district are not copied: messages, which were delivered, and keys, which are kept thirty days.
struct TicketCopies: Sendable {
    let server: BenchServer
    let district: DistrictID

    /// Copies in one transaction, about.
    private static let portion = 20_000
    private static let lanes = 2

    /// Makes copies.
    ///
    /// - Parameters:
    ///   - times: how many of each ticket.
    ///   - source: the tickets; what is copied is what they are now.
    /// - Returns: the copies' ids, which follow each other: first one copy of all, then the next.
    /// - Throws: `PostgresError`.
    func make(_ times: Int, of source: Range<Int64>) async throws -> Range<Int64> {
        guard times > 0, !source.isEmpty else { return source.upperBound..<source.upperBound }
        let count = Int64(times) * Int64(source.count)
        let first = try await takeIDs(count)
        // Without statistics the planner finds a ticket's timers by another index, through all of the district's.
        try await server.asOwner {
            try await $0.run(script: "ANALYZE ticket, ticket_event, timer, report, contact, remark")
        }
        let each = max(1, Self.portion / source.count)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<Self.lanes {
                group.addTask {
                    try await server.asOwner { connection in
                        for begin in stride(from: lane * each, to: times, by: Self.lanes * each) {
                            let copies = begin..<min(begin + each, times)
                            _ = try await connection.flight(statements(copies, of: source, first: first))
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        return first..<(first + count)
    }

    private func takeIDs(_ count: Int64) async throws -> Int64 {
        try await server.asOwner { connection in
            let first: Int64 = try await connection.query("SELECT nextval('ticket_id_seq')").only()[0]
            _ = try await connection.query("SELECT setval('ticket_id_seq', \(first + count - 1))")
            return first
        }
    }
}

extension TicketCopies {
    // MARK: - Statements

    private func statements(_ copies: Range<Int>, of source: Range<Int64>, first: Int64) -> [Query] {
        let pairs = """
            copy (id, source) AS MATERIALIZED (
                SELECT \(first) + c * \(source.count)::int8 + s - \(source.lowerBound), s
                FROM generate_series(\(copies.lowerBound)::int8, \(copies.upperBound - 1)) AS c,
                    generate_series(\(source.lowerBound)::int8, \(source.upperBound - 1)) AS s)
            """
        let settings = ["enable_seqscan = off", "work_mem = '64MB'"]
        return ["BEGIN"]
            + (settings.map { "SET LOCAL \($0)" } + [journal(pairs)] + others(pairs)).map(Query.init(unsafeSQL:))
            + ["COMMIT"]
    }

    /// The rows that belong to one of a series, found by their key: a fence keeps the planner, which knows neither how
    /// long the series is nor how great the tables have become, from joining the other way round.
    private func row(_ table: String, _ condition: String) -> String {
        "LATERAL (SELECT * FROM \(table) AS x WHERE x.district_id = \(district) AND \(condition) OFFSET 0)"
    }

    private func journal(_ pairs: String) -> String {
        """
        WITH RECURSIVE \(pairs),
        chain (id, source, seq, hash) AS (
            SELECT id, source, 0, decode(repeat('00', 32), 'hex') FROM copy
            UNION ALL
            SELECT h.id, h.source, e.seq, sha256(
                h.hash || int8send(e.district_id) || int8send(h.id) || int8send(e.seq)
                || int8send((extract(epoch FROM e.at) * 1000000)::int8)
                || int8send(octet_length(e.definition)) || convert_to(e.definition, 'UTF8')
                || int8send(e.definition_version) || int8send(length(e.payload)) || e.payload)
            FROM chain AS h
            CROSS JOIN \(row("ticket_event", "x.ticket_id = h.source AND x.seq = h.seq + 1")) AS e),
        events AS (
            INSERT INTO ticket_event (district_id, ticket_id, at, seq, definition_version, definition, payload, hash)
            SELECT e.district_id, h.id, e.at, e.seq, e.definition_version, e.definition, e.payload, h.hash
            FROM chain AS h
            CROSS JOIN \(row("ticket_event", "x.ticket_id = h.source AND x.seq = h.seq")) AS e)
        INSERT INTO ticket (district_id, id, place_id, desk_id, lead_id, responsible_id, reported_at, last_at, closed_at,
            seq, definition_version, lamp, urgent, definition, state, category, body, hash, owner_id,
            reporter_id, asked_ids, kept_units, kept_people, named_people, answer_owed_to, inside_id, next_due_at)
        SELECT t.district_id, h.id, t.place_id, t.desk_id, t.lead_id, t.responsible_id, t.reported_at, t.last_at,
            t.closed_at, t.seq, t.definition_version, t.lamp, t.urgent, t.definition, t.state, t.category, t.body, h.hash,
            t.owner_id, t.reporter_id, t.asked_ids, t.kept_units, t.kept_people, t.named_people, t.answer_owed_to,
            t.inside_id, t.next_due_at
        FROM chain AS h
        CROSS JOIN \(row("ticket", "x.id = h.source")) AS t
        WHERE h.seq = t.seq
        """
    }

    private func others(_ pairs: String) -> [String] {
        [
            ("report", "salt, title, text"),
            ("contact", "seq, salt, key, sealed_name, sealed_phone, sealed_address, phone_index"),
            ("remark", "seq, field, salt, text"), ("timer", "due_at, fire_at, clock, step"),
        ].map { table, columns in
            """
            WITH \(pairs)
            INSERT INTO \(table) (district_id, ticket_id, \(columns))
            SELECT x.district_id, copy.id, \(columns.split(separator: ", ").map { "x." + $0 }.joined(separator: ", "))
            FROM copy CROSS JOIN \(row(table, "x.ticket_id = copy.source")) AS x
            """
        }
    }
}
