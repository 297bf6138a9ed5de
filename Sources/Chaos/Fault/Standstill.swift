import Glibc
import Postgres

/// Processes stand still, as where their machine is paused, and tickets are held by somebody with an open transaction: all others
/// go on meanwhile.
struct Standstill: Scenario {
    let name = ScenarioName.standstill

    func unleash(_ stage: Stage, _ company: Company, _ tally: inout FaultTally) async throws {
        var chance = Chance(seed: stage.seed).forked("standstill")
        for number in 0..<stage.scale.standstills {
            try await Task.sleep(for: chance.pause(200...stage.scale.pause))
            let time = chance.pause(3_000...max(3_500, 6 * stage.scale.pause))
            // The transaction of a process that stands still stays open, too: one between two flights holds its tickets.
            let some = number % 3 == 0 ? company.callers : company.workers
            if number % 3 < 2, let member = some.randomElement(using: &chance) {
                member.process.send(SIGSTOP)
                defer { member.process.send(SIGCONT) }
                tally.add(member.kind == .worker ? "daemon stood still" : "serving process stood still")
                try await othersGoOn(company.callers.filter { $0.name != member.name }, stage, for: time, &tally)
            } else {
                tally.add("tickets held")
                tally = try await stage.server.asSuperuser(stage.database) { [tally] connection in
                    var tally = tally
                    try await connection.withTransaction { connection in
                        try await connection.query(Self.hold)
                        try await othersGoOn(company.callers, stage, for: time, &tally)
                    }
                    return tally
                }
            }
        }
    }

    /// Waits that long; in the second half, when what was on its way has come, each of these must have been answered.
    private func othersGoOn(
        _ callers: [Member],
        _ stage: Stage,
        for time: Duration,
        _ tally: inout FaultTally
    ) async throws {
        try await Task.sleep(for: time / 2)
        let before = callers.map { stage.acknowledged(to: $0.name) }
        try await Task.sleep(for: time / 2)
        for (caller, before) in zip(callers, before) {
            let count = stage.acknowledged(to: caller.name) - before
            if count == 0 { tally.fail("nobody was answered by \(caller.name) meanwhile") }
            tally.add("commands acknowledged meanwhile", count)
        }
    }

    /// The youngest tickets: those that callers are about.
    private static let hold: Query = "SELECT 1 FROM ticket ORDER BY id DESC LIMIT 24 FOR UPDATE SKIP LOCKED"
}
