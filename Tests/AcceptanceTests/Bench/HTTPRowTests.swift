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
                "bench", "--rows", "http", "--tickets", "300", "--rounds", "1", "--seconds", "1",
            ])
            // 1: measured, and a bar was not reached, which a debug build need not.
            #expect([0, 1].contains(bench.status), "\(bench)")
            #expect(bench.output.contains("0 findings"), "\(bench)")
            #expect(bench.output.contains("ticket_event 1.0"), "\(bench)")
        }
    }
}
