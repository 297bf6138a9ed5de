import Chaos
import ChaosChecker
import Foundation
import Glibc
import TestSupport
import Testing

/// Every scenario in its short form; the long one is `make chaos`.
@Suite(.serialized) struct ShortRunTests {
    @Test(arguments: [20_261_121]) func `whatever happens, nothing is lost, doubled or early`(_ seed: UInt64)
        async throws
    {
        let names = ScenarioName.allCases.filter { $0 != .calm }
        let report = try await ChaosRun(names, seed: seed, scale: .short, programs: try Programs()).run()
        #expect(report.results.map(\.name) == names)
        for result in report.results where result.skipped == nil {
            #expect(result.isGood, "\(result.name.rawValue), seed \(seed)\n\(report.text)")
            #expect(result.tally.count > 0, "\(result.name.rawValue)")
            #expect(result.report.acknowledged >= 300 && result.report.fired > 0, "\(result.name.rawValue)")
        }
        #expect(!FileManager.default.fileExists(atPath: NSTemporaryDirectory() + "/whistle-chaos-\(getpid())/server"))
    }

    @Test func `a run that is killed leaves nothing behind`() async throws {
        let command = [try Programs().chaos, "run", "calm", "--short", "--seed", "3"]
        let run = try ChildProcess.start(command, environment: ["PATH": "/usr/bin:/bin"])
        let folder = "whistle-chaos-\(run.id)"
        defer { run.send(SIGKILL) }
        try await eventually("daemons and callers run") { Self.processes(naming: folder) >= 6 }
        run.send(SIGKILL)
        _ = await run.end(within: .seconds(10))
        try await eventually("they are gone") { Self.processes(naming: folder) == 0 }
        try await eventually("the folder is gone") { !FileManager.default.fileExists(atPath: "/tmp/" + folder) }
    }

    @Test func `a daemon whose database is gone stops within ten seconds all the same`() async throws {
        let folder = NSTemporaryDirectory() + "/whistle-gone-\(getpid())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let daemon = try ChildProcess.start(
            [try Programs().whistle, "work", "--database", "host=127.0.0.1 port=1 user=nobody dbname=none"],
            environment: ["PATH": "/usr/bin:/bin", "WHISTLE_VAR": folder, "WHISTLE_LANG": "en"],
            output: folder + "/log"
        )
        defer { daemon.send(SIGKILL) }
        try await eventually("it misses its database") {
            try String(contentsOfFile: folder + "/log", encoding: .utf8).contains("connect failed")
        }
        daemon.send(SIGTERM)
        #expect(await daemon.end(within: .seconds(10)) == 0)
    }

    /// How many processes have a word in their command line.
    private static func processes(naming word: String) -> Int {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return all.count { name in
            guard Int(name) != nil, let data = FileManager.default.contents(atPath: "/proc/\(name)/cmdline") else {
                return false
            }
            return String(decoding: data, as: UTF8.self).contains(word)
        }
    }
}
