package import PGStore
import Postgres
package import Workflow

extension Engine {
    /// Changes when people of a district are told what does not press; what waits already goes out when it was to.
    ///
    /// - Returns: the configuration with it.
    package func tell(by rules: MessageRules, in district: DistrictID) async throws -> DistrictConfiguration {
        _ = try await pool.withTransaction { connection in
            try await connection.flight([
                ConfigurationWrite.patience, ConfigurationWrite.lock(district),
                ConfigurationWrite.messages(district, rules), ConfigurationWrite.touch(district),
            ])
        }
        hints.wrote(Hints.Write(district: district, tellsSomebody: true))
        return try await configurations.load(district)
    }

    /// What waits for digests: how many people, how many messages, and when the next goes out.
    package func waiting(in district: DistrictID) async throws -> (people: Int, messages: Int, next: Instant?) {
        let row = try await pool.query(DigestQueries.waiting(district)).only()
        let next: Timestamp? = try row[2]
        return (Int(try row[0, as: Int64.self]), Int(try row[1, as: Int64.self]), next.map { Instant($0) })
    }
}
