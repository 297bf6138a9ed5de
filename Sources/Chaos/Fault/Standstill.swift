import Glibc
import Postgres

/// Processes stand still, as where their machine is paused, and tickets are held by somebody with an open transaction: those
/// who want these tickets wait, and nobody else.
struct Standstill: Scenario {
    let name = ScenarioName.standstill

    func unleash(_ stage: Stage, _ company: Company, _ tally: inout FaultTally) async throws {
        var chance = Chance(seed: stage.seed).forked("standstill")
        for number in 0..<stage.scale.standstills {
            try await Task.sleep(for: chance.pause(200...stage.scale.pause))
            let time = chance.pause(1_000...max(1_500, 6 * stage.scale.pause))
            let before = stage.acknowledged()
            // The transaction of a process that stands still stays open, too: one between two flights holds its tickets.
            let some = number % 3 == 0 ? company.callers : company.workers
            let isGood: Bool
            if number % 3 < 2, let member = some.randomElement(using: &chance) {
                member.process.send(SIGSTOP)
                defer { member.process.send(SIGCONT) }
                tally.add(member.kind == .worker ? "daemon stood still" : "serving process stood still")
                isGood = try await othersGoOn(stage, for: time)
            } else {
                isGood = try await stage.server.asSuperuser(stage.database) { connection in
                    try await connection.withTransaction { connection in
                        try await connection.query(Self.hold)
                        return try await othersGoOn(stage, for: time)
                    }
                }
                tally.add("tickets held")
            }
            if !isGood { tally.fail("nobody was answered meanwhile") }
            tally.add("commands acknowledged meanwhile", stage.acknowledged() - before)
        }
    }

    /// Waits that long, then until somebody has been answered since; says whether it came to that.
    private func othersGoOn(_ stage: Stage, for time: Duration) async throws -> Bool {
        // What was on its way may still be answered.
        try await Task.sleep(for: time / 2)
        let before = stage.acknowledged()
        try await Task.sleep(for: time / 2)
        return try await stage.until(within: .seconds(20)) { stage.acknowledged() > before }
    }

    /// The youngest tickets: those that callers are about.
    private static let hold: Query = "SELECT 1 FROM ticket ORDER BY id DESC LIMIT 12 FOR UPDATE SKIP LOCKED"
}
