import PGStore
import Postgres
package import Workflow

extension Engine {
    /// The shifts of a district's rosters that touch a period, however long ago.
    package func shifts(in period: Period, of district: DistrictID) async throws -> [DutyShift] {
        try await pool.query(PeopleRead.shifts(district, in: period)).map(PeopleRead.shift)
    }
}
