package import PGStore
import Postgres
package import Workflow

extension Engine {
    /// Changes when people of a district are told what does not press; what waits already goes out when it was to.
    ///
    /// - Parameters:
    ///   - rules: when they are told from now on.
    ///   - district: the district.
    ///   - writer: who changes it; nil: whoever runs the program.
    /// - Returns: the configuration with it.
    /// - Throws: `ImportError.stale`; what the database says.
    package func tell(
        by rules: MessageRules,
        in district: DistrictID,
        writer: ConfigurationWriter? = nil
    ) async throws -> DistrictConfiguration {
        let note = writer?.note("digest", in: district, rules.json.object ?? [:])
        try await pool.withTransaction { connection in
            let locked = try await connection.flight([ConfigurationWrite.patience, ConfigurationWrite.lock(district)])
            try writer?.check(try locked[1].only()[0])
            let writes = [ConfigurationWrite.messages(district, rules), ConfigurationWrite.touch(district), note]
            _ = try await connection.flight(writes.compactMap(\.self))
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
