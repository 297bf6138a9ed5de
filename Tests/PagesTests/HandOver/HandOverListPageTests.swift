import Dispatcher
import PGStore
import TestSupport
import Testing
import Workflow

/// 交接清单 on paper: what is handed over, for three signatures.
@Suite struct HandOverListPageTests {
    @Test func `a list has numbers, due times and states, room for remarks and for three to sign`() async throws {
        try await PageDistrict.with(passwordsOf: ["water", "desk"]) { pages in
            let city = pages.city
            var tickets: [TicketID] = []
            for text in ["楼道<b>漏水</b>", "水压低"] {
                let ticket = try await city.engine.submit(city.filing(text: text)).ticket
                try await city.act("accept", by: "desk", on: ticket)
                try await city.act("dispatch", by: "desk", on: ticket)
                tickets.append(ticket)
            }
            try await city.light(tickets[0], .red)
            let water = try await pages.signIn("water")
            let page = try await pages.get("/hand-over", water)
            #expect(page.status == 200)
            for word in [
                "交接清单", "移交前", "序号", "工单号", "事项", "承办", "时限", "备注", "移交人", "接收人", "监交人", "水务联络员", "水务局 部门联络员",
                "楼道&lt;b&gt;漏水&lt;/b&gt;", "水压低", "在办事项（2）", "待签收", "只列打印人可以看的", "打印人",
            ] {
                #expect(page.text.contains(word), "\(word)")
            }
            #expect(page.text.matches(of: /<tr><td>(\d+)<\/td>/).map { String($0.1) } == ["1", "2"])
            #expect(try await pages.get("/work", water).text.contains("href=\"/hand-over\""))
            // Afterwards the giver has none, and the taker's list has them.
            let refused = try await pages.get("/hand-over?from=parks", water)
            #expect(refused.status == 403 && refused.text.contains("不在您的单位之下"))
            #expect(!refused.text.contains("class=\"signing\"") && refused.text.contains("value=\"parks\""))
            let unknown = try await pages.get("/hand-over?from=nobody", water)
            #expect(unknown.status == 422)
        }
    }

    @Test func `after it was carried out, the list is the taker's`() async throws {
        try await PageDistrict.with(passwordsOf: ["desk2", "desk"]) { pages in
            let city = pages.city
            let ticket = try await city.engine.submit(city.filing(text: "交出去的一件")).ticket
            let now = try await city.engine.configurations.load(city.id)
            let owner = try #require(try await city.ticket(ticket)?.owner)
            let giver = try #require(now.account(of: owner))
            let taker = giver == "desk" ? "desk2" : "desk"
            let handOver = HandOver(from: owner, to: try #require(now.person(called: taker)))
            let done = try await PostHandOver(engine: city.engine, configuration: now)
                .carryOut(PostHandOver.Request(handOver))
            #expect(done.matters.count == 1)
            let session = try await pages.signIn(taker)
            try await eventually("it is seen") {
                let page = try await pages.get("/hand-over?from=\(giver)&to=\(taker)", session)
                return page.status == 200 && page.text.contains("已移交") && page.text.contains("交出去的一件")
            }
        }
    }
}
