import Dispatcher
import Foundation
package import Logging
package import Postgres

/// A database with the program's schema, migrated once a test process.
package enum MigratedDatabase {
    private static let migrated = Task { try await migrated(TestServer.shared()) }

    /// How the program's own role (`whistle_app`) reaches it.
    package static func configuration() async throws -> ConnectionConfiguration {
        try await configuration(migrated.value)
    }

    /// The database's name and server.
    package static func database() async throws -> TestDatabase {
        try await migrated.value
    }

    /// A migrated database of a test's own, on whatever server: for tests that change the schema or stop the server.
    package static func migrated(_ server: TestServer) async throws -> TestDatabase {
        let database = try await server.newDatabase()
        _ = try await migrateAgain(database)
        return database
    }

    /// Migrates a database that may be migrated already; says how many migrations were applied.
    package static func migrateAgain(_ database: TestDatabase) async throws -> Int {
        try await DatabaseSetup.migrate(configuration(database, user: database.user), logger: quiet).count
    }

    /// How a role reaches a database.
    package static func configuration(
        _ database: TestDatabase,
        user: String = "whistle_app"
    ) throws -> ConnectionConfiguration {
        var configuration = try ConnectionConfiguration(
            "host='\(database.socketFolder)' port=\(database.port) user=\(user) dbname='\(database.name)'"
        )
        // A machine that runs all tests at once may take its time.
        configuration.connectTimeout = .seconds(20)
        return configuration
    }

    /// Lends a connection of a role to a database for the length of a closure.
    package static func withConnection<Value: Sendable>(
        to database: TestDatabase,
        user: String? = nil,
        _ body: (Connection) async throws -> Value
    ) async throws -> Value {
        let reactor = try Reactor()
        defer { reactor.stop() }
        let configuration = try configuration(database, user: user ?? database.user)
        let connection = try await Connection.open(configuration, on: reactor, logger: quiet)
        do {
            let value = try await body(connection)
            await connection.closeNow()
            return value
        } catch {
            await connection.closeNow()
            throw error
        }
    }

    /// A logger that keeps still unless something is wrong.
    package static var quiet: Logger {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }
}
