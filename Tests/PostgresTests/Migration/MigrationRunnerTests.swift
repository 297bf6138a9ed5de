import Foundation
import Postgres
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct MigrationRunnerTests {
    private let one = Migration(number: 1, name: "begin", sql: "CREATE TABLE a (id int8);\nCREATE TABLE b (id int8);")
    private let two = Migration(number: 2, name: "fill", sql: "INSERT INTO a VALUES (1); INSERT INTO b VALUES (';');")
    private let twoRight = Migration(number: 2, name: "fill", sql: "INSERT INTO a VALUES (1); -- ; '\n")

    private func withDatabase(_ body: (Connection, ConnectionConfiguration) async throws -> Void) async throws {
        let configuration = try ConnectionConfiguration(TestServer.shared().freshDatabase().socket)
        try await Bench.withConnection(configuration) { try await body($0, configuration) }
    }

    private func refusal(_ migrations: [Migration], _ connection: Connection) async -> PostgresError? {
        await #expect(throws: PostgresError.self) {
            try await MigrationRunner(migrations).apply(on: connection)
        }
    }

    private func expect(_ applied: [Migration], of all: [Migration], _ connection: Connection) async throws {
        let now = try await MigrationRunner(all).apply(on: connection)
        #expect(now == applied)
    }

    private func expect(_ count: Int, in table: String, _ connection: Connection) async throws {
        let rows = try await connection.query("SELECT FROM \(identifier: table)")
        #expect(rows.count == count)
    }

    @Test func appliesWhatIsMissingOnce() async throws {
        try await withDatabase { connection, _ in
            try await expect([one], of: [one], connection)
            try await expect([twoRight], of: [one, twoRight], connection)
            try await expect([], of: [one, twoRight], connection)
            try await expect(1, in: "a", connection)
        }
    }

    @Test func aFailedMigrationLeavesNothing() async throws {
        try await withDatabase { connection, _ in
            let error = await refusal([one, two], connection)
            #expect(error?.sqlState?.rawValue == "22P02")
            #expect(error?.message.hasPrefix("migration 2_fill") == true)
            try await expect(0, in: "a", connection)
            try await expect(1, in: "schema_migration", connection)
            try await expect([twoRight], of: [one, twoRight], connection)
        }
    }

    @Test func refusesChangedMissingAndNewer() async throws {
        try await withDatabase { connection, _ in
            _ = try await MigrationRunner([one, twoRight]).apply(on: connection)
            let changed = await refusal([one, two], connection)
            #expect(changed?.code == .migration)
            #expect(changed?.message.contains("2_fill was changed") == true)
            let newer = await refusal([one], connection)
            #expect(newer?.message.contains("newer than this program") == true)
            try await connection.query("DELETE FROM schema_migration WHERE number = 1")
            let missing = await refusal([one, twoRight], connection)
            #expect(missing?.message.contains("lacks migration 1") == true)
            let three = Migration(number: 3, name: "x", sql: "")
            #expect(throws: PostgresError.self) { try MigrationRunner([one, three]) }
            #expect(throws: PostgresError.self) { try MigrationRunner([one, one]) }
        }
    }

    @Test func programsThatMigrateTogetherApplyOnce() async throws {
        try await withDatabase { _, configuration in
            let runner = try MigrationRunner([one, twoRight])
            let counts = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        try await Bench.withConnection(configuration) { try await runner.apply(on: $0).count }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(counts.sorted() == [0, 0, 0, 0, 0, 2])
        }
    }

    @Test func readsAFolder() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("migrations-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try "SELECT 2".write(toFile: folder + "/0002_b.sql", atomically: true, encoding: .utf8)
        #expect(throws: PostgresError.self) { try Migration.load(folder: folder) }
        try "SELECT 1".write(toFile: folder + "/0001_a.sql", atomically: true, encoding: .utf8)
        #expect(try Migration.load(folder: folder).map(\.name) == ["a", "b"])
        try "".write(toFile: folder + "/three.sql", atomically: true, encoding: .utf8)
        #expect(throws: PostgresError.self) { try Migration.load(folder: folder) }
    }
}
