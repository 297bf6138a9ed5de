import Dispatcher
import Foundation
import Logging
import Postgres
import PrivatePostgres

/// A PostgreSQL of the measurement's own, durable, and the same for both sides; gone with this process.
struct BenchServer: Sendable {
    /// What is set, and printed.
    static let settings = [
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("shared_buffers", "1GB"),
        ("max_wal_size", "16GB"),
        ("min_wal_size", "8GB"),
        ("checkpoint_timeout", "30min"),
        // As wherever the disk is no turning one: how many pages a bitmap reads ahead.
        ("effective_io_concurrency", "200"),
        ("autovacuum", "off"),
        ("jit", "off"),
    ]

    /// What is printed with it: the cluster sets it, or nobody.
    private static let printed = ["server_version", "full_page_writes", "wal_compression"]

    let cluster: PrivateCluster
    /// The names of what was set besides.
    private let others: [String]
    private let logger: Logger

    /// Starts it and brings it to this program's schema.
    ///
    /// - Parameters:
    ///   - folder: where its data lie.
    ///   - extra: settings besides those that all rows share.
    ///   - logger: where connections log.
    /// - Returns: the server, ready.
    /// - Throws: `PrivateClusterError`, or what the migrations throw.
    static func start(folder: String, extra: [String: String] = [:], logger: Logger) async throws -> BenchServer {
        var settings = Dictionary(Self.settings, uniquingKeysWith: { $1 }).merging(extra) { $1 }
        settings["max_connections"] = "150"
        let configuration = ClusterConfiguration(folder: folder, lifetime: .thisProcess, settings: settings)
        let others = extra.keys.filter { name in !Self.settings.contains { $0.0 == name } }
        let server = BenchServer(
            cluster: try PrivateCluster.start(configuration),
            others: others.sorted(),
            logger: logger
        )
        do {
            try server.cluster.createDatabase(database)
            _ = try await DatabaseSetup.migrate(server.owner(), logger: logger)
            return server
        } catch {
            try? server.cluster.destroy()
            throw error
        }
    }

    static let database = "whistle"

    /// Stops it and removes its data.
    func destroy() throws { try cluster.destroy() }

    /// How a role reaches it, as libpq's words.
    func words(user: String, database: String = Self.database) -> String {
        "host='\(cluster.socketFolder)' port=\(cluster.port) user='\(user)' dbname=\(database)"
    }

    /// How a role reaches it.
    func configuration(user: String, database: String = Self.database) throws -> ConnectionConfiguration {
        try ConnectionConfiguration(words(user: user, database: database))
    }

    /// How the engine reaches it, and pgbench too.
    func app() throws -> ConnectionConfiguration { try configuration(user: "whistle_app") }

    /// The same under a name by which the server's counters know that it has hung up.
    func measured() throws -> ConnectionConfiguration {
        var configuration = try app()
        configuration.applicationName = "measured"
        return configuration
    }

    private func owner(of database: String? = nil) throws -> ConnectionConfiguration {
        try configuration(user: cluster.user, database: database ?? Self.database)
    }

    /// Runs a body with a connection that may look at everything.
    ///
    /// - Parameters:
    ///   - database: the database; nil: the engine's.
    ///   - body: the use.
    /// - Returns: what the body returns.
    /// - Throws: `PostgresError`, or what the body throws.
    func asOwner<Value>(of database: String? = nil, _ body: (Connection) async throws -> Value) async throws -> Value {
        let reactor = try Reactor()
        defer { reactor.stop() }
        let connection = try await Connection.open(owner(of: database), on: reactor, logger: logger)
        do {
            let value = try await body(connection)
            await connection.close()
            return value
        } catch {
            await connection.close()
            throw error
        }
    }

    /// The counters of this moment.
    ///
    /// Read when those that were measured have hung up: a session reports what it did at its end.
    func counters() async throws -> Counters {
        try await asOwner { connection in
            while try await connection.query(Self.measured).only()[0, as: Int64.self] > 0 {
                try await Task.sleep(for: .milliseconds(5))
            }
            return try await Counters.read(connection, postmaster: cluster.serverProcess)
        }
    }

    private static let measured: Query = """
        SELECT count(*) FROM pg_stat_activity WHERE application_name IN ('measured', 'pgbench')
        """

    /// A pgbench for this server, with so many connections.
    func pgbench(clients: Int) -> Pgbench {
        Pgbench(
            program: cluster.program("pgbench"),
            arguments: [
                "-h", cluster.socketFolder, "-p", String(cluster.port), "-U", "whistle_app", "-n", "-M", "prepared",
                "-c",
                String(clients), "-j", "1",
            ],
            database: Self.database
        )
    }

    /// The settings as the server has them, with its version.
    func describe() async throws -> [(name: String, value: String)] {
        try await asOwner { connection in
            try await connection.query(
                """
                SELECT name, current_setting(name) FROM pg_settings
                WHERE name = ANY(\(Self.settings.map(\.0) + others + Self.printed)) ORDER BY name
                """
            ).map { (name: try $0[0], value: try $0[1]) }
        }
    }

}

// MARK: - As if it had run for a while

extension BenchServer {
    /// Settles what loading left behind: dead rows and statistics; and lets WAL files that were filled be filled again, as
    /// they are wherever a server has run for a while, so that neither side pays for new ones.
    ///
    /// - Parameter bytes: what will be written to WAL, about; where loading wrote less, files are made for it first.
    /// - Throws: `PostgresError`.
    func settle(beforeWriting bytes: Int = 0) async throws {
        try await asOwner { connection in
            try await connection.run(script: "VACUUM (ANALYZE)")
            let files = min(bytes, Self.mostAhead) / Self.walFile
            // A switch where nothing was written since the last one does nothing.
            if files > 0 {
                try await connection.run(
                    script: """
                        DO $$ BEGIN FOR file IN 1..\(files) LOOP
                            PERFORM pg_logical_emit_message(false, 'bench', 'a file of its own');
                            PERFORM pg_switch_wal();
                        END LOOP; END $$
                        """
                )
            }
            try await connection.run(script: "CHECKPOINT")
        }
    }

    /// Uses all of `shared_buffers` once: the system hands a page of memory out where it is first touched, which takes
    /// as long as writing a row to it, and which a server that has run for a while has behind it.
    func touchBuffers() async throws {
        try await asOwner(of: "postgres") { connection in
            try await connection.run(script: "CREATE EXTENSION IF NOT EXISTS pg_prewarm")
            try await connection.run(
                script: """
                    CREATE UNLOGGED TABLE touched WITH (fillfactor = 10) AS
                    SELECT repeat('x', 1000) FROM generate_series(1, (
                        SELECT setting::int FROM pg_settings WHERE name = 'shared_buffers'))
                    """
            )
            try await connection.run(script: "SELECT pg_prewarm('touched', 'buffer')")
            try await connection.run(script: "DROP TABLE touched")
        }
    }

    private static let walFile = 16 << 20
    /// Half of what is kept at least.
    private static let mostAhead = 4 << 30
}
