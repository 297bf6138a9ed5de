import Foundation
package import Logging
package import Postgres
package import PrivatePostgres

/// The program's own PostgreSQL under a folder: nothing to install or to configure beside the server's package.
package struct PrivateDatabase: Sendable {
    /// The running server.
    package let cluster: PrivateCluster

    private static let name = "whistle"

    /// Starts the server, or adopts one that is still running there, and makes the database if it is missing.
    ///
    /// - Parameter folder: where data, socket and log live; a temporary folder is taken where the server's user
    ///   cannot enter it.
    /// - Returns: the running server.
    /// - Throws: `PrivateClusterError` with words for a person.
    package static func start(folder: String) throws -> PrivateDatabase {
        let configuration = ClusterConfiguration(
            folder: folder,
            settings: [
                "max_connections": "100", "shared_buffers": "256MB", "effective_io_concurrency": "200",
            ]
        )
        return PrivateDatabase(cluster: try PrivateCluster.start(configuration))
    }

    /// Makes database and roles, and brings the schema up to date.
    ///
    /// - Returns: the migrations applied now.
    package func prepare(logger: Logger) async throws -> [Migration] {
        let reactor = try Reactor()
        defer { reactor.stop() }
        let admin = try await Connection.open(
            configuration(user: cluster.user, database: "postgres"),
            on: reactor,
            logger: logger
        )
        let there = try await admin.query("SELECT 1 FROM pg_database WHERE datname = \(Self.name)").count
        await admin.close()
        if there == 0 { try cluster.createDatabase(Self.name) }
        return try await DatabaseSetup.migrate(configuration(user: cluster.user, database: Self.name), logger: logger)
    }

    /// How the program's own role reaches it; holds no secret: the socket's folder is closed to others.
    package var conninfo: String {
        conninfo(user: "whistle_app", database: Self.name)
    }

    /// A folder may have any name: quotes and backslashes in it are escaped as libpq wants it.
    private func conninfo(user: String, database: String) -> String {
        let folder = cluster.socketFolder.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
        return "host='\(folder)' port=\(cluster.port) user='\(user)' dbname='\(database)'"
    }

    private func configuration(user: String, database: String) throws(PostgresError) -> ConnectionConfiguration {
        try ConnectionConfiguration(conninfo(user: user, database: database))
    }

    /// Stops the server.
    package func stop() throws {
        try cluster.stop()
    }
}
