import Foundation
import Logging
import Spawning
import Testing

@testable import Bench

/// A measurement is worth something only if both sides do the same.
@Suite struct BenchmarkTests {
    @Test func `a transition writes the same rows on both sides, and the engine's journal is whole afterwards`()
        async throws
    {
        let folder = FileManager.default.temporaryDirectory.appending(path: "whistle-bench-test-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        var options = BenchOptions(folder: folder.path)
        options.tickets = 300
        options.rounds = 1
        options.seconds = 0.1
        options.callers = 16
        options.clients = 4
        options.rows = [.client, .file, .act, .act1]
        let report = try await Benchmark(options, logger: Self.quiet) { _ in }.run()
        #expect(report.lines.map(\.row) == options.rows)
        for line in report.lines where line.row != .client {
            try #require(line.footprints.count == 2)
            let (ours, theirs) = (line.footprints[0], line.footprints[1])
            #expect(ours.writesTheSame(as: theirs), "\(line.row): \(ours.tables) / \(theirs.tables)")
            #expect(ours.rows >= 4)
        }
        #expect(report.findings == 0)
        let settings = Dictionary(report.settings.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        #expect(settings["fsync"] == "on" && settings["synchronous_commit"] == "on")
        #expect(try JSONSerialization.jsonObject(with: report.json()) is [String: Any])
    }

    @Test func `the pure rows need no server`() async throws {
        var options = BenchOptions(folder: "/nowhere")
        options.rounds = 2
        options.seconds = 0.01
        options.rows = [.decide, .deadline]
        let report = try await Benchmark(options, logger: Self.quiet) { _ in }.run()
        #expect(report.lines.map(\.ours.count) == [2, 2])
    }

    @Test func `the middle of an even number of figures lies between the two in the middle`() {
        #expect(Spread([4, 1, 3, 2]).map { [$0.median, $0.least, $0.most] } == [2.5, 1, 4])
        #expect(Spread([]) == nil)
    }

    @Test func `a second measurement in a folder is told that another runs there, and leaves it alone`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "whistle-bench-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var options = BenchOptions(folder: folder.path)
        options.rows = [.decide, .client]
        let second = Benchmark(options, logger: Self.quiet) { _ in Issue.record("it began") }
        let first = try FileLock(folder.path + "/bench.lock")
        await #expect(throws: BenchError.alreadyRuns(folder.path)) { try await second.run() }
        first.release()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["bench.lock"])
        // Nor does it hold on to anything.
        try FileLock(folder.path + "/bench.lock").release()
    }

    @Test func `where nothing can be written, it says so`() async {
        var options = BenchOptions(folder: "/proc/nowhere")
        options.rows = [.client]
        let benchmark = Benchmark(options, logger: Self.quiet) { _ in }
        await #expect { try await benchmark.run() } throws: { ($0 as? BenchError)?.code == "cannot_write" }
    }

    private static let quiet = Logger(label: "bench", factory: { _ in SwiftLogNoOpLogHandler() })
}
