import Dispatcher
import Foundation
import PGStore
import TestSupport
import Testing
import Workflow

/// What a matter's own pages tell: calls, requests and their decision, clocks that stand still, orders and their papers, tasks.
@Suite struct OwnPageTests {
    /// A matter that a department works on.
    private static func signed(_ city: TestDistrict, _ category: String = "水务", by liaison: String = "water")
        async throws
        -> TicketID
    {
        let ticket = try await city.engine.submit(city.filing(category: category)).ticket
        try await city.act("accept", by: "desk", on: ticket)
        try await city.act("dispatch", by: "desk", on: ticket)
        try await city.act("sign", by: liaison, on: ticket)
        return ticket
    }

    /// The summary of a clock on a matter's page.
    private static func clock(_ title: String, _ page: PageAnswer) -> String? {
        page.text.matches(of: /(?s)<details class="clock"><summary>(.*?)<\/summary>/).map { String($0.1) }
            .first { $0.contains("<strong>\(title)</strong>") }
    }

    /// What a page offers first, before what is possible in most states.
    private static func first(_ page: PageAnswer) -> Substring {
        page.text[..<(page.text.range(of: "class=\"others\"")?.lowerBound ?? page.text.endIndex)]
    }

    private static func inEnglish(_ session: [String: String]) -> [String: String] {
        session.merging(["Accept-Language": "en"]) { $1 }
    }

    @Test func `a call is told in the story and on paper with stars, and in full with whom to reach`() async throws {
        try await PageDistrict.with(passwordsOf: ["water", "street"]) { pages in
            let ticket = try await Self.signed(pages.city)
            try await pages.city.act(
                "first_contact",
                by: "water",
                on: ticket,
                input: ["contacted_by": "phone"],
                texts: ["call_number": "13800000001", "call_person": "欧阳试验", "call_outcome": "接通，两个箱子都满"]
            )
            let water = try await pages.signIn("water")
            for path in ["/matters/\(ticket)", "/matters/\(ticket)/print"] {
                let told = try await pages.get(path, water).text
                #expect(told.contains("通话号码：138****0001") && told.contains("通话人：欧阳**"))
                #expect(told.contains("通话结果：接通，两个箱子都满") && told.contains("联系方式：电话"))
                #expect(!told.contains("13800000001") && !told.contains("欧阳试验"))
            }
            let english = try await pages.get("/matters/\(ticket)", Self.inEnglish(water)).text
            #expect(english.contains("Number called: 138****0001"))
            let contact = "/matters/\(ticket)/contact"
            #expect(try await !pages.get(contact, water).text.contains("接通，两个箱子都满"))
            let full = try await pages.post(contact, ["reason": "first"], water).text
            #expect(full.contains("通话记录") && full.contains("<dd>13800000001</dd>") && full.contains("<dd>欧阳试验</dd>"))
            let looks = try await pages.city.engine.looks(in: pages.city.id)
            #expect(looks.map(\.fields) == [["call_number", "call_outcome", "call_person"]])
            let masked = try await pages.post(contact, ["reason": "other"], pages.signIn("street")).text
            #expect(masked.contains("<dd>138****0001</dd>") && !masked.contains("13800000001"))
        }
    }

    @Test func `of whoever asked for secrecy no call is told in the story`() async throws {
        try await PageDistrict.with(passwordsOf: ["water", "street"]) { pages in
            let ticket = try await pages.city.file(input: ["confidential": true])
            for (act, by) in [("accept", "desk"), ("dispatch", "desk"), ("sign", "water")] as [(ActionName, String)] {
                try await pages.city.act(act, by: by, on: ticket)
            }
            try await pages.city.act(
                "first_contact",
                by: "water",
                on: ticket,
                input: ["contacted_by": "phone"],
                texts: ["call_number": "13800000001", "call_person": "欧阳试验", "call_outcome": "欧阳试验说可以"]
            )
            for account in ["water", "street"] {
                let session = try await pages.signIn(account)
                for path in ["/matters/\(ticket)", "/matters/\(ticket)/print"] {
                    let told = try await pages.get(path, session)
                    #expect(told.status == 200 && told.text.contains("先行联系"), "\(account) \(path)")
                    #expect(!told.text.contains("欧阳") && !told.text.contains("138****"), "\(account) \(path)")
                }
            }
        }
    }

    @Test func `days that were asked for say so, and both ways to decide stand side by side, with the new due time`()
        async throws
    {
        try await PageDistrict.with(passwordsOf: ["desk"]) { pages in
            let city = pages.city
            let tickets = [
                try await Self.signed(city, "园林", by: "parks"), try await Self.signed(city, "园林", by: "parks"),
            ]
            for ticket in tickets {
                let asked: [FieldName: JSONValue] = ["extension_days": 3]
                try await city.act("ask_extension", by: "parks", on: ticket, input: asked, texts: ["reason": "等材料"])
            }
            let session = try await pages.signIn()
            let page = try await pages.get("/matters/\(tickets[0])", session)
            #expect(page.text.contains("延期（工作日）：3") && page.text.contains("<dd>3（已申请，待批）</dd>"))
            #expect(page.text.contains("延期审批时限：最迟 20"))
            let first = Self.first(page)
            let grant = try #require(first.range(of: "/acts/grant_extension")).upperBound
            let refuse = try #require(first.range(of: "/acts/refuse_extension")).lowerBound
            #expect(grant < refuse && !first[grant..<refuse].contains("/acts/"), "nothing stands between them")
            let form = try await pages.get("/matters/\(tickets[0])/acts/grant_extension", session)
            let said = try #require(form.text.firstMatch(of: /办理时限延到 ([0-9: -]+)</)).1
            #expect(form.text.contains("等您处理的") && form.text.contains("等材料"))
            #expect(form.text.matches(of: /等材料/).count == 1)
            let other = try await pages.get("/matters/\(tickets[0])/acts/refuse_extension", session)
            #expect(other.text.contains("等您处理的") && !other.text.contains("延到"))
            try await city.act("grant_extension", by: "desk", on: tickets[0])
            let due = try #require(try await city.ticket(tickets[0])?.clocks["whole"]?.due)
            #expect(city.configuration.calendars.standard.shown(due) == said)
            try await city.act("refuse_extension", by: "desk", on: tickets[1])
            let granted = try await pages.get("/matters/\(tickets[0])", session).text
            #expect(granted.contains("<dt>延期（工作日）</dt><dd>3</dd>"))
            let refused = try await pages.get("/matters/\(tickets[1])", session).text
            #expect(!refused.contains("<dt>延期（工作日）</dt>") && refused.contains("延期（工作日）：3"))
        }
    }

    @Test func `whoever approves an answer, verifies it or sends it back sees what it says, and its pictures`()
        async throws
    {
        try await PageDistrict.with(passwordsOf: ["desk", "water", "section"], also: .part) { pages in
            let city = pages.city
            let ticket = try await Self.signed(city)
            try await city.act(
                "assign_inside",
                by: "water",
                on: ticket,
                input: ["section": .int(city.unit("WS").rawValue)]
            )
            let section = try await pages.signIn("section")
            let form = try await pages.get("/matters/\(ticket)/acts/submit_result", section)
            #expect(form.text.contains("上一步") && form.text.contains("分办"))
            let sent = [
                "key": try #require(form.hidden("key")), "seq": try #require(form.hidden("seq")),
                "field[outcome]": "solved", "field[text]": "换了<水管>",
            ]
            let picture = (name: "after.jpg", bytes: try PageDistrict.picture())
            let path = "/matters/\(ticket)/acts/submit_result"
            #expect(try await pages.post(path, sent, files: [picture], section).status == 303)
            let water = try await pages.signIn("water")
            for act in ["approve_answer", "refuse_answer"] {
                let page = try await pages.get("/matters/\(ticket)/acts/\(act)", water).text
                let judged = try #require(page.firstMatch(of: /(?s)class="note judged">(.*?)<\/section>/), "\(act)").1
                #expect(judged.contains("办理结果：已解决") && judged.contains("换了&lt;水管&gt;"))
                #expect(judged.contains("/api/v1/attachments/") && judged.contains("alt=\"after.jpg\""))
                // It is the last step, too, and stands there once; that a file came is none.
                #expect(!page.contains("上一步"))
            }
            try await city.act("approve_answer", by: "water", on: ticket)
            let desk = try await pages.signIn()
            for act in ["verify", "send_back"] {
                let page = try await pages.get("/matters/\(ticket)/acts/\(act)", desk).text
                #expect(page.contains("等您处理的") && page.contains("换了&lt;水管&gt;") && page.contains("办理结果：已解决"))
                #expect(page.contains("上一步") && page.contains("<strong>审签</strong>"))
            }
        }
    }

    @Test func `a clock that stands still says so, with what it had left, and shows no lamp`() async throws {
        try await PageDistrict.with { pages in
            let city = pages.city
            let ticket = try await city.file()
            try await city.act("accept", by: "desk", on: ticket)
            try await city.act("dispatch", by: "desk", on: ticket)
            let returned: [FieldName: JSONValue] = ["return_code": "not_ours"]
            try await city.act("return", by: "water", on: ticket, input: returned, texts: ["evidence": "不属本局"])
            let session = try await pages.signIn()
            let page = try await pages.get("/matters/\(ticket)", session)
            let still = try #require(Self.clock("签收时限", page))
            #expect(still.contains("暂停，停时还剩") && !still.contains("lamp") && !still.contains("20"))
            let running = try #require(Self.clock("退单审核时限", page))
            #expect(running.contains("lamp-green") && !running.contains("暂停"))
            let english = try await pages.get("/matters/\(ticket)", Self.inEnglish(session))
            #expect(try #require(Self.clock("To sign", english)).contains("paused with "))
            #expect(page.text.contains("退单理由：不属本单位职责"))
            // The calendar by which it counts is called as people call it.
            #expect(page.text.contains("日历：办公日历") && english.text.contains("calendar Office hours"))
        }
    }
}
