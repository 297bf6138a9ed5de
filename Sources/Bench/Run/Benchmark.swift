import Dispatcher
import Foundation
package import Logging
import PGStore
import Postgres
import Spawning
import Workflow

/// The engine measured beside PostgreSQL itself.
///
/// It starts servers of its own, fills a district for each side, lets both run until a transition writes as much
/// WAL as the one before, then measures them in turns.
package struct Benchmark: Sendable {
    let options: BenchOptions
    let logger: Logger
    let progress: @Sendable (BenchProgress) -> Void

    /// Prepares a measurement.
    ///
    /// - Parameters:
    ///   - options: what is measured.
    ///   - logger: where the engine logs.
    ///   - progress: told how far it is.
    package init(_ options: BenchOptions, logger: Logger, progress: @escaping @Sendable (BenchProgress) -> Void) {
        self.options = options
        self.logger = logger
        self.progress = progress
    }

    /// Measures.
    ///
    /// - Returns: the table.
    /// - Throws: `BenchError`, which says where another measurement runs in the same folder; or what server and engine throw.
    package func run() async throws -> BenchReport {
        var report = BenchReport()
        report.tickets = options.tickets
        let lock = try options.rows.allSatisfy { Stage($0) == .pure } ? nil : claim()
        defer { lock?.release() }
        var done: Set<Stage> = []
        for row in options.rows where done.insert(Stage(row)).inserted { try await measure(Stage(row), &report) }
        let order = BenchRow.allCases
        report.lines.sort { order.firstIndex(of: $0.row) ?? 0 < order.firstIndex(of: $1.row) ?? 0 }
        return report
    }

    /// Keeps a second measurement out of the folder: it would take this one's servers for its own, and end them.
    private func claim() throws(BenchError) -> FileLock {
        let (folder, path) = (options.folder, options.folder + "/bench.lock")
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw .folder(folder, why: "\(error)")
        }
        do {
            return try FileLock(path)
        } catch {
            switch error {
            case .held: throw .alreadyRuns(folder)
            case .file(let number): throw .folder(path, why: String(cString: strerror(number)))
            }
        }
    }

    /// Rows that are measured on the same server, or on none.
    private enum Stage: Hashable {
        case pure
        case client
        case tickets
        case grown
        /// One that would disturb others, or be disturbed.
        case alone(BenchRow)

        init(_ row: BenchRow) {
            switch row {
            case .decide, .deadline: self = .pure
            case .client: self = .client
            case .file, .http, .act, .act1: self = .tickets
            case .growth, .list, .httpList, .page: self = .grown
            case .fire, .late, .poll, .idle, .memory: self = .alone(row)
            }
        }
    }

    private func measure(_ stage: Stage, _ report: inout BenchReport) async throws {
        switch stage {
        case .pure:
            for row in options.rows where Stage(row) == .pure {
                report.lines.append(try PureRow(options).line(row))
            }
        case .client:
            try await withServers(["client"]) { servers in
                let (ours, theirs) = try ClientRow(server: servers[0], logger: logger).contenders()
                let duel = Duel(row: .client, server: servers[0], options: options, report: progress)
                report.lines.append(try await duel.fight(ours, theirs, first: 2_000, writes: false))
                report.settings = try await servers[0].describe()
            }
        case .tickets:
            try await withServers(["tickets"]) { servers in
                let rows = DistrictRows(options: options, server: servers[0], logger: logger, progress: progress)
                let (lines, findings) = try await rows.measure()
                try await report.add(lines, findings: findings, on: servers[0])
            }
        case .grown:
            try await withServers(options.rows.contains(.growth) ? ["grown", "young"] : ["grown"]) { servers in
                let (lines, findings) = try await GrownRows(self, servers).measure()
                try await report.add(lines, findings: findings, on: servers[0])
            }
        case .alone(let row): try await measure(alone: row, &report)
        }
    }
}

extension Benchmark {
    // MARK: - Alone

    private func measure(alone row: BenchRow, _ report: inout BenchReport) async throws {
        switch row {
        case .fire:
            try await withServers(["fire"]) { servers in
                let (line, findings) = try await FireRow(self, servers[0]).measure()
                try await report.add([line], findings: findings, on: servers[0])
            }
        case .late:
            try await withServers(["late"]) { servers in
                let (line, findings) = try await LateRow(self, servers[0]).measure()
                try await report.add([line], findings: findings, on: servers[0])
            }
        case .poll:
            try await withServers(["dead", "clean"]) { servers in
                let line = try await PollRow(self, dead: servers[0], clean: servers[1]).measure()
                try await report.add([line], findings: nil, on: servers[0])
            }
        case .idle:
            try await withServers(["idle"], extra: IdleRow.settings) { servers in
                try await report.add([try await IdleRow(self, servers[0]).measure()], findings: nil, on: servers[0])
            }
        case .memory:
            try await withServers(["memory"]) { servers in
                try await report.add([try await MemoryRow(self, servers[0]).measure()], findings: nil, on: servers[0])
            }
        case .client, .file, .http, .act, .act1, .decide, .deadline, .growth, .list, .httpList,
            .page:
            preconditionFailure("\(row) is not measured alone")
        }
    }

    /// Starts servers for the length of a closure; whatever happens, they are gone afterwards.
    private func withServers(
        _ names: [String],
        extra: [String: String] = [:],
        _ body: ([BenchServer]) async throws -> Void
    ) async throws {
        progress(.starting)
        var servers: [BenchServer] = []
        do {
            for name in names {
                let folder = options.folder + "/" + name
                let extra = extra.merging(options.settings) { $1 }
                servers.append(try await BenchServer.start(folder: folder, extra: extra, logger: logger))
            }
            try await body(servers)
        } catch {
            for server in servers { try? server.destroy() }
            throw error
        }
        for server in servers { try server.destroy() }
    }
}

extension BenchReport {
    /// Adds what was measured on a server, with what the check of its journal found.
    fileprivate mutating func add(_ lines: [Line], findings: Int?, on server: BenchServer) async throws {
        self.lines += lines
        if let findings { self.findings = (self.findings ?? 0) + findings }
        settings = try await server.describe()
    }
}
