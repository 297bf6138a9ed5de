package import PGStore
import Postgres
package import Workflow

extension Engine {
    /// Plans by which running tickets of a district were moved.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - hash: how their hash begins; empty: all.
    ///   - limit: how many at the most.
    /// - Returns: the latest first.
    /// - Throws: `PostgresError`, `StoreError` where a row is damaged.
    package func plans(in district: DistrictID, beginning hash: String = "", limit: Int = 1_000) async throws
        -> [StoredPlan]
    {
        try await pool.query(StoredPlan.list(district, beginning: hash, limit: limit)).map(StoredPlan.init(row:))
    }
}
