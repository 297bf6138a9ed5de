import Foundation
package import Logging
package import Postgres
import Schema

/// Brings a database to this program's schema.
package enum DatabaseSetup {
    /// The migrations that ship with the program.
    package static func migrations() throws(PostgresError) -> [Migration] {
        try Migration.load(folder: Schema.migrations.path)
    }

    /// Makes the four roles where the user may, then applies what is missing.
    ///
    /// - Parameters:
    ///   - owner: how the schema's owner, or a superuser, reaches the database.
    ///   - logger: where it logs.
    /// - Returns: the migrations applied now.
    /// - Throws: `PostgresError` with code `.migration` for a schema that is newer than this program, or was changed.
    package static func migrate(_ owner: ConnectionConfiguration, logger: Logger) async throws -> [Migration] {
        let reactor = try Reactor()
        defer { reactor.stop() }
        let connection = try await Connection.open(owner, on: reactor, logger: logger)
        do {
            let mayCreate: Bool = try await connection.query(
                "SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).only()[0]
            if mayCreate { try await connection.run(script: String(contentsOf: Schema.roles, encoding: .utf8)) }
            let applied = try await MigrationRunner(migrations()).apply(on: connection)
            await connection.close()
            return applied
        } catch {
            await connection.close()
            throw error
        }
    }
}
