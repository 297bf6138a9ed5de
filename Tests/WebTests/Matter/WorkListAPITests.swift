import Dispatcher
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

/// Work lists: what waits for whom, and that numbers and pages are of the same matters.
@Suite struct WorkListAPITests {
    private static func counts(_ web: WebDistrict, _ account: String, _ query: String = "") async throws -> [String:
        Int64]
    {
        let answer = try await web.get("/api/v1/work-lists\(query)", as: account)
        let lists = answer.json["lists"]?.array ?? []
        #expect(answer.status == 200 && lists.count == WorkList.allCases.count)
        return Dictionary(
            lists.compactMap { list in
                list["name"]?.string.flatMap { name in list["count"]?.int.map { (name, $0) } }
            },
            uniquingKeysWith: { $1 }
        ).filter { $0.value > 0 }
    }

    /// All matters of a list, page by page.
    private static func numbers(
        _ web: WebDistrict,
        _ list: String,
        _ account: String,
        _ query: String = "?limit=2"
    ) async throws -> [String] {
        try await web.numbers(from: "/api/v1/work-lists/\(list)\(query)", as: account)
    }

    @Test func `a matter wanders from list to list, of whoever has to do something with it`() async throws {
        try await WebDistrict.with(also: .property + .keepers) { web in
            let number = try await web.file()
            #expect(try await Self.numbers(web, "to_take", "desk") == [number])
            #expect(try await Self.counts(web, "desk")["to_take"] == 1)
            #expect(try await Self.counts(web, "far") == [:])
            // The street is above: its own lists have nothing, with what is below they have.
            #expect(try await Self.counts(web, "street")["to_take"] == nil)
            #expect(try await Self.counts(web, "street", "?below=true")["to_take"] == 1)
            try await web.act("accept", on: number, as: "desk")
            #expect(try await Self.counts(web, "desk") == ["mine": 1, "to_dispatch": 1])
            #expect(try await Self.counts(web, "desk2") == ["to_dispatch": 1])
            try await web.act("dispatch", on: number, as: "desk")
            // Another answers for it: the desk watches.
            #expect(try await Self.counts(web, "desk") == ["given_out": 1])
            #expect(try await Self.numbers(web, "given_out", "desk") == [number])
            #expect(try await Self.counts(web, "water")["given_out"] == nil)
            #expect(try await Self.numbers(web, "to_take", "water") == [number])
            try await web.act("sign", on: number, as: "water")
            #expect(try await Self.counts(web, "water") == ["mine": 1, "in_hand": 1])
            try await web.act(
                "return",
                on: number,
                as: "water",
                fields: ["return_code": "not_ours", "evidence": "非本局管辖"]
            )
            // It answers for it still; the desk decides.
            #expect(try await Self.counts(web, "desk") == ["to_decide": 1])
            #expect(try await Self.counts(web, "water")["in_hand"] == nil)
            #expect(try await Self.numbers(web, "to_decide", "desk") == [number])
            for account in ["system", "security", "audit", "parks", "property"] {
                #expect(try await Self.counts(web, account, "?below=true") == [:], "\(account)")
            }
        }
    }

    @Test func `what is given inside stands apart at the department, and with the part as theirs to do`() async throws {
        try await WebDistrict.with(also: .property) { web in
            let number = try await web.file()
            try await web.act("accept", on: number, as: "desk")
            try await web.act("dispatch", on: number, as: "desk")
            try await web.act("sign", on: number, as: "water")
            #expect(try await Self.counts(web, "water") == ["mine": 1, "in_hand": 1])
            #expect(try await Self.counts(web, "section") == [:])
            try await web.act("assign_inside", on: number, as: "water", fields: ["section": "WS"])
            #expect(try await Self.counts(web, "water") == ["inside": 1])
            #expect(try await Self.counts(web, "section") == ["mine": 1, "in_hand": 1])
            #expect(try await Self.counts(web, "water", "?below=true") == ["in_hand": 1, "inside": 1])
            #expect(try await Self.numbers(web, "inside", "water") == [number])
            #expect(try await Self.numbers(web, "in_hand", "section") == [number])
            for path in ["/api/v1/work-lists/inside", "/api/v1/matters"] {
                let line = try await web.get(path, as: "water").json["matters"]?.array?.first
                #expect(line?["inside"]?["code"] == "WS" && line?["responsible"]?["code"] == "W")
            }
            #expect(try await web.get("/api/v1/matters", as: "section").json["matters"]?.array?.count == 1)
            // A part asks: both see that the resident has it.
            try await web.act("ask", on: number, as: "section", fields: ["note": "哪一层"])
            #expect(try await Self.counts(web, "water") == ["asked_back": 1])
            #expect(try await Self.counts(web, "section") == ["mine": 1, "asked_back": 1])
            try await web.act("supply", on: number, as: "desk", fields: ["text": "三层"])
            try await web.act("return_inside", on: number, as: "section", fields: ["reason": "不归本科"])
            #expect(try await Self.counts(web, "water")["in_hand"] == 1)
            #expect(try await Self.counts(web, "section") == [:])
        }
    }

    @Test func `a part's answer waits for the department's approval, in a list of its own`() async throws {
        try await WebDistrict.with(also: .property) { web in
            let number = try await web.file()
            try await web.act("accept", on: number, as: "desk")
            try await web.act("dispatch", on: number, as: "desk")
            try await web.act("sign", on: number, as: "water")
            try await web.act("assign_inside", on: number, as: "water", fields: ["section": "WS"])
            let id = try #require(TicketNumber(number)?.id)
            try await web.city.tamper(
                """
                UPDATE ticket SET lamp = \(Int16(Lamp.red.rawValue))
                WHERE district_id = \(web.city.id.rawValue) AND id = \(id.rawValue)
                """
            )
            #expect(try await Self.counts(web, "water") == ["inside": 1, "overdue": 1])
            #expect(try await Self.counts(web, "section") == ["mine": 1, "in_hand": 1, "overdue": 1])
            let answer: JSONObject = ["outcome": "solved", "text": "已更换阀门"]
            try await web.act("submit_result", on: number, as: "section", fields: answer)
            #expect(try await Self.numbers(web, "to_approve", "water") == [number])
            let waiting = try await Self.counts(web, "water")
            #expect(waiting["to_approve"] == 1 && waiting["to_decide"] == nil && waiting["inside"] == nil)
            #expect(try await Self.counts(web, "section")["in_hand"] == nil)
            #expect(try await Self.counts(web, "desk")["to_approve"] == nil)
            try await web.act("refuse_answer", on: number, as: "water", fields: ["reason": "没写清"])
            #expect(try await Self.numbers(web, "inside", "water") == [number])
            #expect(try await Self.numbers(web, "in_hand", "section") == [number])
            try await web.act("submit_result", on: number, as: "section", fields: answer)
            try await web.act("approve_answer", on: number, as: "water")
            // Whoever verifies has it; nobody of the department.
            #expect(try await Self.numbers(web, "in_hand", "desk") == [number])
            for account in ["water", "section"] {
                #expect(try await Self.counts(web, account) == [:], "\(account)")
            }
        }
    }

    @Test func `numbers are those of the pages, over every list and reader`() async throws {
        try await WebDistrict.with(also: .property + .keepers) { web in
            _ = try await SightWorld(web)
            var seen = 0
            for account in ["leader", "grid", "desk", "street", "water", "parks", "property", "far", "audit"] {
                for query in ["", "?below=true"] {
                    let counts = try await Self.counts(web, account, query)
                    for list in WorkList.allCases {
                        let pages = query.isEmpty ? "?limit=2" : query + "&limit=2"
                        let numbers = try await Self.numbers(web, list.rawValue, account, pages)
                        #expect(Set(numbers).count == numbers.count)
                        #expect(numbers.count == Int(counts[list.rawValue] ?? 0), "\(account) \(list) \(query)")
                        seen += numbers.count
                    }
                }
            }
            #expect(seen > 30)
        }
    }

    @Test func `what a platform above waits for has a list of its own, and a draft is in nobody's`() async throws {
        try await WebDistrict.withPlatform { web in
            let pushed = try await web.push([WebDistrict.sent("SZ-1")])
            let number = try #require(pushed.json["results"]?.array?.first?["number"]?.string)
            try await web.handle(number)
            try await web.act("verify", on: number, as: "desk")
            #expect(try await Self.counts(web, "desk")["in_hand"] == 1)
            try await web.act("call_back", on: number, as: "desk", fields: ["callback": "satisfied"])
            #expect(try await Self.counts(web, "desk")["in_hand"] == nil)
            #expect(try await Self.numbers(web, "to_fill_back", "desk") == [number])
            #expect(try await Self.numbers(web, "to_fill_back", "desk2") == [number])
            #expect(try await Self.counts(web, "water")["to_fill_back"] == nil)
            let english = try await web.get("/api/v1/work-lists", headers: ["Accept-Language": "en"])
            let titles = english.json["lists"]?.array?.map { $0["title"] } ?? []
            #expect(titles.contains("To be answered above"))
            try await web.act("fill_back", on: number, as: "desk")
            #expect(try await Self.counts(web, "desk") == [:])

            let draft = try await web.post(
                "/api/v1/matters",
                ["act": "save_draft", "fields": WebDistrict.filing()["fields"] ?? [:]],
                as: "grid"
            )
            #expect(draft.json["state"]?["name"] == "draft", "\(draft)")
            for account in ["desk", "desk2", "grid"] {
                #expect(try await Self.counts(web, account, "?below=true") == [:], "\(account)")
            }
            let kept = try #require(draft.json["number"]?.string)
            try await web.act("hand_in", on: kept, as: "grid")
            #expect(try await Self.numbers(web, "to_take", "desk") == [kept])
        }
    }

    @Test func `what is late or nearly so has a list of its own`() async throws {
        try await WebDistrict.with { web in
            let (late, near) = (try await web.file(), try await web.file())
            _ = try await web.file()
            for (number, lamp) in [(late, Lamp.red), (near, .yellow)] {
                let id = try #require(TicketNumber(number)?.id)
                try await web.city.tamper(
                    """
                    UPDATE ticket SET lamp = \(Int16(lamp.rawValue))
                    WHERE district_id = \(web.city.id.rawValue) AND id = \(id.rawValue)
                    """
                )
            }
            #expect(try await Self.counts(web, "desk") == ["mine": 3, "to_take": 3, "near_limit": 1, "overdue": 1])
            #expect(try await Self.numbers(web, "overdue", "desk") == [late])
            let green = try #require(try await Self.numbers(web, "to_take", "desk").last)
            for limit in 1...4 {
                let byLamp = try await Self.numbers(web, "to_take", "desk", "?order=lamp&limit=\(limit)")
                #expect(byLamp == [late, near, green], "\(limit) a page")
            }
            #expect(try await Self.numbers(web, "near_limit", "desk", "?order=lamp") == [near])
            #expect(try await Self.numbers(web, "near_limit", "desk") == [near])
        }
    }

    @Test func `by lamp, what is due first stands first, over all pages`() async throws {
        try await WebDistrict.with { web in
            // Urgent ones are due sooner; in hand, the community has its days; one waits for nothing.
            var numbers: [String] = []
            for _ in 0..<6 { numbers.append(try await web.file()) }
            for number in numbers.prefix(4) { try await web.act("accept", on: number, as: "desk") }
            for (number, due) in zip(numbers, [500, 100, 300, nil, 300, 200] as [Int64?]) {
                let id = try #require(TicketNumber(number)?.id)
                // In the column alone: the order is the list's, not that of what each line tells.
                try await web.city.tamper(
                    """
                    UPDATE ticket SET next_due_at = \(due.map { Timestamp(Instant(seconds: $0)) })::timestamptz
                    WHERE district_id = \(web.city.id.rawValue) AND id = \(id.rawValue)
                    """
                )
            }
            let wanted = [1, 5, 2, 4, 0, 3].map { numbers[$0] }
            for limit in 1...7 {
                let byLamp = try await Self.numbers(web, "mine", "desk", "?order=lamp&limit=\(limit)")
                #expect(byLamp == wanted, "\(limit) a page")
            }
            #expect(try await Self.numbers(web, "mine", "desk") == numbers)
        }
    }

    @Test func `counting stops at a thousand and says so`() async throws {
        try await WebDistrict.with { web in
            #expect(try await web.city.file(count: 1_003).count == 1_003)
            let lists = try await web.get("/api/v1/work-lists").json["lists"]?.array ?? []
            let list = try #require(lists.first { $0["name"] == "to_take" })
            #expect(list["count"] == 1_000 && list["is_more"] == true)
            #expect(lists.filter { $0["is_more"] == true }.map { $0["name"] } == ["mine", "to_take"])
            #expect(try await web.get("/api/v1/work-lists/everything").status == 400)
            #expect(try await web.get("/api/v1/work-lists", as: nil).status == 401)
        }
    }
}
