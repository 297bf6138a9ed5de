import Foundation
import TestSupport
import Testing

/// The row of `whistle bench` that another program asks for: not in this process, where other tests take the threads.
@Suite struct HTTPRowTests {
    private static let isThere = FileManager.default.isExecutableFile(atPath: "/usr/bin/wrk")

    @Test(.enabled(if: isThere, "skipped: no wrk; dev/setup installs it"))
    func `filings by HTTP write the same rows as those by hand, and the journal is whole afterwards`() async throws {
        try await Workplace.with { workplace in
            let bench = try await workplace.run([
                "bench", "--rows", "http", "--tickets", "300", "--rounds", "1", "--seconds", "1", "--set",
                "work_mem=5MB",
            ])
            // 1: measured, and a bar was not reached, which a debug build need not.
            #expect([0, 1].contains(bench.status), "\(bench)")
            #expect(bench.output.contains("0 findings"), "\(bench)")
            #expect(bench.output.contains("work_mem=5MB"), "\(bench)")
            #expect(bench.output.contains("ticket_event 1.0"), "\(bench)")
        }
    }

    @Test func `what makes figures honest is not to be set, and a setting is a name with a value`() async throws {
        try await Workplace.with { workplace in
            for (pair, word) in [("fsync=off", "fsync"), ("work_mem", "name=value")] {
                let bench = try await workplace.run(["bench", "--rows", "decide", "--set", pair])
                #expect(bench.status == 64 && bench.errors.contains(word), "\(bench)")
            }
        }
    }
}
