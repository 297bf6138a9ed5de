import Chaos
import Postgres
import TestSupport
import Testing

/// A server whose answers are damaged on the way: every question ends with an answer or a typed error.
///
/// One that hangs runs into the time limit: how long each takes is up to whoever else is tested in this process.
@Suite(.serialized) struct MangledServerTests {
    private static let questions: [Query] = [
        "SELECT 1::int8, 'x'::text, NULL::text, clock_timestamp(), ARRAY[1, 2]::int8[], '\\x00ff'::bytea",
        "SELECT g, repeat('长', 50) FROM generate_series(1, 300) AS g", "SELECT 1 / 0",
        "SELECT pg_notify('mangled', 'x')",
        "SELECT to_jsonb(g) FROM generate_series(1, 20) AS g",
    ]

    @Test(.timeLimit(.minutes(10 * PropertyRuns.factor)), arguments: PropertyRuns.seeds(1...5))
    func `damaged answers are answers or errors`(seed: UInt64) async throws {
        let database = try TestServer.shared().sharedDatabase
        let proxy = try Proxy(to: database.port)
        defer { proxy.stop() }
        var configuration = try ConnectionConfiguration(
            "host=127.0.0.1 port=\(proxy.port) user=\(database.user) password='\(TestServer.password)' dbname=postgres"
                + " sslmode=disable"
        )
        configuration.connectTimeout = .seconds(1)
        configuration.cancelPatience = .milliseconds(200)
        let reactor = try Reactor()
        defer { reactor.stop() }
        var failures = 0
        for round in 0..<6 {
            // Some are damaged from their first byte on, others only once they are connected.
            if round % 3 == 0 { proxy.become(.garbled(seed &* 100 &+ UInt64(round))) }
            failures += await Self.talk(configuration, reactor) { proxy.become(.garbled(seed &* 100 &+ UInt64(round))) }
            proxy.become(.fair)
        }
        #expect(failures > 0, "nothing was damaged")
        // The client is none the worse for it.
        let connection = try await Connection.open(configuration, on: reactor, logger: MigratedDatabase.quiet)
        #expect(try await connection.query("SELECT 42::int8").only()[0, as: Int64.self] == 42)
        await connection.close()
    }

    /// Asks everything; how many questions failed because of the damage.
    private static func talk(
        _ configuration: ConnectionConfiguration,
        _ reactor: Reactor,
        whenOpen damage: () -> Void
    ) async -> Int {
        let opened = try? await Connection.open(configuration, on: reactor, logger: MigratedDatabase.quiet)
        damage()
        guard let connection = opened else { return 1 }
        var failures = 0
        for question in questions {
            if let rows = try? await connection.query(question, deadline: .now + .milliseconds(400)) {
                rows.forEach(readAll)
            } else {
                // One of them always fails.
                failures += 1
            }
        }
        _ = try? await connection.flight(questions, deadline: .now + .milliseconds(400))
        _ = try? await connection.withRows(of: questions[1], deadline: .now + .milliseconds(400)) { rows in
            for try await row in rows { readAll(row) }
        }
        await connection.closeNow()
        return max(0, failures - 1)
    }

    /// Reads each column as whatever it may be.
    private static func readAll(_ row: Row) {
        for column in 0..<row.count {
            _ = try? row[column, as: Int64?.self]
            _ = try? row[column, as: String?.self]
            _ = try? row[column, as: [Int64]?.self]
            _ = try? row[column, as: Timestamp?.self]
            _ = try? row[column, as: [UInt8]?.self]
            _ = try? row[column, as: JSON?.self]
        }
    }
}
