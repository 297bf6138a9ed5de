import Postgres

/// A reader holds a snapshot open for minutes: no dead row can be cleared, and timers fire all the same.
struct HeldSnapshot: Scenario {
    let name = ScenarioName.snapshot

    func unleash(_ stage: Stage, _ company: Company, _ tally: inout FaultTally) async throws {
        let (before, seen, after) = try await stage.server.asSuperuser(stage.database) { connection in
            try await connection.withTransaction(isolation: .repeatableRead, isReadOnly: true) { connection in
                let before: Int64 = try await connection.query(Self.fired).only()[0]
                try await Task.sleep(for: stage.scale.snapshot)
                let seen: Int64 = try await connection.query(Self.fired).only()[0]
                let after: Int64 = try await stage.server.asSuperuser(stage.database) {
                    try await $0.query(Self.fired).only()[0]
                }
                return (before, seen, after)
            }
        }
        tally.add("snapshot held")
        tally.add("timers fired meanwhile", Int(after - before))
        if seen != before { tally.fail("the snapshot was none") }
        if after == before { tally.fail("no timer fired while the snapshot was held") }
    }

    private static let fired: Query = """
        SELECT count(*) FROM ticket_event WHERE convert_from(payload, 'UTF8')::jsonb ? 'timer'
        """
}
