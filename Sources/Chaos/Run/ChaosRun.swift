package import Foundation
import PrivatePostgres

/// A run: scenarios one after the other, each upon an empty database, under one seed.
package struct ChaosRun: Sendable {
    private let seed: UInt64
    private let scale: ChaosScale
    private let names: [ScenarioName]
    private let programs: Programs
    private let keep: URL?
    private let tell: @Sendable (String) -> Void

    /// Prepares a run.
    ///
    /// - Parameters:
    ///   - names: what is played.
    ///   - seed: what makes it repeatable.
    ///   - scale: how much of everything.
    ///   - programs: the programs that play.
    ///   - keep: where logs and notes of scenarios with findings are copied; nil: nowhere.
    ///   - tell: told how far it is, in words.
    package init(
        _ names: [ScenarioName] = ScenarioName.allCases,
        seed: UInt64,
        scale: ChaosScale,
        programs: Programs,
        keep: URL? = nil,
        tell: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.names = names
        self.seed = seed
        self.scale = scale
        self.programs = programs
        self.keep = keep
        self.tell = tell
    }

    /// Plays all of them; leaves nothing behind, however it ends.
    ///
    /// - Returns: what came of each.
    /// - Throws: `ChaosError`, `PrivateClusterError`, where something could not be played.
    package func run() async throws -> ChaosReport {
        let folder = URL(filePath: NSTemporaryDirectory()).appending(path: "whistle-chaos-\(getpid())")
        try FileManager.default.createDirectory(
            at: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o711]
        )
        let undertaker = try Undertaker(folder: folder.path)
        defer { undertaker.dismiss() }
        let onDisk = names.contains { $0 != .diskFull }
        let server = onDisk ? try await ChaosServer.start(folder: folder.appending(path: "server").path) : nil
        var report = ChaosReport(seed: seed)
        do {
            for name in names { report.results.append(try await play(name, server, folder, undertaker)) }
            try await server?.destroy()
        } catch {
            try? await server?.destroy()
            throw error
        }
        return report
    }

    private func play(
        _ name: ScenarioName,
        _ server: ChaosServer?,
        _ folder: URL,
        _ undertaker: Undertaker
    ) async throws -> ScenarioResult {
        let scenario = name.scenario
        if let obstacle = scenario.obstacle() {
            tell("\(name.rawValue): skipped: \(obstacle)")
            var result = ScenarioResult(name, seed: seed)
            result.skipped = obstacle
            return result
        }
        tell("\(name.rawValue) …")
        let own = folder.appending(path: name.rawValue)
        try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
        let result: ScenarioResult
        do {
            result =
                if let server, name != .diskFull {
                    try await ScenarioPlay(scenario, on: stage(name, server, own, undertaker)).play()
                } else {
                    try await playOnSmallDisk(scenario, own, undertaker)
                }
        } catch {
            result = try await brokenOff(name, server, error)
        }
        tell("\(name.rawValue): \(ChaosReport.line(result))")
        if !result.isGood { ChaosReport.troubles(result).forEach(tell) }
        if !result.isGood, let keep { try? Self.copy(own, to: keep.appending(path: name.rawValue)) }
        try? FileManager.default.removeItem(at: own)
        return result
    }

    /// A scenario that could not be played to its end is a finding; the others are played all the same.
    private func brokenOff(_ name: ScenarioName, _ server: ChaosServer?, _ error: any Error) async throws
        -> ScenarioResult
    {
        if let server, !server.cluster.isRunning() { try await server.resume() }
        var result = ScenarioResult(name, seed: seed)
        result.wrong.append("it broke off: \(error)")
        return result
    }

    private func playOnSmallDisk(_ scenario: any Scenario, _ own: URL, _ undertaker: Undertaker) async throws
        -> ScenarioResult
    {
        let disk = own.appending(path: "disk")
        try FileManager.default.setAttributes([.posixPermissions: 0o711], ofItemAtPath: own.path)
        try await FullDisk.mount(disk, megabytes: 320, undertaker)
        let small = ["shared_buffers": "32MB", "min_wal_size": "32MB", "max_wal_size": "64MB"]
        do {
            let server = try await ChaosServer.start(folder: disk.appending(path: "server").path, settings: small)
            do {
                let stage = stage(scenario.name, server, own, undertaker)
                let result = try await ScenarioPlay(scenario, on: stage).play()
                try await server.destroy()
                try await FullDisk.unmount(disk)
                return result
            } catch {
                try? await server.destroy()
                throw error
            }
        } catch {
            try? await FullDisk.unmount(disk)
            throw error
        }
    }

    private func stage(_ name: ScenarioName, _ server: ChaosServer, _ folder: URL, _ undertaker: Undertaker) -> Stage {
        Stage(
            name,
            server: server,
            programs: programs,
            undertaker: undertaker,
            folder: folder,
            scale: scale,
            seed: seed
        )
    }

    /// Logs and notes; not a server's data.
    private static func copy(_ folder: URL, to target: URL) throws {
        try? FileManager.default.removeItem(at: target)
        try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name != "disk" {
            try FileManager.default.copyItem(at: folder.appending(path: name), to: target.appending(path: name))
        }
    }
}

extension ScenarioName {
    /// What it stands for.
    package var scenario: any Scenario {
        switch self {
        case .calm: CalmWeather()
        case .killed: KilledProcesses()
        case .serverStops: ServerStops()
        case .backends: KilledBackends()
        case .exhausted: ExhaustedConnections()
        case .network: BadNetwork()
        case .standstill: Standstill()
        case .clock: MovedClocks()
        case .snapshot: HeldSnapshot()
        case .poison: Poison()
        case .duel: OneTicket()
        case .diskFull: FullDisk()
        case .shutdown: Shutdowns()
        }
    }
}
