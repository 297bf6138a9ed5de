/// Daemons and serving processes are killed at random moments, and started again.
struct KilledProcesses: Scenario {
    let name = ScenarioName.killed

    func unleash(_ stage: Stage, _ company: Company, _ tally: inout FaultTally) async throws {
        var chance = Chance(seed: stage.seed).forked("kills")
        for _ in 0..<stage.scale.kills {
            try await Task.sleep(for: chance.pause(100...stage.scale.pause))
            // As often a caller as a daemon: there are fewer of them, and they have more to lose.
            let some = chance.once(in: 2) ? company.callers : company.workers
            guard let victim = some.randomElement(using: &chance) else { continue }
            try await victim.killAndRestart()
            tally.add(victim.kind == .worker ? "daemon killed" : "serving process killed")
        }
    }
}
