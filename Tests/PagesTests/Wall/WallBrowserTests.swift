import Dispatcher
import Foundation
import PGStore
import Tabular
import TestSupport
import Testing
import Workflow

/// The wall of a large street in a real browser: forty units, more than it has room for, and nothing scrolls.
@Suite struct WallBrowserTests {
    private static var isThere: Bool {
        PythonOracle.has("playwright") && FileManager.default.isExecutableFile(atPath: "/usr/bin/chromium")
    }

    private static let words = ["外墙瓷砖往下掉，砸坏了楼下停着的三辆车", "垃圾中转点噪声大，清晨五点就装车", "车一压井盖就响，整夜咣当", "电梯停运"]

    private static func fill(_ city: TestDistrict) async throws {
        let units = (1...36).map { "X\($0),community,第\($0)社区,S\n" }.joined()
        _ = try await Importer(engine: city.engine, district: city.id)
            .run(.units, .bytes(Array(("code,kind,name,parent_code\n" + units).utf8)))
        for index in 0..<24 {
            let ticket = try await city.file(place: index < 14 ? "C1" : "C2", text: words[index % 4])
            if index < 9 {
                try await city.expire("accept", of: ticket)
            } else if index < 14 {
                try await city.act("accept", by: "desk", on: ticket)
                let called = ["W", "P"].map { JSONValue.int(city.unit($0).rawValue) }
                try await city.act(
                    "whistle",
                    by: "desk",
                    on: ticket,
                    input: [
                        "whistle_kind": index < 11 ? "emergency" : "routine", "whistle_level": "three",
                        "departments": .array(called),
                    ],
                    texts: ["tried": "社区已到场"]
                )
            } else {
                try await city.light(ticket, [.red, .yellow, .green][index % 3])
            }
        }
        for _ in 0..<6 {
            let ticket = try await city.file(text: "路面塌陷，等材料")
            try await city.act("accept", by: "desk", on: ticket)
            try await city.act("dispatch", by: "desk", on: ticket)
            try await city.act("sign", by: "water", on: ticket)
            let days: [FieldName: JSONValue] = ["parking_days": 30]
            try await city.act("ask_parking", by: "water", on: ticket, input: days, texts: ["reason": "等材料"])
        }
    }

    @Test(.enabled(if: isThere, "skipped: no chromium or no playwright under var/venv; dev/setup installs both"))
    func `forty units and more of everything than there is room for stand on one screen`() async throws {
        try await PageDistrict.with(passwordsOf: ["street"], limits: .endless) { pages in
            try await Self.fill(pages.city)
            let shots = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent().appending(path: "var/screenshots")
            let said = try await PythonOracle.run(
                "Tests/PagesTests/Oracle/browser.py",
                ["http://127.0.0.1:\(pages.port)", PageDistrict.password, shots.path, "a_large_wall"]
            )
            let faults = said.split(separator: "\n").filter { $0.hasPrefix("fault ") }
            #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
            #expect(said.contains("ways done") && said.contains("seen wall-large"), "\(said.suffix(3_000))")
        }
    }
}
