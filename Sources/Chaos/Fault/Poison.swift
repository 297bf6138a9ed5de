import Dispatcher
import Foundation
import Glibc
import Logging
import PGStore
import Postgres
import Workflow

/// Commands and timers that the database refuses: their neighbours go through, they are refused or put aside with their
/// reason, and what was put aside is sent again once it is mended.
struct Poison: Scenario {
    let name = ScenarioName.poison

    /// Tickets whose timers the database will refuse, filed before anybody comes.
    func prepare(_ stage: Stage) async throws -> Orders {
        let configuration = try stage.server.configuration(user: "whistle_app", database: stage.database)
        let count = stage.scale.poisonedTimers
        let tickets = try await Engine.with(database: configuration, logger: ChaosServer.quiet) { engine in
            let district = try await engine.configurations.load(engine.district(code: ChaosDistrict.code))
            var tickets: [Int64] = []
            for number in 0..<count {
                guard let filing = Filing.drill(number, district) else { continue }
                tickets.append(try await engine.submit(filing).ticket.rawValue)
            }
            return tickets
        }
        let list = tickets.map(String.init).joined(separator: ",")
        try await stage.server.asSuperuser(stage.database) { connection in
            try await connection.run(
                script: """
                    ALTER TABLE report ADD CONSTRAINT poisoned CHECK (text NOT LIKE '%\(Errand.poisonedWord)%') NOT VALID;
                    ALTER TABLE ticket_event ADD CONSTRAINT poisoned_timers
                    CHECK (ticket_id NOT IN (\(list)) OR seq < 2) NOT VALID;
                    """
            )
        }
        var orders = Orders()
        orders.isPoisonous = true
        return orders
    }

    func unleash(_ stage: Stage, _ company: Company, _ tally: inout FaultTally) async throws {
        let count = Int64(stage.scale.poisonedTimers)
        let isBuried = try await stage.until(within: .seconds(120)) { await dead(stage).count >= count }
        let codes = await dead(stage)
        tally.add("timer poisoned", stage.scale.poisonedTimers)
        if !isBuried { tally.fail("of \(count) poisoned timers \(codes.count) were put aside") }
        if codes.contains(where: { $0 != "rejected" }) { tally.fail("put aside for another reason: \(Set(codes))") }
    }

    /// What is mended is sent again by `whistle dead resend`, and fires.
    func conclude(_ stage: Stage, _ company: Company, _ tally: inout FaultTally) async throws {
        tally.add("command poisoned", try refusedAsPoison(stage))
        try await stage.server.asSuperuser(stage.database) { connection in
            try await connection.run(
                script: """
                    ALTER TABLE report DROP CONSTRAINT poisoned;
                    ALTER TABLE ticket_event DROP CONSTRAINT poisoned_timers;
                    """
            )
        }
        let log = stage.log("resend").path
        let database = stage.server.conninfo(user: "whistle_app", database: stage.database)
        let resend = try ChildProcess.start(
            [stage.programs.whistle, "dead", "resend", "--database", database, "--district", ChaosDistrict.code],
            environment: stage.environment,
            output: log
        )
        let status = await resend.end(within: .seconds(60))
        if status != 0 { tally.fail("“whistle dead resend” ended with \(status ?? -1)") }
        let isGone = try await stage.until(within: .seconds(30)) { await dead(stage).isEmpty }
        if !isGone { tally.fail("what was sent again is among the dead still") }
        tally.add("timer sent again", stage.scale.poisonedTimers)
    }

    private func dead(_ stage: Stage) async -> [String] {
        let codes = try? await stage.server.asSuperuser(stage.database) { connection in
            try await connection.query("SELECT code FROM timer_dead").map { try $0[0, as: String.self] }
        }
        return codes ?? ["unknown"]
    }

    private func refusedAsPoison(_ stage: Stage) throws -> Int {
        let names = try FileManager.default.contentsOfDirectory(atPath: stage.notes.path)
        return try names.reduce(0) { sum, name in
            let text = try String(contentsOf: stage.notes.appending(path: name), encoding: .utf8)
            let codes = ["\trejected", "\ttext_has_nul"]
            return sum + text.split(separator: "\n").count { line in codes.contains { line.hasSuffix($0) } }
        }
    }
}

/// Filings by the run itself, under keys that the engine makes.
enum Filing {
    /// A drill in some community.
    static func drill(_ number: Int, _ district: DistrictConfiguration) -> Submission? {
        let community = number % ChaosDistrict.communities
        guard let party = district.people["desk\(community)"]?.party,
            let place = district.territory.unit(code: "C\(community)")
        else { return nil }
        return Submission(
            district: district.id,
            target: .filing("drill"),
            act: "report",
            by: party,
            input: ["category": "类别0", "place": .int(place.id.rawValue)],
            texts: ["text": "演练"]
        )
    }
}
