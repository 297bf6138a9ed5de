import Dispatcher
import Postgres
import TestSupport
import Testing

/// What `whistle doctor` says of the server's log.
@Suite struct LogCompressionTests {
    @Test func `a server that could compress its log faster is told of, and only that one`() async throws {
        let database = try await MigratedDatabase.migrated(TestServer.shared())
        let hasLZ4: Bool = try await MigratedDatabase.withConnection(to: database) { connection in
            try await connection.query(
                "SELECT 'lz4' = ANY(enumvals) FROM pg_settings WHERE name = 'wal_compression'"
            ).only()[0]
        }
        for (setting, isSlow) in [("off", true), ("pglz", true)] + (hasLZ4 ? [("lz4", false)] : []) {
            try await MigratedDatabase.withConnection(to: database) { connection in
                try await connection.run(
                    script: "ALTER DATABASE \"\(database.name)\" SET wal_compression = '\(setting)'"
                )
            }
            let found = try await Engine.with(
                database: MigratedDatabase.configuration(database),
                logger: MigratedDatabase.quiet
            ) { engine in
                try await engine.slowLogCompression()
            }
            #expect(found == (isSlow && hasLZ4 ? setting : nil))
        }
    }
}
