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

    /// The configuration at a revision or a later one; nil where the one at hand is older.
    package func known(_ district: DistrictID, revision: Int64) -> DistrictConfiguration? {
        loaded.withLock { $0[district] }.flatMap { $0.revision >= revision ? $0 : nil }
    }

    /// The configuration as it stands now.
    package func load(_ district: DistrictID) async throws -> DistrictConfiguration {
        try await pool.withConnection { connection in try await load(district, on: connection) }
    }

    /// The configuration as it stands now, read on a connection that is in no transaction.
    ///
    /// A great district's takes longer to read than the thread of a reactor or of an event loop may be kept.
    @discardableResult
    package func load(_ district: DistrictID, on connection: Connection) async throws -> DistrictConfiguration {
        try await withTaskExecutorPreference(globalConcurrentExecutor) { try await read(district, on: connection) }
    }

    private func read(_ district: DistrictID, on connection: Connection) async throws -> DistrictConfiguration {
        let read = ConfigurationRead(district: district)
        let known = loaded.withLock { $0[district] }
        let configuration = try read.configuration(try await connection.flight(read.statements), since: known)
        loaded.withLock { loaded in
            if loaded[district]?.revision ?? 0 < configuration.revision { loaded[district] = configuration }
        }
        return configuration
    }
}
