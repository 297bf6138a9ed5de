import Dispatcher
package import Logging
import PGStore
import Postgres
import Workflow

/// The engine measured beside PostgreSQL itself.
///
/// It starts a server of its own, fills a district for each side, lets both run until a transition writes as much
/// WAL as the one before, then measures them in turns.
package struct Benchmark: Sendable {
    private let options: BenchOptions
    private let logger: Logger
    private let progress: @Sendable (BenchProgress) -> Void

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
    /// - Throws: `BenchError`, or what server and engine throw.
    package func run() async throws -> BenchReport {
        var report = BenchReport()
        report.tickets = options.tickets
        for row in options.rows where Self.pure.contains(row) { report.lines.append(try PureRow(options).line(row)) }
        guard options.rows.contains(where: { !Self.pure.contains($0) }) else { return report }
        progress(.starting)
        let server = try await BenchServer.start(folder: options.folder, logger: logger)
        do {
            try await measure(on: server, &report)
            try server.destroy()
        } catch {
            try? server.destroy()
            throw error
        }
        let order = BenchRow.allCases
        report.lines.sort { order.firstIndex(of: $0.row) ?? 0 < order.firstIndex(of: $1.row) ?? 0 }
        return report
    }

    private static let pure: Set<BenchRow> = [.decide, .deadline]
    private static let needTickets: Set<BenchRow> = [.file, .act, .act1]
}

extension Benchmark {
    // MARK: - With a server

    private func measure(on server: BenchServer, _ report: inout BenchReport) async throws {
        report.settings = try await server.describe()
        if options.rows.contains(.client) {
            let (ours, theirs) = try ClientRow(server: server, logger: logger).contenders()
            report.lines.append(try await duel(.client, server).fight(ours, theirs, first: 2_000, writes: false))
        }
        if options.rows.contains(where: Self.needTickets.contains) {
            let rows = DistrictRows(options: options, server: server, logger: logger, progress: progress)
            let (lines, findings) = try await rows.measure()
            report.lines += lines
            report.findings = findings
        }
    }

    private func duel(_ row: BenchRow, _ server: BenchServer) -> Duel {
        Duel(row: row, server: server, options: options, report: progress)
    }
}
