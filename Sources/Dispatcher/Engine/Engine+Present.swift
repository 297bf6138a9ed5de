import PGStore
import Postgres
package import Workflow

/// The time that rules in a district.
package struct DistrictPresent: Hashable, Sendable {
    /// The database's clock; or, where the time is given, that of the district's last event.
    package let now: Instant
    /// The same where the time is given, as commands are to bear it; nil: the database's clock rules.
    package let given: Instant?
}

extension Engine {
    /// What time it is in a district.
    ///
    /// - Throws: `PostgresError`.
    package func present(in district: DistrictID) async throws -> DistrictPresent {
        let row = try await pool.query(LiveTickets.present(district)).only()
        let clock = Instant(try row[0, as: Timestamp.self])
        guard try row[1, as: Bool.self] else { return DistrictPresent(now: clock, given: nil) }
        let last: Timestamp? = try row[2]
        let given = last.map { Instant($0) } ?? clock
        return DistrictPresent(now: given, given: given)
    }
}
