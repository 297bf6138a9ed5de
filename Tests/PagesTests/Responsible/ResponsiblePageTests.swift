import Dispatcher
import Foundation
import PGStore
import Postgres
import Tabular
import TestSupport
import Testing
import Workflow

/// 责任体系图 and the chart of lamps, without a script.
@Suite struct ResponsiblePageTests {
    private static func seen(_ page: PageAnswer, _ words: String) -> Bool { page.text.contains(words) }

    @Test func `units stand with their people, what is empty by a word, and a branch tells what is amiss inside`()
        async throws
    {
        try await PageDistrict.with(passwordsOf: ["street", "grid"]) { pages in
            let city = pages.city
            let calendar = city.configuration.calendars.standard
            let today = calendar.local(try await city.engine.present(in: city.id).now).date
            let roster = "单位编码,账号,起,止\nC1,desk,\(today) 08:00,\(today) 20:00\n"
            _ = try await Importer(engine: city.engine, district: city.id).run(.duties, .bytes(Array(roster.utf8)))
            try await city.tamper(
                """
                UPDATE post SET until = '2025-12-31' WHERE district_id = \(city.id.rawValue)
                    AND unit_id = \(city.unit("B").rawValue)
                """
            )
            try await city.tamper("UPDATE district SET revision = revision + 1 WHERE id = \(city.id.rawValue)")
            let street = try await pages.signIn("street")
            try await eventually("it is seen") {
                try await Self.seen(pages.get("/responsible", street), "<strong>空岗</strong>")
            }
            let page = try await pages.get("/responsible", street)
            #expect(Self.seen(page, "社区派单员</span> 派单员甲、派单员乙"))
            #expect(Self.seen(page, "<li class=\"gap\"><span class=\"faint\">楼栋长</span> <strong>空岗</strong>"))
            #expect(Self.seen(page, "由此承接：") && Self.seen(page, "明日"))
            #expect(Self.seen(page, "<strong>无人值班</strong>"))
            // The street's branch tells of both, and stands open; the community's tells of the post alone, and is folded.
            let summaries = page.text.matches(of: /<details( open)?><summary>(.*?)<\/summary>/).map {
                ($0.1 != nil, String($0.2))
            }
            #expect(summaries.map(\.0) == [true, false, false])
            #expect(summaries[0].1.contains("空岗 1") && summaries[0].1.contains("明日空班"))
            #expect(summaries[1].1.contains("空岗 1") && !summaries[1].1.contains("明日空班"))
            let order = ["一街道<", "一社区<", "一网格<", "一号楼<", "二社区<"].compactMap {
                page.text.range(of: "<strong>\($0)")?.lowerBound
            }
            #expect(order.count == 5 && order == order.sorted())
            let amiss = try await pages.get("/responsible?amiss=true", street)
            #expect(!Self.seen(amiss, "二社区") && Self.seen(amiss, "一号楼"))
            #expect(amiss.text.matches(of: /<details>/).isEmpty)
            let open = try await pages.get("/responsible?open=true", street)
            #expect(open.text.matches(of: /<details>/).isEmpty && Self.seen(open, "二社区"))
            let grid = try await pages.signIn("grid")
            #expect(!Self.seen(try await pages.get("/responsible", grid), "一社区<"))
            #expect(try await pages.get("/responsible?under=S", grid).status == 403)
            let lost = try await pages.get("/responsible")
            #expect(lost.header("Location") == "/sign-in?next=%2Fresponsible")
        }
    }

    @Test func `the chart's table has the figures of the lamps, in the order of codes`() async throws {
        try await PageDistrict.with(passwordsOf: ["street"]) { pages in
            let city = pages.city
            let (late, near, well) = (try await city.file(), try await city.file(), try await city.file())
            for ticket in [late, near, well] {
                try await city.act("accept", by: "desk", on: ticket)
                try await city.act("dispatch", by: "desk", on: ticket)
            }
            try await city.light(late, .red)
            try await city.light(near, .yellow)
            _ = try await city.file(place: "C2")
            let session = try await pages.signIn("street")
            let page = try await pages.get("/charts", session)
            #expect(page.status == 200)
            func row(_ unit: String) -> [Int] {
                let rows = page.text.split(separator: "<tr>").filter { $0.contains(">\(unit)<") }
                return rows.first?.matches(of: /data-lamp="[a-z]+"[^>]*>(\d+)</).compactMap { Int($0.1) } ?? []
            }
            #expect(row("水务局") == [1, 1, 1] && row("二社区") == [0, 0, 1] && row("一社区") == [0, 0, 0])
            #expect(page.text.contains("href=\"/search?responsible=W\">3</a>"))
            let order = ["一街道<", "一社区<", "二社区<", "水务局<"].compactMap {
                page.text.range(of: $0)?.lowerBound
            }
            #expect(order.count == 4 && order == order.sorted())
            // The canvas is there for a script to show.
            #expect(page.text.contains("class=\"bars-canvas\" hidden"))
            let script = try #require(page.text.firstMatch(of: /src="(\/assets\/[^"]*chart\.min\.js)"/)).1
            #expect(try await pages.get(String(script)).status == 200)
            let below = try await pages.get("/charts?under=C1", session)
            #expect(below.status == 200 && below.text.contains("一网格") && !below.text.contains("二社区"))
        }
    }

    @Test func `both are found among the ways of those who watch`() async throws {
        try await PageDistrict.with(passwordsOf: ["street", "leader"]) { pages in
            let street = try await pages.signIn("street")
            let wall = try await pages.get("/wall", street)
            for path in ["/responsible", "/charts", "/responsible?amiss=true"] {
                #expect(wall.text.contains("href=\"\(path)\""), "\(path)")
            }
            let leader = try await pages.signIn("leader")
            #expect(!(try await pages.get("/work", leader).text.contains("href=\"/responsible\"")))
        }
    }
}
