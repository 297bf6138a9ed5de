/// PostgreSQL is stopped as by a crash (`immediate`), and started again a moment later.
struct ServerStops: Scenario {
    let name = ScenarioName.serverStops

    func unleash(_ stage: Stage, _ company: Company, _ tally: inout FaultTally) async throws {
        var chance = Chance(seed: stage.seed).forked("stops")
        for _ in 0..<stage.scale.serverStops {
            try await Task.sleep(for: chance.pause(500...2 * stage.scale.pause))
            try await stage.server.crash()
            try await Task.sleep(for: chance.pause(0...stage.scale.pause))
            try await stage.server.resume()
            tally.add("server stopped")
        }
    }
}
