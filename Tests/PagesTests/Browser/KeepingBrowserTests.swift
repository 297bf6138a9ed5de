import Dispatcher
import Foundation
import PGStore
import TestSupport
import Testing
import Web
import Workflow

@testable import Pages

/// Administration in a real browser: an answer while one asks, work that goes on by portions, and pages that say no.
@Suite struct KeepingBrowserTests {
    private static var isThere: Bool {
        PythonOracle.has("playwright") && FileManager.default.isExecutableFile(atPath: "/usr/bin/chromium")
    }

    private static let ways = ["explain_live", "pages_that_say_no", "choices_of_an_act", "long_work"]

    @Test(.enabled(if: isThere, "skipped: no chromium or no playwright under var/venv; dev/setup installs both"))
    func `answers come while one asks, long work goes on, and a page that says no says what to do`() async throws {
        var (limits, policy) = (ServiceLimits.endless, AccountPolicy())
        limits.portion = 2
        policy.rolesWithSecondFactor = []
        let accounts = ["desk", "grid", "system"]
        try await PageDistrict.with(passwordsOf: accounts, also: .part + .keepers, limits: limits, policy: policy) {
            pages in
            for _ in 0..<5 { _ = try await pages.city.file(by: "grid", place: "B") }
            let shots = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent().appending(path: "var/screenshots")
            let chosen = ProcessInfo.processInfo.environment["WHISTLE_WAYS"]?.split(separator: " ").map(String.init)
            let said = try await PythonOracle.run(
                "Tests/PagesTests/Oracle/browser.py",
                ["http://127.0.0.1:\(pages.port)", PageDistrict.password, shots.path] + (chosen ?? Self.ways)
            )
            let faults = said.split(separator: "\n").filter { $0.hasPrefix("fault ") }
            #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
            #expect(said.contains("ways done"), "\(said.suffix(3_000))")
            #expect(try await pages.city.engine.verify(pages.city.id).findings == [])
        }
    }
}
