import Dispatcher
import Foundation
import PGStore
import Tabular
import TestSupport
import Testing
import Workflow

/// The wall: what a street's supervisors see without asking for it.
@Suite struct WallPageTests {
    /// The row of a unit, without its markup.
    private static func row(_ page: PageAnswer, _ unit: String) -> [String] {
        guard let from = page.text.range(of: "<th scope=\"row\">\(unit)</th>") else { return [] }
        let row = page.text[from.upperBound...].prefix { $0 != "\n" }
        let cells = String(row.split(separator: "</tr>").first ?? "").split(separator: "<td").dropFirst(0)
        return cells.map { cell in
            cell.replacing(/<[^>]*>/, with: "").split(separator: ">").last.map(String.init) ?? ""
        }
    }

    @Test func `lamps stand by unit, and each number opens its list`() async throws {
        try await PageDistrict.with(passwordsOf: ["street"]) { pages in
            let city = pages.city
            let (late, near) = (try await city.file(), try await city.file())
            for ticket in [late, near] {
                try await city.act("accept", by: "desk", on: ticket)
                try await city.act("dispatch", by: "desk", on: ticket)
            }
            _ = try await city.file(place: "C2")
            try await city.light(late, .red)
            try await city.light(near, .yellow)
            let session = try await pages.signIn("street")
            let wall = try await pages.get("/wall", session)
            #expect(wall.status == 200)
            #expect(Self.row(wall, "一街道") == ["0", "0", "0"])
            #expect(Self.row(wall, "一社区") == ["0", "0", "0"])
            #expect(Self.row(wall, "二社区") == ["1", "0", "0"])
            #expect(Self.row(wall, "水务局") == ["2", "1", "1"])
            let order = ["一街道", "一社区", "二社区", "水务局"].compactMap {
                wall.text.range(of: "scope=\"row\">\($0)<")?.lowerBound
            }
            #expect(order.count == 4 && order == order.sorted())
            // Behind the red number: that matter, and not the other.
            #expect(wall.text.contains("href=\"/search?responsible=W&amp;lamp=red\""))
            let list = try await pages.get("/search?responsible=W&lamp=red", session)
            #expect(list.text.matches(of: /class="line-link"/).count == 1)
            #expect(list.text.contains("水务局</strong>"))
            let both = try await pages.get("/search?responsible=W", session)
            #expect(both.text.matches(of: /class="line-link"/).count == 2)
            let own = try await pages.get("/search?responsible=S&alone=true", session)
            #expect(own.text.matches(of: /class="line-link"/).isEmpty)
        }
    }

    @Test func `what waits, what is late, who was called and who is not there stand beside`() async throws {
        try await PageDistrict.with(passwordsOf: ["street"]) { pages in
            let city = pages.city
            let ticket = try await city.file(text: "外墙脱落")
            try await city.act("accept", by: "desk", on: ticket)
            let receipt = try await city.act(
                "whistle",
                by: "desk",
                on: ticket,
                input: [
                    "whistle_kind": "emergency", "whistle_level": "three",
                    "departments": .array(["W", "P"].map { .int(city.unit($0).rawValue) }),
                ],
                texts: ["tried": "社区已到场"]
            )
            let children = try #require(try await city.ticket(receipt.ticket)).children
            let task = try #require(children.first { $0.value.lead == city.unit("W") }?.key)
            try await city.light(ticket, .red)
            let session = try await pages.signIn("street")
            let before = try await pages.get("/wall", session)
            let arrivals = try #require(before.text.range(of: "id=\"wall-arrivals\""))
            #expect(before.text[arrivals.upperBound...].prefix(3_000).contains("外墙脱落"))
            #expect(before.text.matches(of: /class="waited"/).count == 2)
            #expect(before.text.contains("href=\"/wall/arrivals\">2</a>"))
            try await city.act("check_in", by: "desk", on: task, input: ["rank": "section_head"])
            let wall = try await pages.get("/wall", session)
            #expect(wall.text.matches(of: /class="waited"/).count == 1)
            #expect(wall.text.matches(of: /class="came"/).count == 1)
            #expect(wall.text.contains("href=\"/wall/arrivals\">1</a>"))
            // Whoever is late stands first, in red.
            try await city.expire("arrival", of: try #require(children.keys.first { $0 != task }))
            let all = try await pages.get("/wall/arrivals", session)
            #expect(all.status == 200 && all.text.contains("外墙脱落"))
            // Nobody is on duty today, and it says so in red.
            #expect(wall.text.contains("<p class=\"missing\">今日没有排班"))
        }
    }

    @Test func `who is on duty stands there, and the hours of tomorrow that nobody covers in red`() async throws {
        try await PageDistrict.with(passwordsOf: ["street"]) { pages in
            let city = pages.city
            let calendar = city.configuration.calendars.standard
            let today = calendar.local(try await city.engine.present(in: city.id).now).date
            let days = [today, today.adding(days: 1)].map { "S,street,\($0) 08:00,\($0) 20:00\n" }
            let roster = "单位编码,账号,起,止\n" + days.joined()
            let report = try await Importer(engine: city.engine, district: city.id)
                .run(.duties, .bytes(Array(roster.utf8)))
            #expect(report.loaded == 2)
            let session = try await pages.signIn("street")
            try await eventually("it is seen") {
                let wall = try await pages.get("/wall", session).text
                return wall.contains("<strong>街道派单员</strong>") && wall.contains("\(today) 08:00 – \(today) 20:00")
                    && wall.contains("<li class=\"missing\">一街道：") && !wall.contains("今日无人值班")
            }
        }
    }

    @Test func `it is among the ways of those who watch, and shows others their own units only`() async throws {
        try await PageDistrict.with(passwordsOf: ["street", "desk"]) { pages in
            _ = try await pages.city.file(place: "C2", text: "二社区的事")
            let street = try await pages.signIn("street")
            #expect(try await pages.get("/work", street).text.contains("href=\"/wall\""))
            let desk = try await pages.signIn("desk")
            #expect(!(try await pages.get("/work", desk).text.contains("href=\"/wall\"")))
            let wall = try await pages.get("/wall", desk)
            #expect(wall.status == 200)
            #expect(wall.text.contains("scope=\"row\">一社区<") && !wall.text.contains("二社区"))
            #expect(try await pages.get("/wall").header("Location") == "/sign-in?next=%2Fwall")
        }
    }

    @Test func `what a clock escalated, and what is asked for, stands there with its figure, and all of it behind`()
        async throws
    {
        try await PageDistrict.with(passwordsOf: ["street"]) { pages in
            let city = pages.city
            let (climbed, asked) = (try await city.file(text: "没人受理"), try await city.file(text: "等材料"))
            try await city.expire("accept", of: climbed)
            try await city.act("accept", by: "desk", on: asked)
            try await city.act("dispatch", by: "desk", on: asked)
            try await city.act("sign", by: "water", on: asked)
            try await city.act(
                "ask_parking",
                by: "water",
                on: asked,
                input: ["parking_days": 30],
                texts: ["reason": "等材料"]
            )
            let session = try await pages.signIn("street")
            let wall = try await pages.get("/wall", session).text
            let escalated = try #require(wall.range(of: "id=\"wall-escalated\"")).upperBound
            #expect(wall[escalated...].prefix(1_500).contains("没人受理") && wall[escalated...].contains("受理时限"))
            #expect(wall.contains("href=\"/wall/escalated\">1</a>"))
            #expect(wall.contains("<strong>1</strong>申请挂账") && wall.contains("<strong>0</strong>申请延期"))
            #expect(wall.contains("<strong>0</strong>异议待裁"))
            for (list, text) in [("escalated", "没人受理"), ("requests", "等材料")] {
                let page = try await pages.get("/wall/\(list)", session)
                #expect(page.status == 200 && page.text.matches(of: /class="line-link"/).count == 1)
                #expect(page.text.contains(text))
            }
        }
    }
}
