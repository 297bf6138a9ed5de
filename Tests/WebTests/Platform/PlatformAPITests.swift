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
            let fault = changed.json["results"]?.array?.first?["faults"]?.array?.first
            #expect(fault?["code"] == "key_reused" && fault?["message"]?.string?.contains("诉求内容") == true)

            let matter = try await web.get("/api/v1/matters/\(number)")
            #expect(matter.json["fields"]?.canonicalText.contains("SZ-1") ?? matter.text.contains("SZ-1"))
            #expect(matter.text.contains("市") || matter.text.contains("12345"))
            #expect(try await web.push([["工单编号": "SZ-9"]]).status == 422, "no column for what it says")
            #expect(try await web.post("/api/v1/platforms/none/matters", ["matters": []]).status == 404)
            #expect(try await web.city.engine.verify(web.city.id).findings == [])
        }
    }

    @Test func `a row that comes again with other times corrects them, and with anything else is refused by name`()
        async throws
    {
        try await WebDistrict.withPlatform { web in
            func push(_ more: JSONObject, as account: String = "desk") async throws -> JSONValue? {
                try await web.push([WebDistrict.sent("SZ-1", more)], as: account).json["results"]?.array?.first
            }
            let number = try #require(try await push([:])?["number"]?.string)
            let id = try #require(TicketNumber(number)?.id)
            try await web.act("accept", on: number, as: "desk")
            let before = try #require(try await web.city.ticket(id))

            let later = try await push(["办理截止时间": "2030-03-20 18:00"])
            #expect(later?["number"] == .string(number) && later?["faults"] == [])
            #expect(later?["is_repeat"] == true && later?["is_corrected"] == true)
            let dossier = try #require(try await web.city.engine.dossier(id, in: web.city.id))
            #expect(dossier.ticket.clocks["upper"]?.due.description == "2030-03-20T10:00:00Z")
            #expect(dossier.ticket.clocks["upper_return"] == before.clocks["upper_return"])
            #expect(dossier.ticket.clocks["whole"]?.due ?? before.lastAt > before.clocks["whole"]?.due ?? before.lastAt)
            let event = try #require(dossier.events.last?.event)
            #expect(event.act == "correct" && event.by.identity == web.city.party("desk").identity)
            #expect(Array(event.input.map(\.key)) == ["upper_due"] && event.seq == before.seq + 1)
            #expect(dossier.text("reason", seq: event.seq) == "上级平台改了：办理截止时间")

            // The same again, and the first export once more: nothing happens.
            for row: JSONObject in [["办理截止时间": "2030-03-20 18:00"], [:]] {
                let same = try await push(row)
                #expect(same?["is_repeat"] == true && same?["is_corrected"] == false && same?["faults"] == [])
            }
            #expect(try await web.city.ticket(id)?.seq == event.seq)

            // Both times at once, the earlier ones as well; by somebody who may not, and with more than times: refused.
            let both: JSONObject = ["办理截止时间": "2030-03-12 18:00", "退单截止时间": "2030-03-08 18:00"]
            let stranger = try await push(both, as: "parks")?["faults"]?.array?.first
            #expect(stranger?["code"] == "not_for_this_person")
            let more = both.merging(["诉求内容": "四楼漏水", "来电号码": "13812345679"]) { $1 }
            let refused = try await push(more)?["faults"]?.array?.first
            let words = refused?["message"]?.string ?? ""
            #expect(refused?["code"] == "key_reused")
            #expect(["诉求内容", "来电号码", "办理截止时间", "退单截止时间"].allSatisfy(words.contains) && !words.contains("所属社区"))
            // A time that is no longer said is no time.
            let gone = try await push(["退单截止时间": ""])?["faults"]?.array?.first
            #expect(gone?["code"] == "key_reused" && gone?["message"]?.string?.contains("退单截止时间") == true)
            #expect(try await web.city.ticket(id)?.seq == event.seq)
            #expect(try await push(both)?["is_corrected"] == true)
            let after = try #require(try await web.city.ticket(id))
            #expect(after.clocks["upper"]?.due.description == "2030-03-12T10:00:00Z")
            #expect(after.clocks["upper_return"]?.due.description == "2030-03-08T10:00:00Z")
            #expect(after.counters["corrections"] == 2)
            #expect(try await web.city.engine.verify(web.city.id).findings == [])
        }
    }

    @Test func `rows that correct the same times at once correct them once`() async throws {
        try await WebDistrict.withPlatform { web in
            _ = try await web.push([WebDistrict.sent("SZ-1")])
            let row = WebDistrict.sent("SZ-1", ["办理截止时间": "2030-03-20 18:00"])
            let results = try await withThrowingTaskGroup(of: JSONValue?.self) { group in
                for _ in 0..<6 {
                    group.addTask { try await web.push([row]).json["results"]?.array?.first?["is_corrected"] }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(results.filter { $0 == true }.count == 1 && results.filter { $0 == false }.count == 5)
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
