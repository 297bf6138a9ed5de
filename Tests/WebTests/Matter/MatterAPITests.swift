import Dispatcher
import PGStore
import TestSupport
import Testing
import Workflow

/// Matters by HTTP, from filed to closed.
@Suite struct MatterAPITests {
    @Test func `a matter is filed, dispatched, signed, answered, verified, called back and closed`() async throws {
        try await WebDistrict.with { web in
            let filed = try await web.post("/api/v1/matters", WebDistrict.filing())
            #expect(filed.status == 201)
            let number = try #require(filed.json["number"]?.string)
            #expect(filed.header("Location") == "/api/v1/matters/\(number)")
            #expect(filed.header("ETag") == "\"1\"")
            #expect(filed.json["responsible"]?["code"] == "C1")
            try await web.act("accept", on: number, as: "desk")
            try await web.act("dispatch", on: number, as: "desk")
            try await web.act("sign", on: number, as: "water")
            try await web.act("first_contact", on: number, as: "water", fields: ["contacted_by": "phone"])
            try await web.act(
                "submit_result",
                on: number,
                as: "water",
                fields: ["outcome": "solved", "text": "已更换水管"]
            )
            try await web.act("verify", on: number, as: "desk2")
            let closed = try await web.act("call_back", on: number, as: "desk", fields: ["callback": "satisfied"])
            #expect(closed.json["state"]?["name"] == "closed")
            #expect(closed.json["responsible"] == .null)
            #expect(closed.header("ETag") == "\"8\"")
            let timeline = try await web.get("/api/v1/matters/\(number)/timeline").json["events"]?.array ?? []
            #expect(
                timeline.map { $0["act"]?["name"]?.string } == [
                    "report", "accept", "dispatch", "sign", "first_contact", "submit_result", "verify", "call_back",
                ]
            )
            #expect(timeline[5]["details"]?.array?.contains("已更换水管") == true)
            #expect(try await web.city.engine.verify(web.city.id).findings == [])
        }
    }

    @Test func `a matter says what may be done now, with the fields that each act needs`() async throws {
        try await WebDistrict.with { web in
            let number = try await web.file()
            let matter = try await web.get("/api/v1/matters/\(number)").json
            let accept = matter["actions"]?.array?.first { $0["name"] == "accept" }
            #expect(accept?["title"] == "受理")
            let english = try await web.get(
                "/api/v1/matters/\(number)",
                headers: ["Accept-Language": "en-GB, zh;q=0.5"]
            )
            #expect(english.header("Content-Language") == "en")
            #expect(english.json["actions"]?.array?.first { $0["name"] == "accept" }?["title"] == "Accept")
            // Each that is offered is accepted by the engine, and what is not offered is refused.
            let offered = Set(matter["actions"]?.array?.compactMap { $0["name"]?.string } ?? [])
            #expect(!offered.contains("sign"))
            let decline = matter["actions"]?.array?.first { $0["name"] == "decline" }?["fields"]?.array ?? []
            #expect(decline.first { $0["name"] == "reason" }?["is_required"] == true)
            let refused = try await web.post("/api/v1/matters/\(number)/acts", ["act": "sign"])
            #expect(refused.status == 409)
            #expect(refused.code == "not_in_this_state")
        }
    }

    @Test func `each clock is explained, line by line`() async throws {
        try await WebDistrict.with { web in
            let number = try await web.file()
            let clocks = try await web.get("/api/v1/matters/\(number)/clocks").json["clocks"]?.array ?? []
            #expect(!clocks.isEmpty)
            for clock in clocks {
                let due = try #require(clock["clock"]?["due_at"]?.string)
                #expect(Instant(rfc3339: due) != nil)
                #expect(clock["why"]?.array?.isEmpty == false)
            }
        }
    }

    @Test func `the same key carries a command out once, and another command under it is refused`() async throws {
        try await WebDistrict.with { web in
            let headers = ["Idempotency-Key": "a-phone's-own"]
            let first = try await web.post("/api/v1/matters", WebDistrict.filing(), headers: headers)
            let second = try await web.post("/api/v1/matters", WebDistrict.filing(), headers: headers)
            #expect(first.json["number"] == second.json["number"])
            #expect(first.header("Idempotency-Replayed") == nil)
            #expect(second.header("Idempotency-Replayed") == "true")
            let other = try await web.post("/api/v1/matters", WebDistrict.filing(text: "别的"), headers: headers)
            #expect(other.status == 422)
            #expect(other.code == "key_reused")
            // A key is the caller's own.
            let another = try await web.post("/api/v1/matters", WebDistrict.filing(), as: "desk2", headers: headers)
            #expect(another.json["number"] != first.json["number"])
        }
    }

    @Test func `who has seen an older version is refused, and nothing happens`() async throws {
        try await WebDistrict.with { web in
            let number = try await web.file()
            let path = "/api/v1/matters/\(number)/acts"
            try await web.act("note", on: number, as: "desk", fields: ["note": "已电话联系"])
            let late = try await web.post(path, ["act": "accept"], headers: ["If-Match": "\"1\""])
            #expect(late.status == 412)
            #expect(late.code == "stale_version")
            let timely = try await web.post(path, ["act": "accept"], headers: ["If-Match": "\"2\""])
            #expect(timely.status == 200)
            let malformed = try await web.post(path, ["act": "accept"], headers: ["If-Match": "2"])
            #expect(malformed.status == 400)
        }
    }

    @Test func `many are acted on at once, each with its result`() async throws {
        try await WebDistrict.with { web in
            let numbers = [try await web.file(), try await web.file(), try await web.file()]
            try await web.act("accept", on: numbers[1], as: "desk")
            let items = numbers.map { number -> JSONValue in ["number": .string(number), "act": "accept"] }
            let answer = try await web.post(
                "/api/v1/acts",
                ["items": .array(items + [["number": "999999", "act": "accept"]])]
            )
            #expect(answer.status == 200)
            let results = answer.json["results"]?.array ?? []
            #expect(
                results.map { $0["receipt"]?["state"]?["name"]?.string } == [
                    "awaiting_dispatch", nil, "awaiting_dispatch", nil,
                ]
            )
            #expect(results[1]["problem"]?["code"] == "not_in_this_state")
            #expect(results[3]["problem"]?["code"] == "unknown_ticket")
            let twice = try await web.post("/api/v1/acts", ["items": .array([items[0], items[0]])])
            #expect(twice.code == "same_ticket")
        }
    }

    @Test func `units, people, times and tickets stand in fields as people know them`() async throws {
        try await WebDistrict.with { web in
            let number = try await web.file()
            try await web.act("accept", on: number, as: "desk")
            try await web.act("dispatch", on: number, as: "desk", fields: ["lead": "W", "co_handlers": ["P"]])
            let matter = try await web.get("/api/v1/matters/\(number)").json
            #expect(matter["lead"]?["code"] == "W")
            let children = matter["children"]?.array ?? []
            #expect(children.map { $0["lead"]?["code"] } == ["P"])
            let bad = try await web.post(
                "/api/v1/matters/\(number)/acts",
                ["act": "reassign", "fields": ["lead": "NO"]]
            )
            #expect(bad.status == 422)
            #expect(bad.code == "bad_field")
        }
    }
}
