import Dispatcher
import Logging
import PGStore
import Postgres
import Workflow

/// Notes what gateways said of what they took, and sends what was not delivered by the next way.
struct ReceiptNoting: Sendable {
    let district: DistrictID
    let engine: Engine
    let plan: PostingPlan
    let logger: Logger

    private static let batch = 200

    /// Notes what there is, until nothing is left.
    ///
    /// A line of the log and the next way are written together: a crash loses neither.
    ///
    /// - Throws: what the database says.
    func note(_ stop: StopSign) async throws {
        let any = try await engine.pool.query(AwaitedPosting.anySaid(in: district)).only()
        guard try any[0, as: Bool.self] else { return }
        let revision: Int64 = try any[1]
        var known = engine.configurations.known(district, revision: revision)
        if known == nil { known = try await engine.configurations.load(district) }
        guard let configuration = known else { preconditionFailure("a configuration was loaded") }
        var noted = Self.batch
        while noted >= Self.batch, !stop.isRaised {
            let (district, plan) = (district, plan)
            let (count, failed) = try await engine.pool.withTransaction { connection in
                let rows = try await connection.query(AwaitedPosting.note(in: district, limit: Self.batch))
                let failed = try rows.compactMap { try AwaitedPosting(row: $0) }
                let ways = failed.flatMap { plan.nextWays($0.posting, in: configuration) }
                if !ways.isEmpty { _ = try await connection.query(NewPosting.insert(district, ways)) }
                return (rows.count, failed)
            }
            noted = count
            for awaited in failed {
                logger.warning(
                    "a message was taken but not delivered",
                    metadata: ["channel": "\(awaited.posting.channel)", "receiver": "\(awaited.posting.receiver)"]
                )
            }
        }
    }
}
