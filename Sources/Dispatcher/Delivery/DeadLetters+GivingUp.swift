import PGStore
import Postgres
package import Workflow

extension DeadLetters {
    /// Gives messages up for good: nobody is told what they say any more, and the security log says who decided that.
    ///
    /// No timer is given up: a matter whose clock runs would stand still for ever.
    ///
    /// - Parameters:
    ///   - messages: messages by their numbers.
    ///   - postings: what channels did not take, by their numbers.
    ///   - district: the district.
    ///   - writer: who does it.
    /// - Returns: how many of each were given up.
    /// - Throws: what the database says.
    package func giveUp(
        messages: [Int64],
        postings: [Int64],
        in district: DistrictID,
        by writer: ConfigurationWriter
    ) async throws -> (messages: Int, postings: Int) {
        let ids = { (ids: [Int64]) in JSONValue.array(ids.map { .int($0) }) }
        let facts: JSONObject = ["messages": ids(messages), "postings": ids(postings)]
        return try await engine.pool.withTransaction { connection in
            let results = try await connection.flight([
                DeadMessage.giveUp(district, messages), DeadPosting.giveUp(district, postings),
                writer.note("give_up", in: district, facts),
            ])
            return (results[0].affectedRows, results[1].affectedRows)
        }
    }
}
