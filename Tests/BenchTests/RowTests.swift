import Bench
import Foundation
import Logging
import Testing
import Workflow

/// Each row that has districts of its own, run small: its figures are there, and what it counts is what it was given.
@Suite struct RowTests {
    @Test func `what the worker fires is what the hand-written statement fires, row by row`() async throws {
        let report = try await run([.fire]) { $0.due = 2_000 }
        let line = try #require(report.lines.first)
        try #require(line.footprints.count == 2)
        let (ours, theirs) = (line.footprints[0], line.footprints[1])
        #expect(ours.writesTheSame(as: theirs), "\(ours.tables) / \(theirs.tables)")
        #expect(ours.tables["ticket"]?.updated == 1 && ours.tables["ticket_event"]?.inserted == 1)
        #expect(ours.tables["timer"]?.deleted == 1 && ours.tables["outbox"]?.inserted == 1)
        #expect(line.ours.count == 1 && line.theirs.count == 1)
        #expect(report.findings == 0, "the engine's journal, copies with it")
    }

    @Test func `lateness is that of every timer that came due`() async throws {
        let report = try await run([.late]) { options in
            options.rate = 200
            options.lasting = 2
            options.pending = 600
        }
        let line = try #require(report.lines.first)
        #expect(Self.value("came due and fired", line) == 400)
        // What was fired waits for first contact, and for the whole matter's limit, as before; what the machine loaded
        // to see how fast it loads waits, too.
        #expect(Self.value("timers that wait besides", line) == 2_000)
        #expect(line.ours[0] > 0 && line.theirs[0] > 0)
        #expect((Self.value("lateness, median", line) ?? -1) > 0)
        #expect(report.findings == 0)
    }

    @Test func `a poll over dead rows finds what one on a clean table finds`() async throws {
        let report = try await run([.poll]) { $0.dead = 20_000 }
        let line = try #require(report.lines.first)
        #expect(Self.value("dead rows", line) == 20_000)
        let mark = try #require(line.ours.first)
        #expect(mark > 0 && line.theirs[0] > 0)
        // Without the mark each look walks over all of them.
        #expect((Self.value("a look without the mark", line) ?? 0) > mark)
    }

    @Test func `an idle daemon's statements are counted by the server`() async throws {
        let report = try await run([.idle]) { $0.lasting = 1 }
        let line = try #require(report.lines.first)
        // A look at each of five districts, at the least.
        #expect((Self.value("statements while it starts", line) ?? 0) >= 5)
        #expect(Self.value("districts", line) == 5 && line.ours.count == 1)
    }

    @Test func `a grown district and a young one write the same with each act, and both journals are whole`()
        async throws
    {
        let report = try await run([.growth, .list]) { options in
            options.young = 600
            options.grown = 6_000
            options.callers = 16
        }
        #expect(report.lines.map(\.row) == [.growth, .list])
        let line = try #require(report.lines.first)
        #expect(Self.value("tickets", line) == 6_000 && Self.value("tickets of the other", line) == 600)
        #expect(Self.value("of which run, in each", line) == 600)
        #expect(line.footprints.count == 2 && line.footprints[0].writesTheSame(as: line.footprints[1]))
        #expect(report.lines[1].ours[0] > 0)
        #expect(report.findings == 0)
    }

    @Test func `memory is that of the program itself as a process of its own`() async throws {
        let report = try await run([.memory]) { options in
            options.due = 1_000
            // So many that it lasts longer than a look at it may be late.
            options.listed = 20_000
            options.program = Self.program
        }
        let line = try #require(report.lines.first)
        #expect(Self.value("timers that it fired", line) == 1_000 && Self.value("tickets listed", line) == 20_000)
        let peaks = ["the daemon while it fires", "tickets --json"].map { Self.value($0, line) ?? 0 }
        #expect(peaks.allSatisfy { $0 > 1 } && peaks.max() == line.ours[0])
    }

    @Test func `a bar may be met by the figure or by its ratio`() {
        let bar = BenchRow.late.bar
        #expect(bar.goal == 50 && bar.orRatio == 5)
    }

    // MARK: - Running small

    private func run(_ rows: [BenchRow], _ change: (inout BenchOptions) -> Void) async throws -> BenchReport {
        let folder = FileManager.default.temporaryDirectory.appending(path: "whistle-row-test-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        var options = BenchOptions(folder: folder.path)
        options.rounds = 1
        options.rows = rows
        change(&options)
        return try await Benchmark(options, logger: Logger(label: "bench", factory: { _ in SwiftLogNoOpLogHandler() }))
        {
            _ in
        }.run()
    }

    private static func value(_ name: String, _ line: BenchReport.Line) -> Double? {
        line.details.first { $0.name.en == name }?.value
    }

    /// The built program: beside the bundle of these tests.
    private static var program: String {
        let tests =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return URL(filePath: tests).deletingLastPathComponent().appending(path: "whistle").path
    }
}
