import Dispatcher
import TestSupport
import Testing
import Workflow

/// Paper: what is printed of a matter is what its reader may see, with who printed it.
@Suite struct PrintPageTests {
    @Test func `a slip has what is known, room to write and to sign, and who printed it`() async throws {
        try await PageDistrict.with { pages in
            let ticket = try await pages.city.file(text: "楼道<b>漏水</b>")
            let session = try await pages.signIn()
            let slip = try await pages.get("/matters/\(ticket)/print", session)
            #expect(slip.status == 200)
            for word in ["承办单", "拟办意见", "领导批示", "办理结果", "核查意见", "签字", "水务", "一社区", "派单员甲"] {
                #expect(slip.text.contains(word), "\(word)")
            }
            #expect(slip.text.contains("楼道&lt;b&gt;漏水&lt;/b&gt;"))
            #expect(slip.text.matches(of: /class="sign"/).count == 4)
            let linked = try await pages.get("/matters/\(ticket)", session)
            #expect(linked.text.contains("/print\""))
            // All that it is to be done by, not only what is due first.
            for (act, by) in [("accept", "desk"), ("dispatch", "desk")] as [(ActionName, String)] {
                try await pages.city.act(act, by: by, on: ticket)
            }
            let given = try await pages.get("/matters/\(ticket)/print", session)
            let limits = given.text.matches(of: /<span class="limit">(\S+) 20\d\d-/).map { String($0.1) }
            #expect(limits.count > 1 && limits.first == "签收时限" && limits.contains("办理时限"), "\(limits)")
        }
    }

    @Test func `an order from above is printed with what is wanted, until when, and room for the answer`() async throws
    {
        try await PageDistrict.with(passwordsOf: ["desk", "street"]) { pages in
            let ticket = try await pages.city.file(text: "楼道漏水")
            let session = try await pages.signIn("street")
            #expect(try await pages.get("/matters/\(ticket)/order", session).status == 404)
            #expect(try await !pages.get("/matters/\(ticket)", session).text.contains("/order\""))
            let form = try await pages.get("/matters/\(ticket)/acts/supervise", session)
            let sent = [
                "key": try #require(form.hidden("key")), "seq": try #require(form.hidden("seq")),
                "field[note]": "两天内<b>修好</b>", "field[reply_days]": "2",
            ]
            #expect(try await pages.post("/matters/\(ticket)/acts/supervise", sent, session).status == 303)
            #expect(try await pages.get("/matters/\(ticket)", session).text.contains("打印督办单"))
            let order = try await pages.get("/matters/\(ticket)/order", session)
            for word in ["督办单", "两天内&lt;b&gt;修好&lt;/b&gt;", "答复期限", "承办单位答复", "楼道漏水"] {
                #expect(order.text.contains(word), "\(word)")
            }
            #expect(order.text.contains("还剩"))
        }
    }

    @Test func `who may not see a matter prints nothing of it, and who sees a summary prints that`() async throws {
        try await PageDistrict.with(passwordsOf: ["far", "property"], also: .property) { pages in
            let city = pages.city
            let filing = city.filing(text: "原文里的话", contact: ["contact_phone": "13900000000"])
            let ticket = try await city.engine.submit(filing).ticket
            try await city.act("accept", by: "desk", on: ticket)
            let far = try await pages.signIn("far")
            #expect(try await pages.get("/matters/\(ticket)/print", far).status == 404)
            try await city.act(
                "dispatch",
                by: "desk",
                on: ticket,
                input: ["co_handlers": .array([.int(city.unit("PM").rawValue)])],
                texts: ["summary": "摘要里的话"]
            )
            let property = try await pages.signIn("property")
            let work = try await pages.get("/work?list=to_take", property)
            let path = try #require(work.text.firstMatch(of: /class="line-link" href="([^"]+)"/)).1
            let slip = try await pages.get("\(path)/print", property)
            #expect(slip.status == 200)
            #expect(slip.text.contains("摘要里的话"))
            #expect(!slip.text.contains("原文里的话") && !slip.text.contains("13900000000"))
        }
    }
}
