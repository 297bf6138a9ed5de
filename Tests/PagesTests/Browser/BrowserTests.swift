import Foundation
import TestSupport
import Testing
import Dispatcher
import HTTPTypes
import PGStore
import Tabular
import Web
import Workflow

@testable import Pages

/// The pages in a real browser: Chromium, driven by Playwright; axe-core looks at every one.
@Suite struct BrowserTests {
    private static var isThere: Bool {
        PythonOracle.has("playwright") && FileManager.default.isExecutableFile(atPath: "/usr/bin/chromium")
    }

    /// Only these ways, for whoever works at one: `WHISTLE_WAYS="a_slip propose" swift test --filter BrowserTests`.
    private static let chosen =
        ProcessInfo.processInfo.environment["WHISTLE_WAYS"]?.split(separator: " ").map(String.init) ?? []

    /// What is no page to look at.
    private static let others: Set<String> = [
        // What scripts ask for, and files.
        "/assets/{version}/{name}", "/map/matters", "/qr/{file}", "/report/map/point", "/report/map/units",
        "/service-worker.js",
        // What leads on at once.
        "/", "/report/proposal", "/together", "/together/act", "/together/done",
        // Behind a provider of the city's own: `OwedFactorPageTests`.
        "/sign-in/code",
    ]

    /// Pages of which none of some addresses is one.
    private static func pages(notAmong looked: [String]) throws -> [String] {
        PageEndpoints.all(try PageKit()).filter { $0.method == .get && !others.contains($0.path) }.map(\.path).filter {
            path in
            let parts = path.split(separator: "/")
            return !looked.contains { address in
                let steps = address.split(separator: "/")
                return steps.count == parts.count && zip(steps, parts).allSatisfy { $1.hasPrefix("{") || $0 == $1 }
            }
        }.sorted()
    }

    @Test(.enabled(if: isThere, "skipped: no chromium or no playwright under var/venv; dev/setup installs both"))
    func `each role's way from sign-in to done, at three sizes, in both languages, with a script and without`()
        async throws
    {
        let accounts = ["desk", "water", "section", "grid", "street", "system", "audit"]
        // Setting up a second factor is a way of its own.
        var policy = AccountPolicy()
        policy.rolesWithSecondFactor = []
        try await PageDistrict.with(passwordsOf: accounts, also: .part + .keepers, limits: .endless, policy: policy) {
            pages in
            let places = "code,kind,name,parent_code,lat,long,radius\nB,building,一号楼,G,30.0111,125,40\n"
            _ = try await Importer(engine: pages.city.engine, district: pages.city.id)
                .run(.units, .bytes(Array(places.utf8)))
            // Somebody left last year, and tomorrow nobody is on duty.
            let calendar = pages.city.configuration.calendars.standard
            let today = calendar.local(try await pages.city.engine.present(in: pages.city.id).now).date
            for (kind, sheet) in [
                (ImportKind.people, "账号,姓名,岗位,单位编码,任职起,任职止\nformer,前网格长,网格长,C2,2025-01-01,2025-12-31\n"),
                (.duties, "单位编码,账号,起,止\nC1,desk,\(today) 08:00,\(today) 20:00\n"),
            ] {
                let report = try await Importer(engine: pages.city.engine, district: pages.city.id)
                    .run(kind, .bytes(Array(sheet.utf8)))
                #expect(report.loaded == 1, "\(report)")
            }
            let shots = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent().appending(path: "var/screenshots")
            let said = try await PythonOracle.run(
                "Tests/PagesTests/Oracle/browser.py",
                ["http://127.0.0.1:\(pages.port)", PageDistrict.password, shots.path] + Self.chosen
            )
            let faults = said.split(separator: "\n").filter { $0.hasPrefix("fault ") }
            #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
            let seen = said.split(separator: "\n").count { $0.hasPrefix("seen ") }
            #expect(seen > (Self.chosen.isEmpty ? 60 : 0), "\(said.suffix(3_000))")
            #expect(said.contains("ways done"), "\(said.suffix(3_000))")
            if Self.chosen.isEmpty {
                let looked = said.split(separator: "\n").filter { $0.hasPrefix("axe ") }.map { String($0.dropFirst(4)) }
                let missed = try Self.pages(notAmong: looked)
                #expect(missed == [], "pages that axe-core has not looked at")
            }
            #expect(try await pages.city.engine.verify(pages.city.id).findings == [])
        }
    }
}
