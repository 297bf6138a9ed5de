import Postgres

/// Somebody takes every connection that the server has, and those who had one lose it.
struct ExhaustedConnections: Scenario {
    let name = ScenarioName.exhausted

    func unleash(_ stage: Stage, _ company: Company, _ tally: inout FaultTally) async throws {
        var chance = Chance(seed: stage.seed).forked("connections")
        for _ in 0..<max(1, stage.scale.disturbances / 2) {
            try await Task.sleep(for: chance.pause(300...2 * stage.scale.pause))
            let taken = try await take(stage, during: chance.pause(1_000...4 * stage.scale.pause))
            tally.add("all connections taken")
            tally.add("connections held by others", taken)
        }
    }

    /// Takes what there is, ends those of the engine, takes those too, and holds them all for a while.
    private func take(_ stage: Stage, during time: Duration) async throws -> Int {
        let reactor = try Reactor()
        defer { reactor.stop() }
        let configuration = try stage.server.configuration(user: "whistle_app", database: stage.database)
        return try await stage.server.asSuperuser(stage.database) { superuser in
            var held: [Connection] = []
            let end = ContinuousClock.now + time
            while ContinuousClock.now < end {
                if let one = try? await Connection.open(configuration, on: reactor, logger: ChaosServer.quiet) {
                    held.append(one)
                } else {
                    try await superuser.query(Self.endOthers)
                    try await Task.sleep(for: .milliseconds(20))
                }
            }
            for one in held { await one.close() }
            return held.count
        }
    }

    private static let endOthers: Query = """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name LIKE 'whistle%' AND application_name <> 'whistle'
            AND usename = 'whistle_app'
        """
}
