import Dispatcher
import Logging
package import Postgres
package import PrivatePostgres

/// A PostgreSQL of the run's own, durable, that may be stopped, starved and cut off; gone with this process.
package struct ChaosServer: Sendable {
    /// The cluster.
    package let cluster: PrivateCluster
    private static let password = "chaos only"
    private static let template = "whistle_template"

    /// Starts it and makes a migrated database, of which each scenario gets a copy.
    ///
    /// - Parameters:
    ///   - folder: where its data lives.
    ///   - settings: settings of `postgresql.conf` over the run's own.
    /// - Returns: the running server.
    /// - Throws: `PrivateClusterError`, `PostgresError`.
    package static func start(folder: String, settings: [String: String] = [:]) async throws -> ChaosServer {
        let usual = [
            "fsync": "on", "synchronous_commit": "on", "max_connections": "100", "shared_buffers": "128MB",
            "log_min_messages": "fatal",
        ]
        let configuration = ClusterConfiguration(
            folder: folder,
            password: password,
            listening: .loopback,
            lifetime: .thisProcess,
            settings: usual.merging(settings) { $1 }
        )
        let server = ChaosServer(cluster: try await blocking { try PrivateCluster.start(configuration) })
        try await blocking { try server.cluster.createDatabase(template) }
        _ = try await DatabaseSetup.migrate(server.configuration(database: template), logger: quiet)
        return server
    }

    /// A migrated database of its own.
    package func newDatabase(_ name: String) async throws {
        try await blocking { [cluster] in try cluster.createDatabase(name, template: Self.template) }
    }

    /// How a role reaches a database over the socket, or over a port of 127.0.0.1.
    ///
    /// - Parameters:
    ///   - user: the role; nil: the superuser.
    ///   - database: the database.
    ///   - port: a port on 127.0.0.1; nil: the socket.
    /// - Returns: libpq's connection string.
    package func conninfo(user: String? = nil, database: String, port: Int? = nil) -> String {
        let place =
            port.map { "host=127.0.0.1 port=\($0) password='\(Self.password)' sslmode=disable" }
            ?? "host='\(cluster.socketFolder)' port=\(cluster.port)"
        return "\(place) user='\(user ?? cluster.user)' dbname='\(database)'"
    }

    /// The same, read.
    package func configuration(
        user: String? = nil,
        database: String,
        port: Int? = nil
    ) throws -> ConnectionConfiguration {
        try ConnectionConfiguration(conninfo(user: user, database: database, port: port))
    }

    /// Lends a superuser's connection for the length of a closure.
    package func asSuperuser<Value: Sendable>(
        _ database: String,
        _ body: (Connection) async throws -> Value
    ) async throws -> Value {
        let reactor = try Reactor()
        defer { reactor.stop() }
        var configuration = try configuration(database: database)
        // One of them holds a snapshot for minutes.
        configuration.idleInTransactionTimeout = nil
        let connection = try await Connection.open(configuration, on: reactor, logger: Self.quiet)
        do {
            let value = try await body(connection)
            await connection.close()
            return value
        } catch {
            await connection.closeNow()
            throw error
        }
    }

    /// Lets the program's own role in over TCP, by the run's password.
    package func letAppInByPassword() async throws {
        let statement = Query(unsafeSQL: "ALTER ROLE whistle_app PASSWORD '\(Self.password)'")
        try await asSuperuser("postgres") { _ = try await $0.query(statement) }
    }

    /// Stops it without a checkpoint, as a crash would.
    package func crash() async throws {
        try await blocking { [cluster] in try cluster.stopAtOnce() }
    }

    /// Starts it again after a stop or a crash.
    package func resume() async throws {
        try await blocking { [cluster] in try cluster.resume() }
    }

    /// Stops it and removes its data.
    package func destroy() async throws {
        try await blocking { [cluster] in try cluster.destroy() }
    }

    static var quiet: Logger {
        var logger = Logger(label: "chaos")
        logger.logLevel = .critical
        return logger
    }
}
