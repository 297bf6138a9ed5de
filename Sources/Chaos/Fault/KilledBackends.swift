import Glibc
import Postgres

/// Backends are ended one by one; some by a kill, after which the server ends all of them and recovers.
struct KilledBackends: Scenario {
    let name = ScenarioName.backends

    func unleash(_ stage: Stage, _ company: Company, _ tally: inout FaultTally) async throws {
        var chance = Chance(seed: stage.seed).forked("backends")
        let deadline = ContinuousClock.now + stage.scale.patience
        // While the server recovers, none is there to be ended.
        while tally.count < stage.scale.backends, ContinuousClock.now < deadline {
            try await Task.sleep(for: chance.pause(10...max(20, stage.scale.pause / 8)))
            let isKill = tally.count % 40 == 39
            let pick = Int64(bitPattern: chance.next() >> 1)
            let ended = try? await stage.server.asSuperuser(stage.database) { connection in
                let rows = try await connection.query(Self.backends)
                guard !rows.isEmpty else { return false }
                let process: Int32 = try rows[Int(pick % Int64(rows.count))][0]
                guard !isKill else { return kill(process, SIGKILL) == 0 }
                return try await connection.query("SELECT pg_terminate_backend(\(process))").only()[0, as: Bool.self]
            }
            guard ended == true else { continue }
            tally.add(isKill ? "backend killed, server recovered" : "backend ended")
        }
    }

    private static let backends: Query = """
        SELECT pid FROM pg_stat_activity
        WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER BY pid
        """
}
