import Dispatcher
import Foundation
import PGStore
import Tabular
import TestSupport
import Testing
import Workflow

@testable import Pages

/// The map in a real browser: moved, filtered, alive; on tiles of another host, and without any.
@Suite struct MapBrowserTests {
    private static var isThere: Bool {
        PythonOracle.has("playwright") && FileManager.default.isExecutableFile(atPath: "/usr/bin/chromium")
    }

    private static let places = """
        code,kind,name,parent_code,lat,long,radius
        S,street,一街道,,30.03,125.02,3000
        C1,community,一社区,S,30.01,125,800
        C2,community,二社区,S,30.05,125.05,800
        C3,community,荷风里社区,S,30.046,125.01,700
        G,grid,一网格,C1,30.0111,125.0011,120
        B,building,一号楼,G,30.0113,125.0011,40

        """

    private static func go(_ ways: [String], tiles: MapTiles? = nil) async throws {
        try await PageDistrict.with(passwordsOf: ["street", "grid", "desk"], limits: .endless, tiles: tiles) { pages in
            let city = pages.city
            _ = try await Importer(engine: city.engine, district: city.id).run(.units, .bytes(Array(places.utf8)))
            for (index, text) in ["电梯停运", "外墙渗水", "下水道堵了", "路灯不亮", "占道经营"].enumerated() {
                let ticket = try await city.file(place: ["C1", "C2", "B", "C1", "C2"][index], text: text)
                try await city.light(ticket, [.red, .yellow, .green, .green, .red][index])
            }
            let shots = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent().appending(path: "var/screenshots")
            let said = try await PythonOracle.run(
                "Tests/PagesTests/Oracle/browser.py",
                ["http://127.0.0.1:\(pages.port)", PageDistrict.password, shots.path] + ways
            )
            let faults = said.split(separator: "\n").filter { $0.hasPrefix("fault ") }
            #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
            #expect(said.contains("ways done") && said.contains("seen map"), "\(said.suffix(3_000))")
        }
    }

    @Test(.enabled(if: isThere, "skipped: no chromium or no playwright under var/venv; dev/setup installs both"))
    func `moved, filtered and alive with a script, a plan without`() async throws {
        try await Self.go(["a_map", "a_map_that_lives", "a_plan"])
    }

    @Test(.enabled(if: isThere, "skipped: no chromium or no playwright under var/venv; dev/setup installs both"))
    func `tiles of the host that was named come in, and nothing else`() async throws {
        try await PythonOracle.serving("Tests/PagesTests/Oracle/tiles.py") { port in
            let tiles = try MapTiles(
                templates: ["http://127.0.0.1:\(port)/tiles/{z}/{x}/{y}.png"],
                attribution: "测试图 <b>GS</b>"
            )
            try await Self.go(["on_tiles"], tiles: tiles)
        }
    }
}
