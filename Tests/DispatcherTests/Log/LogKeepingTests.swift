import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

@testable import Dispatcher

/// How long both logs are kept: half a year at the least, and what is older leaves by the owner's hand alone.
@Suite struct LogKeepingTests {
    private static let day = Int64(86_400)

    /// Writes lines of so many days ago into both logs, behind the engine's back.
    private static func write(_ city: TestDistrict, daysAgo: Int, count: Int = 1) async throws {
        try await city.tamper(
            """
            INSERT INTO security_event (district_id, id, kind, at)
            SELECT \(city.id.rawValue), nextval('security_event_id_seq'), 'signed_in',
                now() - \(Int32(daysAgo)) * interval '1 day'
            FROM generate_series(1, \(Int32(count)))
            """
        )
        try await city.tamper(
            """
            INSERT INTO access_log (district_id, ticket_id, person_id, via, fields, reason, at)
            SELECT \(city.id.rawValue), 1, 1, 'cli', ARRAY['contact_name'], 'r',
                now() - \(Int32(daysAgo)) * interval '1 day'
            FROM generate_series(1, \(Int32(count)))
            """
        )
    }

    private static func asOwner<Value: Sendable>(
        of city: TestDistrict,
        _ body: @Sendable (Engine) async throws -> Value
    ) async throws -> Value {
        // Whoever migrated it owns the schema.
        let configuration = try MigratedDatabase.configuration(city.database, user: city.database.user)
        return try await Engine.with(database: configuration, connections: 1, logger: MigratedDatabase.quiet, body)
    }

    private static func kinds(_ city: TestDistrict) async throws -> [String] {
        try await city.engine.pool.query(
            "SELECT kind FROM security_event WHERE district_id = \(city.id.rawValue) ORDER BY id"
        ).decode(String.self)
    }

    @Test func `the owner removes what is older, batch by batch, and that is written down`() async throws {
        try await TestDistrict.with { city in
            for daysAgo in [400, 250, 190, 100, 0] { try await Self.write(city, daysAgo: daysAgo, count: 5) }
            let clock = try await city.engine.present(in: city.id).now
            let moment = clock.advanced(bySeconds: -200 * Self.day)
            let before = try await city.engine.logs(in: city.id, before: moment)
            #expect(before.map(\.older) == [10, 10] && before.map(\.waiting) == [nil, nil])
            let gone = try await Self.asOwner(of: city) {
                try await $0.pruneLogs(in: city.id, before: moment, batch: 4)
            }
            #expect(gone == [.security: 10, .access: 10])
            let left = try await city.engine.logs(in: city.id, before: moment)
            #expect(left.map(\.older) == [0, 0])
            let first = try #require(left.first?.first)
            #expect(abs(first.microseconds(to: clock) / 1_000_000 - 190 * Self.day) < 60)
            let kinds = try await Self.kinds(city)
            #expect(
                kinds.count { $0 == "signed_in" } == 15 && kinds.suffix(3) == Array(repeating: "logs_pruned", count: 3)
            )
            let again = try await Self.asOwner(of: city) { try await $0.pruneLogs(in: city.id, before: moment) }
            #expect(again == [.security: 0, .access: 0])
            #expect(try await Self.kinds(city) == kinds)
        }
    }

    @Test func `less than half a year is refused by the program, and by the database itself`() async throws {
        try await TestDistrict.with { city in
            try await Self.write(city, daysAgo: 182)
            let clock = try await city.engine.present(in: city.id).now
            for days in [Int64(182), 0, -1] {
                let moment = clock.advanced(bySeconds: -days * Self.day)
                let refusal = await #expect(throws: LogRefusal.self) {
                    try await Self.asOwner(of: city) { try await $0.pruneLogs(in: city.id, before: moment) }
                }
                #expect(refusal?.code == "logs_must_be_kept")
                let database = await #expect(throws: PostgresError.self) {
                    try await Self.asOwner(of: city) {
                        try await $0.pool.query(LogKeeping.prune(city.id, before: moment, most: 10))
                    }
                }
                #expect(database?.sqlState == .checkViolation)
            }
            #expect(try await Self.kinds(city) == ["signed_in"])
        }
    }

    @Test func `the role that runs the program is told who may, and nothing is gone`() async throws {
        try await TestDistrict.with { city in
            try await Self.write(city, daysAgo: 400)
            let moment = try await city.engine.keptFrom()
            let refusal = await #expect(throws: LogRefusal.self) {
                try await city.engine.pruneLogs(in: city.id, before: moment)
            }
            #expect(refusal == .notTheOwner)
            #expect(try await Self.kinds(city) == ["signed_in"])
        }
    }

    @Test func `another district's lines stay`() async throws {
        try await TestDistrict.with { here in
            try await TestDistrict.with { there in
                for city in [here, there] { try await Self.write(city, daysAgo: 300, count: 2) }
                let moment = try await here.engine.keptFrom()
                let gone = try await Self.asOwner(of: here) { try await $0.pruneLogs(in: here.id, before: moment) }
                #expect(gone == [.security: 2, .access: 2])
                #expect(try await Self.kinds(there) == ["signed_in", "signed_in"])
            }
        }
    }
}
