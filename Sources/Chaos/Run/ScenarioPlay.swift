import ChaosChecker
import Dispatcher
import Foundation

/// Plays one scenario from its empty database to its checked end.
package struct ScenarioPlay: Sendable {
    private let scenario: any Scenario
    private let stage: Stage

    /// Prepares a scenario on a stage.
    package init(_ scenario: any Scenario, on stage: Stage) {
        self.scenario = scenario
        self.stage = stage
    }

    /// Plays it and leaves database and notes behind; what goes wrong is in the result.
    ///
    /// - Returns: what came of it.
    /// - Throws: `ChaosError` and the like where it could not be played at all.
    package func play() async throws -> ScenarioResult {
        var result = ScenarioResult(scenario.name, seed: stage.seed)
        let began = ContinuousClock.now
        for folder in [stage.notes, stage.folder.appending(path: "var")] {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        }
        try await stage.server.newDatabase(stage.database)
        let configuration = try stage.server.configuration(user: "whistle_app", database: stage.database)
        _ = try await Engine.with(database: configuration, logger: ChaosServer.quiet) {
            try await ChaosDistrict.make($0)
        }
        let orders = try await scenario.prepare(stage)
        let company = try company(orders)
        do {
            try await perform(company, &result)
        } catch {
            await company.kill()
            scenario.bringDown()
            throw error
        }
        await company.kill()
        scenario.bringDown()
        try await check(&result)
        result.time = began.duration(to: .now)
        return result
    }

    private func perform(_ company: Company, _ result: inout ScenarioResult) async throws {
        try await scenario.unleash(stage, company, &result.tally)
        let wanted = scenario.commands(stage.scale)
        let isEnough = try await stage.until(within: stage.scale.patience) { stage.acknowledged() >= wanted }
        if !isEnough { result.wrong.append("only \(stage.acknowledged()) commands of \(wanted) were acknowledged") }
        result.wrong += company.all.filter { !$0.process.isRunning }.map { "\($0.name) ended by itself" }
        result.wrong += await company.finishCallers(within: .seconds(90))
        if try await !stage.settled(within: .seconds(60)) { result.wrong.append("what is due does not fire") }
        try await scenario.conclude(stage, company, &result.tally)
        if try await !stage.settled(within: .seconds(60)) {
            result.wrong.append("what is due does not fire in the end")
        }
        result.wrong += await company.stopWorkers()
    }

    private func check(_ result: inout ScenarioResult) async throws {
        let checker = Checker(
            database: try stage.server.configuration(database: stage.database),
            district: ChaosDistrict.code,
            notes: try CallerNotes(folder: stage.notes)
        )
        result.report = try await checker.run()
        if result.report.unresolved > 0 {
            result.wrong.append("\(result.report.unresolved) commands of which nobody knows what became of them")
        }
        let verify = try ChildProcess.start(
            [
                stage.programs.whistle, "verify", "--json", "--district", ChaosDistrict.code, "--database",
                stage.server.conninfo(user: "whistle_app", database: stage.database),
            ],
            environment: stage.environment,
            output: stage.log("verify").path
        )
        let status = await verify.end(within: .seconds(300))
        let output = (try? String(contentsOf: stage.log("verify"), encoding: .utf8)) ?? ""
        let counted = output.firstMatch(of: /"finding_count":(\d+)/).flatMap { Int($0.1) }
        result.verifyFindings = counted ?? 0
        if status != 0 || counted != 0 {
            result.wrong.append("“whistle verify” ended with \(status ?? -1): \(output.prefix(1_000))")
        }
    }

    // MARK: - Processes

    private func company(_ orders: Orders) throws -> Company {
        let cast = scenario.cast
        return Company(
            workers: try (0..<cast.workers).map { try worker($0, orders) },
            callers: try (0..<cast.callers).map { try caller($0, orders) }
        )
    }

    private func worker(_ number: Int, _ orders: Orders) throws -> Member {
        let name = "worker\(number)"
        let environment = stage.environment.merging(orders.environment[number] ?? [:]) { $1 }
        let database = stage.server.conninfo(user: "whistle_app", database: stage.database, port: orders.port)
        return try Member(.worker, name: name) { _ in
            try ChildProcess.start(
                [stage.programs.whistle, "work", "--database", database],
                environment: environment,
                output: stage.log(name).path
            )
        }
    }

    private func caller(_ number: Int, _ orders: Orders) throws -> Member {
        let name = "caller\(number)"
        let cast = scenario.cast
        let database = stage.server.conninfo(user: "whistle_app", database: stage.database, port: orders.port)
        return try Member(.caller, name: name) { generation in
            var command = [
                stage.programs.chaos, "caller", "--database", database, "--district", ChaosDistrict.code, "--notes",
                stage.notes.path, "--name", name, "--generation", String(generation), "--seed", String(stage.seed),
                "--clients", String(cast.clients), "--pause", String(cast.pause),
            ]
            if let duel = orders.duel { command += ["--duel", String(duel)] }
            if orders.isPoisonous { command.append("--poisonous") }
            return try ChildProcess.start(
                command,
                environment: stage.environment,
                output: stage.log(name).path
            )
        }
    }
}
