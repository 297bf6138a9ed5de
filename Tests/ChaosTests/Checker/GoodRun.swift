import Chaos
import ChaosChecker
import Foundation
import Postgres
import PrivatePostgres

/// A run in calm weather, made once: its database is copied for each test that damages it.
struct GoodRun {
    let server: ChaosServer
    let stage: Stage
    let result: ScenarioResult
    let folder: URL

    /// Plays it for the length of a closure.
    static func with<Value>(_ body: (GoodRun) async throws -> Value) async throws -> Value {
        let folder = URL(filePath: NSTemporaryDirectory()).appending(path: "whistle-checker-\(getpid())")
        let own = folder.appending(path: "calm")
        try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
        let undertaker = try Undertaker(folder: folder.path)
        defer { undertaker.dismiss() }
        let server = try await ChaosServer.start(folder: folder.appending(path: "server").path)
        let stage = Stage(
            .calm,
            server: server,
            programs: try Programs(),
            undertaker: undertaker,
            folder: own,
            scale: .short,
            seed: 7
        )
        do {
            let result = try await ScenarioPlay(ScenarioName.calm.scenario, on: stage).play()
            let run = GoodRun(server: server, stage: stage, result: result, folder: folder)
            let value = try await body(run)
            try await server.destroy()
            return value
        } catch {
            try? await server.destroy()
            throw error
        }
    }

    /// What the checker says of a copy after a statement was run in it, and notes were added.
    func check(_ name: String, after damage: String, notes lines: [String] = []) async throws -> CheckReport {
        try server.cluster.createDatabase(name, template: stage.database)
        let notes = folder.appending(path: "notes-" + name)
        try FileManager.default.copyItem(at: stage.notes, to: notes)
        if !lines.isEmpty {
            try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: notes.appending(path: "zzz.notes"))
        }
        let changed = try await server.asSuperuser(name) { connection in
            damage.isEmpty ? 1 : try await connection.query(Query(unsafeSQL: damage)).affectedRows
        }
        guard changed > 0 else { throw ChaosError("nothing was damaged: \(name)") }
        return try await Checker(
            database: try server.configuration(database: name),
            district: ChaosDistrict.code,
            notes: try CallerNotes(folder: notes),
            isLive: false
        ).run()
    }

    /// What a query in the whole database says.
    func text(_ query: String) async throws -> String {
        try await server.asSuperuser(stage.database) { try await $0.query(Query(unsafeSQL: query)).only()[0] }
    }
}
