import PrivatePostgres

/// The network between the programs and the server is slowed, stalled, cut and restored.
///
/// All reach the server over TCP through a proxy.
final class BadNetwork: Scenario {
    let name = ScenarioName.network
    private let proxy = ProxyHolder()

    func prepare(_ stage: Stage) async throws -> Orders {
        try await stage.server.letAppInByPassword()
        var orders = Orders()
        orders.port = try proxy.open(to: stage.server.cluster.port)
        return orders
    }

    func unleash(_ stage: Stage, _ company: Company, _ tally: inout FaultTally) async throws {
        var chance = Chance(seed: stage.seed).forked("network")
        for number in 0..<stage.scale.disturbances {
            try await Task.sleep(for: chance.pause(300...stage.scale.pause))
            switch number % 3 {
            case 0:
                proxy.become(.cut)
                tally.add("network cut")
                try await Task.sleep(for: chance.pause(100...2 * stage.scale.pause))
            case 1:
                proxy.become(.stalled)
                tally.add("network stalled")
                // Now and then for longer than a write may take.
                try await Task.sleep(for: chance.pause(500...7 * stage.scale.pause))
            default:
                proxy.become(.slow(Int.random(in: 5...60, using: &chance)))
                tally.add("network slowed")
                try await Task.sleep(for: chance.pause(500...4 * stage.scale.pause))
            }
            proxy.become(.fair)
        }
    }

    func bringDown() {
        proxy.close()
    }
}
