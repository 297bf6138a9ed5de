import Glibc

/// Daemons and serving processes are asked to stop under load: within ten seconds, in order, and nothing is lost.
struct Shutdowns: Scenario {
    let name = ScenarioName.shutdown

    func unleash(_ stage: Stage, _ company: Company, _ tally: inout FaultTally) async throws {
        var chance = Chance(seed: stage.seed).forked("shutdowns")
        for _ in 0..<stage.scale.shutdowns {
            try await Task.sleep(for: chance.pause(200...stage.scale.pause))
            let some = chance.once(in: 2) ? company.callers : company.workers
            guard let member = some.randomElement(using: &chance) else { continue }
            await member.hears(SIGTERM)
            let began = ContinuousClock.now
            member.process.send(SIGTERM)
            let status = await member.process.end(within: .seconds(10))
            let time = began.duration(to: .now)
            tally.add(member.kind == .worker ? "daemon stopped" : "serving process stopped")
            if status != 0 {
                tally.fail("\(member.name): " + (status.map { "ended with \($0)" } ?? "did not stop within 10 s"))
            }
            tally.longestStop = max(tally.longestStop, time)
            try member.restart()
        }
    }
}
