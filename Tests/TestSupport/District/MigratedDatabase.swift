import Foundation
package import Logging
package import Postgres
import Schema

/// A database with the program's schema, migrated once a test process.
package enum MigratedDatabase {
    private static let migrated = Task { try await migrate() }

    /// How the program's own role (`whistle_app`) reaches it.
    package static func configuration() async throws -> ConnectionConfiguration {
        try await configuration(migrated.value)
    }

    /// The database's name and server.
    package static func database() async throws -> TestDatabase {
        try await migrated.value
    }

    private static func configuration(_ database: TestDatabase) throws -> ConnectionConfiguration {
        try ConnectionConfiguration(
            "host='\(database.socketFolder)' port=\(database.port) user=whistle_app dbname='\(database.name)'"
        )
    }

    private static func migrate() async throws -> TestDatabase {
        let database = try TestServer.shared().freshDatabase()
        let reactor = try Reactor()
        defer { reactor.stop() }
        let configuration = try ConnectionConfiguration(database.socket)
        let connection = try await Connection.open(configuration, on: reactor, logger: quiet)
        try await connection.run(script: String(contentsOf: Schema.roles, encoding: .utf8))
        try await connection.run(script: "CREATE TABLE schema_migration (version int)")
        let files = try FileManager.default.contentsOfDirectory(at: Schema.migrations, includingPropertiesForKeys: nil)
        for file in files.sorted(by: { $0.path < $1.path }) {
            try await connection.run(script: String(contentsOf: file, encoding: .utf8))
        }
        await connection.close()
        return database
    }

    /// A logger that keeps still unless something is wrong.
    package static var quiet: Logger {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }
}
