package import PGStore
package import Postgres
import Synchronization
package import Workflow

/// The configurations of districts, each kept until the database has a newer revision.
package final class Configurations: Sendable {
    private let pool: Pool
    private let loaded = Mutex<[DistrictID: DistrictConfiguration]>([:])

    package init(pool: Pool) {
        self.pool = pool
    }

    /// The configuration at a revision or a later one; read anew where the one at hand is older.
    package func current(_ district: DistrictID, revision: Int64) async throws -> DistrictConfiguration {
        if let known = loaded.withLock({ $0[district] }), known.revision >= revision { return known }
        return try await load(district)
    }

    /// The configuration as it stands now.
    package func load(_ district: DistrictID) async throws -> DistrictConfiguration {
        let read = ConfigurationRead(district: district)
        let known = loaded.withLock { $0[district] }
        let configuration = try await pool.withConnection { connection in
            try read.configuration(try await connection.flight(read.statements), since: known)
        }
        loaded.withLock { loaded in
            if loaded[district]?.revision ?? 0 < configuration.revision { loaded[district] = configuration }
        }
        return configuration
    }
}
