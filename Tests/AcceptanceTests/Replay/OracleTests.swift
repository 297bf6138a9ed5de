import Foundation
import TestSupport
import Testing

/// The replay against an oracle that shares no code with it: other people's calendars and working hours, in Python.
///
/// Skipped where the shared data is absent. The oracle's packages are no reason to skip: `dev/setup` installs them.
@Suite(.enabled(if: Oracle.hasData, "skipped: ../shared/data is absent"))
struct OracleTests {
    @Test func `all five limits come out as the oracle says`() async throws {
        try #require(FileManager.default.isExecutableFile(atPath: Oracle.python), "no \(Oracle.python): run dev/setup")
        try await City.with(sample: false) { city in
            try await withThrowingTaskGroup(of: Void.self) { group in
                let limits = ["5wd", "15wd", "30d", "120h", "56wh"]
                for (index, limit) in limits.enumerated() {
                    if index >= 2 { try await group.next() }
                    group.addTask { try await Self.compare(limit, city) }
                }
                try await group.waitForAll()
            }
        }
    }

    private static func compare(_ limit: String, _ city: City) async throws {
        let letters = Oracle.data.appending(path: "matters/mayor_replies.csv").path
        let oracle = try await Oracle.run([limit, "--letters", letters], in: city.workplace)
        #expect(oracle.status == 0, "\(limit): \(oracle)")
        let replay = try await city.expect(
            "replay",
            letters,
            "--units",
            Oracle.data.appending(path: "units/hanbin.csv").path,
            "--limit",
            limit,
            "--into",
            "replay-\(limit)",
            "--json"
        )
        let (theirs, ours) = (try oracle.json, try replay.json)
        let all = try #require(ours["all"] as? [String: Any])
        for name in ["filed", "in_time", "late", "never_answered", "flags"] {
            let count = try #require(all[name] as? Int, "\(name) in \(ours.keys)")
            #expect(count == theirs[name] as? Int, "\(limit): \(name)")
        }
        #expect((theirs["filed"] as? Int ?? 0) > 2_000)
    }
}

/// The oracle as this machine has it.
enum Oracle {
    /// The folder of `Package.swift`.
    static let root = (0..<4).reduce(URL(filePath: #filePath)) { folder, _ in folder.deletingLastPathComponent() }
    /// Where the shared data lies: beside the repository.
    static let data = root.deletingLastPathComponent().appending(path: "shared/data")
    /// Whether it is there.
    static let hasData = FileManager.default.fileExists(atPath: data.appending(path: "matters").path)
    /// Python with the packages of `requirements.txt`, as `dev/setup` makes it.
    static let python = root.appending(path: "var/venv/bin/python").path

    /// Runs it to its end.
    static func run(_ arguments: [String], in workplace: Workplace) async throws -> Outcome {
        var workplace = workplace
        workplace.program = python
        let script = root.appending(path: "Tests/AcceptanceTests/Oracle/replay_check.py").path
        let calendar = data.appending(path: "calendar/holidays_2007_2026.csv").path
        return try await workplace.run([script] + arguments + ["--calendar", calendar])
    }
}
