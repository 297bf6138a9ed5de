import Dispatcher
import PGStore
import TestSupport
import Testing
import Web
import Workflow

/// A platform above pushes its matters and is answered in its own columns (上级平台、回填).
@Suite(.timeLimit(.minutes(5))) struct PlatformAPITests {
    @Test func `what a platform sends is filed once, and what is wrong is told row by row`() async throws {
        try await WebDistrict.withPlatform { web in
            let rows = [WebDistrict.sent("SZ-1"), WebDistrict.sent("SZ-2", ["所属社区": "没有的社区"])]
            let first = try await web.push(rows)
            #expect(first.status == 200)
            let results = first.json["results"]?.array ?? []
            #expect(results.count == 2)
            let number = try #require(results[0]["number"]?.string)
            #expect(results[0]["is_repeat"] == false && results[0]["faults"] == [])
            #expect(results[1]["number"] == .null && results[1]["faults"]?.array?.first?["code"] == "unknown_unit")

            let again = try await web.push([WebDistrict.sent("SZ-1")])
            #expect(again.json["results"]?.array?.first?["number"] == .string(number))
            #expect(again.json["results"]?.array?.first?["is_repeat"] == true)
            let changed = try await web.push([WebDistrict.sent("SZ-1", ["诉求内容": "别的事"])])
            #expect(changed.json["results"]?.array?.first?["faults"]?.array?.first?["code"] == "key_reused")

            let matter = try await web.get("/api/v1/matters/\(number)")
            #expect(matter.json["fields"]?.canonicalText.contains("SZ-1") ?? matter.text.contains("SZ-1"))
            #expect(matter.text.contains("市") || matter.text.contains("12345"))
            #expect(try await web.push([["工单编号": "SZ-9"]]).status == 422, "no column for what it says")
            #expect(try await web.post("/api/v1/platforms/none/matters", ["matters": []]).status == 404)
            #expect(try await web.city.engine.verify(web.city.id).findings == [])
        }
    }

    @Test func `a matter ends once its answer was given back, and is listed until then`() async throws {
        try await WebDistrict.withPlatform { web in
            let pushed = try await web.push([WebDistrict.sent("SZ-1"), WebDistrict.sent("SZ-2")])
            let numbers = (pushed.json["results"]?.array ?? []).compactMap { $0["number"]?.string }
            #expect(numbers.count == 2)
            #expect(try await web.answers().count == 2)
            #expect(try await web.answers("?answered=true").isEmpty)
            #expect(try await web.answers(as: "water").isEmpty, "not theirs yet")
            #expect(try await web.answers(as: "parks").isEmpty)

            try await web.handle(numbers[0])
            let owed = try await web.answers("?answered=true")
            #expect(owed.map { $0["number"]?.string } == [numbers[0]])
            #expect(
                owed.first?["answer"] == [
                    "工单编号": "SZ-1", "承办单位": "水务局", "办理结果": "已办结", "答复内容": "已修好", "办结方式": "", "市民评价": "",
                    "填报人": "派单员甲",
                ]
            )
            #expect(owed.first?["due_at"] == "2030-03-15T10:00:00Z")
            try await web.act("verify", on: numbers[0], as: "desk")
            try await web.act("call_back", on: numbers[0], as: "desk", fields: ["callback": "satisfied"])
            let last = try await web.answers("?answered=true").first
            #expect(last?["state"] == "to_fill_back" && last?["answer"]?["市民评价"] == "很满意")
            #expect(last?["answer"]?["办结方式"] == "结案")
            let done = try await web.act("fill_back", on: numbers[0], as: "desk")
            #expect(done.json["state"]?["name"] == "closed")
            #expect(try await web.answers("?answered=true").isEmpty)
            #expect(try await web.answers().map { $0["number"]?.string } == [numbers[1]])

            let reason: JSONObject = ["reason": "不属本市", "route": "向铁路公司反映"]
            try await web.act("decline", on: numbers[1], as: "desk", fields: reason)
            let declined = try await web.answers("?answered=true").first?["answer"]
            #expect(declined?["答复内容"] == "理由：不属本市；法定途径：向铁路公司反映" && declined?["办结方式"] == "不予受理")
            #expect(try await web.act("fill_back", on: numbers[1], as: "desk").json["state"]?["name"] == "declined")
            #expect(try await web.answers().isEmpty)
            #expect(try await web.city.engine.verify(web.city.id).findings == [])
        }
    }

    @Test func `a clock says what the platform gave, in the reader's language`() async throws {
        try await WebDistrict.withPlatform { web in
            let pushed = try await web.push([WebDistrict.sent("SZ-1")])
            let number = try #require(pushed.json["results"]?.array?.first?["number"]?.string)
            try await web.act("accept", on: number, as: "desk")
            for (tag, words) in [
                ("zh", "“上级时限”为 2030-03-15（周五）18:00"), ("en", "“Due time from above” is 2030-03-15 (Fri) 18:00"),
            ] {
                let answer = try await web.get(
                    "/api/v1/matters/\(number)/clocks",
                    headers: ["Accept-Language": tag]
                )
                let clocks = answer.json["clocks"]?.array ?? []
                for name in ["whole", "upper"] {
                    let clock = clocks.first { $0["clock"]?["name"]?.string == name }
                    let why = clock?["why"]?.array?.compactMap(\.string) ?? []
                    #expect(why.count == 1 && why.first?.hasPrefix(words) == true, "\(name): \(why)")
                }
            }
        }
    }

    @Test func `pages of what waits follow each other`() async throws {
        try await WebDistrict.withPlatform { web in
            _ = try await web.push((1...5).map { WebDistrict.sent("SZ-\($0)") })
            var (found, path) = ([String](), "/api/v1/platforms/12345/answers?limit=2")
            for _ in 0..<5 {
                let page = try await web.get(path)
                found += (page.json["answers"]?.array ?? []).compactMap { $0["answer"]?["工单编号"]?.string }
                guard let link = page.header("Link"), let end = link.firstIndex(of: ">") else { break }
                path = String(link[link.index(after: link.startIndex)..<end])
            }
            #expect(found == ["SZ-1", "SZ-2", "SZ-3", "SZ-4", "SZ-5"])
            let platforms = try await web.get("/api/v1/platforms").json["platforms"]?.array
            #expect(platforms?.first?["name"] == "12345" && platforms?.first?["answer"]?.array?.count == 7)
        }
    }
}
