import Dispatcher
import PGStore
import TestSupport
import Testing
import Workflow

/// What those above watch: 升级, 待批, 报到.
@Suite struct WatchAPITests {
    private static func list(_ web: WebDistrict, _ list: String, _ account: String) async throws -> [JSONValue] {
        let answer = try await web.get("/api/v1/watched/\(list)", as: account)
        #expect(answer.status == 200, "\(answer)")
        return answer.json["watched"]?.array ?? []
    }

    @Test func `what a clock has escalated stands there, and what is only late does not`() async throws {
        try await WebDistrict.with { web in
            let (late, other) = (try await web.city.file(), try await web.city.file(text: "另一件"))
            try await web.city.light(other, .red)
            try await web.city.expire("accept", of: late)
            let entries = try await Self.list(web, "escalated", "street")
            #expect(entries.count == 1)
            #expect(entries[0]["clock"]?["name"] == "accept" && entries[0]["steps"] == 1)
            #expect(entries[0]["told"]?.array?.count == 1 && entries[0]["due_at"] != .null)
            #expect(entries[0]["matter"]?["number"]?.string?.hasSuffix("\(late)") == true)
            // A department has it not in its territory.
            #expect(try await Self.list(web, "escalated", "water").isEmpty)
        }
    }

    @Test func `an extension that was asked for waits to be granted`() async throws {
        try await WebDistrict.with { web in
            let ticket = try await web.city.file()
            try await web.city.act("accept", by: "desk", on: ticket)
            try await web.city.act("dispatch", by: "desk", on: ticket)
            try await web.city.act("sign", by: "water", on: ticket)
            #expect(try await Self.list(web, "requests", "street").isEmpty)
            try await web.city.act(
                "ask_parking",
                by: "water",
                on: ticket,
                input: ["parking_days": 30],
                texts: ["reason": "等材料"]
            )
            let entries = try await Self.list(web, "requests", "street")
            #expect(entries.map { $0["act"]?["name"] } == ["ask_parking"])
            #expect(entries[0]["clock"]?["name"] == "parking_review" && entries[0]["matter"]?["sight"] == "full")
        }
    }

    @Test func `who was called stands there until they have come, and then as come`() async throws {
        try await WebDistrict.with { web in
            let ticket = try await web.city.file()
            try await web.city.act("accept", by: "desk", on: ticket)
            try await web.city.act(
                "whistle",
                by: "desk",
                on: ticket,
                input: [
                    "whistle_kind": "emergency", "whistle_level": "three",
                    "departments": .array(["W", "P"].map { .int(web.city.unit($0).rawValue) }),
                ],
                texts: ["tried": "社区已到场"]
            )
            let entries = try await Self.list(web, "arrivals", "street")
            #expect(entries.map { $0["has_come"] } == [false, false])
            #expect(entries.allSatisfy { $0["due_at"] != .null && $0["parent"]?.string == "\(ticket)" })
            let task = try #require(entries[0]["matter"]?["number"]?.string.flatMap { TicketNumber($0)?.id })
            try await web.city.act("check_in", by: "desk", on: task, input: ["rank": "section_head"])
            let after = try await Self.list(web, "arrivals", "street")
            #expect(after.map { $0["has_come"] } == [true, false] && after[0]["due_at"] == .null)
            // The matter itself says whom it waits for.
            let matter = try await web.get("/api/v1/matters/\(ticket)", as: "street").json
            #expect(matter["waits_for"]?["units"]?.array?.count == 2 && matter["responsible"]?["code"] == "C1")
        }
    }

    @Test func `pages go on where the last one ended, and an unknown list is refused`() async throws {
        try await WebDistrict.with { web in
            for _ in 0..<3 { try await web.city.expire("accept", of: try await web.city.file()) }
            let first = try await web.get("/api/v1/watched/escalated?limit=2", as: "street")
            #expect(first.json["watched"]?.array?.count == 2)
            let link = try #require(first.header("Link"))
            let next = String(link.dropFirst().prefix { $0 != ">" })
            let second = try await web.get(next, as: "street")
            #expect(second.json["watched"]?.array?.count == 1 && second.header("Link") == nil)
            #expect(try await web.get("/api/v1/watched/all", as: "street").status == 400)
        }
    }
}
