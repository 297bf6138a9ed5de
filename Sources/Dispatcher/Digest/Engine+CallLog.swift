package import PGStore
import Postgres
package import Workflow

extension Engine {
    /// A page of the call log, the latest first.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - choice: which lines.
    ///   - limit: at the most.
    /// - Returns: the lines.
    /// - Throws: what the database says.
    package func messages(
        in district: DistrictID,
        _ choice: LoggedMessage.Choice = LoggedMessage.Choice(),
        limit: Int
    ) async throws -> [LoggedMessage] {
        try await pool.query(LoggedMessage.page(of: district, choice, limit: limit)).map(LoggedMessage.init(row:))
    }

    /// How many postings wait, by channel, and when the first of each is due.
    ///
    /// - Throws: what the database says.
    package func postingsWaiting(
        in district: DistrictID
    ) async throws -> [(channel: String, count: Int, next: Instant)] {
        try await pool.query(PostingQueries.waiting(district)).map { row in
            (try row[0], Int(try row[1, as: Int64.self]), Instant(try row[2, as: Timestamp.self]))
        }
    }
}
