import Dispatcher
import Foundation
import PGStore
import Shipped
import Tabular
import TestSupport
import Testing
import Workflow

/// Where the shared data lies: beside the repository.
private enum ReplayData {
    static let folder = (0..<4).reduce(URL(filePath: #filePath)) { folder, _ in folder.deletingLastPathComponent() }
        .deletingLastPathComponent().appending(path: "shared/data")
    static let isThere = FileManager.default.fileExists(atPath: folder.appending(path: "matters").path)
}

/// Real matters, against counts that came from elsewhere.
///
/// They are those of the oracle in `Tests/AcceptanceTests/Oracle` and the verdicts that a file itself brings. Skipped
/// where the shared data is absent.
@Suite(.serialized, .enabled(if: ReplayData.isThere, "skipped: ../shared/data is absent"))
struct ReplayTests {
    /// By `replay_check.py`, which shares no code with the project.
    @Test(arguments: [("56wh", 1429, 1385, 1386), ("30d", 2373, 441, 442)])
    func `letters are in time and late as the oracle says`(limit: String, inTime: Int, late: Int, flags: Int)
        async throws
    {
        var options = Replay.Options()
        options.limit = try Limit(limit)
        let all = try await Self.replay("mayor_replies.csv", directory: "mayor", units: "hanbin.csv", options).all
        #expect(all.filed == 2815)
        #expect(all.inTime == inTime)
        #expect(all.late == late)
        #expect(all.neverAnswered == 1)
        #expect(all.flags == flags)
    }

    @Test func `Boston's own verdicts are the engine's, but for the one that contradicts itself`() async throws {
        var options = Replay.Options()
        options.columns.deadline = "target_dt"
        let summary = try await Self.replay("boston_cases.csv", directory: "boston", units: nil, options)
        #expect(summary.all.filed == 4995)
        #expect(summary.verdicts == 4994)
        #expect(summary.disagreements.filter { !$0.isFilesOwn } == [])
        #expect(summary.disagreements.map(\.id) == ["101005154529"])
    }

    private static func replay(
        _ file: String,
        directory: String,
        units: String?,
        _ options: Replay.Options
    ) async throws -> ReplaySummary {
        try await TestDistrict.with { city in
            let (summary, district) = try await Replay(engine: city.engine, options: options).run(
                .path(ReplayData.folder.appending(path: "matters/\(file)").path),
                units: units.map { .path(ReplayData.folder.appending(path: "units/\($0)").path) },
                directory: Shipped.replayDirectory(directory),
                code: UUID().uuidString
            ) { _ in }
            let verification = try await city.engine.verify(district)
            #expect(verification.findings == [])
            return summary
        }
    }
}
