import Dispatcher
import Glibc
import PGStore
import Workflow

/// Two daemons and two callers, each with several clients, fight for one ticket: each act wants to be the next event,
/// and arms a timer that falls due among the acts that follow.
struct OneTicket: Scenario {
    let name = ScenarioName.duel

    var cast: Cast { Cast(workers: 2, callers: 2, clients: 4, pause: 0) }

    func commands(_ scale: ChaosScale) -> Int { scale.rounds }

    func prepare(_ stage: Stage) async throws -> Orders {
        let configuration = try stage.server.configuration(user: "whistle_app", database: stage.database)
        var orders = Orders()
        orders.duel = try await Engine.with(database: configuration, logger: ChaosServer.quiet) { engine in
            let district = try await engine.configurations.load(engine.district(code: ChaosDistrict.code))
            guard let filing = Filing.drill(0, district) else { throw ChaosError("the district has no desk") }
            return try await engine.submit(filing).ticket.rawValue
        }
        return orders
    }

    /// The fight is the fault: it is over when so many rounds were won.
    func unleash(_ stage: Stage, _ company: Company, _ tally: inout FaultTally) async throws {
        let rounds = stage.scale.rounds
        let isOver = try await stage.until(within: stage.scale.patience) { stage.acknowledged() >= rounds }
        tally.add("round won", stage.acknowledged())
        if !isOver { tally.fail("only \(stage.acknowledged()) rounds of \(rounds)") }
    }
}
