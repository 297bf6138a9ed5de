import Dispatcher
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

/// Lamps change more often than anything else of a ticket: such a change leaves every index alone (HOT).
@Suite struct HotUpdateTests {
    @Test func `a lamp's change touches no index, also where a part of the department works on it`() async throws {
        try await TestDistrict.with(also: .part) { city in
            let ticket = try await city.file()
            for (act, account) in [("accept", "desk"), ("dispatch", "desk"), ("sign", "water")]
                as [(ActionName, String)]
            {
                try await city.act(act, by: account, on: ticket)
            }
            let part: [FieldName: JSONValue] = ["section": .int(city.unit("WS").rawValue)]
            try await city.act("assign_inside", by: "water", on: ticket, input: part)
            let lamp: Query = """
                UPDATE ticket SET lamp = (lamp + 1) % 3, inside_id = inside_id + 0
                WHERE district_id = \(city.id.rawValue) AND id = \(ticket.rawValue)
                """
            let moved: Query = """
                UPDATE ticket SET inside_id = inside_id + 1
                WHERE district_id = \(city.id.rawValue) AND id = \(ticket.rawValue)
                """
            // A page has room for a few versions: some of the nine stay in theirs.
            #expect(try await Self.hot(lamp, in: city) > 0)
            #expect(try await Self.hot(moved, in: city) == 0)
        }
    }

    /// How many of nine such changes left all indexes alone.
    private static func hot(_ change: Query, in city: TestDistrict) async throws -> Int64 {
        try await city.engine.pool.withTransaction { connection in
            // A connection also counts what it did before and has not told yet.
            let counted: Query = "SELECT pg_stat_get_xact_tuples_hot_updated('ticket'::regclass)"
            let before: Int64 = try await connection.query(counted).only()[0]
            for _ in 0..<9 { _ = try await connection.query(change) }
            return try await connection.query(counted).only()[0] - before
        }
    }
}
