import Foundation
import PGStore
import TestSupport
import Testing
import Workflow

/// Who has to act next stands on every page in plain words, and to whom an order goes; a form asks for what its occasion needs.
@Suite struct WaitingPageTests {
    private static func whistle(_ city: TestDistrict, kind: String) async throws -> TicketID {
        let ticket = try await city.file(text: "外墙脱落")
        try await city.act("accept", by: "desk", on: ticket)
        try await city.act(
            "whistle",
            by: "desk",
            on: ticket,
            input: [
                "whistle_kind": .string(kind), "whistle_level": "three",
                "departments": .array(["W", "P"].map { .int(city.unit($0).rawValue) }),
            ],
            texts: ["tried": "社区已到场"]
        )
        return ticket
    }

    /// What stands in a page's sentences about whom a matter waits for.
    private static func awaited(_ page: PageAnswer) -> [String] {
        page.text.matches(of: /class="(?:line-)?awaited">([^<]+)</).map { String($0.1) }
    }

    @Test func `what waits to be passed on says by whom and until when, in lists too, and stays whose it is`()
        async throws
    {
        try await PageDistrict.with(passwordsOf: ["desk", "street"]) { pages in
            let ticket = try await Self.whistle(pages.city, kind: "routine")
            let session = try await pages.signIn()
            let page = try await pages.get("/matters/\(ticket)", session)
            let sentence = try #require(Self.awaited(page).first)
            #expect(sentence.hasPrefix("等 一街道 分哨，最迟 20"))
            #expect(page.text.contains("class=\"big\">一社区"))
            // What is told to a group says the same.
            #expect(page.text.contains("待分哨，\(sentence)"))
            #expect(Self.awaited(try await pages.get("/search", session)) == [sentence])
            let english = try await pages.get("/matters/\(ticket)", session.merging(["Accept-Language": "en"]) { $1 })
            #expect(Self.awaited(english).first?.hasPrefix("Waits for 一街道: Pass the whistle on, by 20") == true)
        }
    }

    @Test func `of departments that were called those who have not come are waited for`() async throws {
        try await PageDistrict.with { pages in
            let city = pages.city
            let ticket = try await Self.whistle(city, kind: "emergency")
            let session = try await pages.signIn()
            let before = Self.awaited(try await pages.get("/matters/\(ticket)", session))
            #expect(before.first?.hasPrefix("等 水务局、园林局 报到，最迟 20") == true, "\(before)")
            let children = try #require(try await city.ticket(ticket)).children
            let tasks = ["W", "P"].compactMap { code in children.first { $0.value.lead == city.unit(code) }?.key }
            try await city.act("check_in", by: "desk", on: tasks[0], input: ["rank": "section_head"])
            let after = Self.awaited(try await pages.get("/matters/\(ticket)", session))
            #expect(after.first?.hasPrefix("等 园林局 报到，最迟 20") == true && after.first?.hasSuffix("（水务局 已到）") == true)
            try await city.act("check_in", by: "desk", on: tasks[1], input: ["rank": "section_head"])
            let all = Self.awaited(try await pages.get("/matters/\(ticket)", session))
            #expect(all == ["水务局、园林局 已报到，办完后销哨"])
        }
    }

    @Test func `an instruction names to whom it goes, in its form and on paper`() async throws {
        try await PageDistrict.with(passwordsOf: ["desk", "street"]) { pages in
            let city = pages.city
            let ticket = try await city.file()
            try await city.act("accept", by: "desk", on: ticket)
            try await city.act("dispatch", by: "desk", on: ticket)
            try await city.act("sign", by: "water", on: ticket)
            let session = try await pages.signIn("street")
            let form = try await pages.get("/matters/\(ticket)/acts/supervise", session)
            #expect(form.text.contains("致： <strong>水务局 · 水务联络员</strong>"))
            try await city.act("supervise", by: "street", on: ticket, input: ["reply_days": 2])
            let paper = try await pages.get("/matters/\(ticket)/order", session)
            #expect(paper.status == 200 && paper.text.contains("<td colspan=\"3\">水务局 · 水务联络员</td>"))
            // A step of the matter's own way has no addressee.
            let note = try await pages.get("/matters/\(ticket)/acts/note", session)
            #expect(note.status == 200 && !note.text.contains("addressee"))
        }
    }

    @Test func `for how long a matter is parked is asked for where it is planned, and that is said`() async throws {
        try await PageDistrict.with(passwordsOf: ["water"]) { pages in
            let city = pages.city
            let ticket = try await city.file()
            try await city.act("accept", by: "desk", on: ticket)
            try await city.act("dispatch", by: "desk", on: ticket)
            try await city.act("sign", by: "water", on: ticket)
            let session = try await pages.signIn("water")
            let form = try await pages.get("/matters/\(ticket)/acts/submit_result", session).text
            let part = try #require(form.range(of: "data-input=\"field[outcome]\" data-values=\"planned\""))
            let rest = form[part.upperBound...]
            #expect(rest.prefix(120).contains("只在“办理结果”选“列入计划”时填"))
            let end = try #require(rest.range(of: "</fieldset>")).lowerBound
            #expect(rest[..<end].contains("field-parking_days"))
            #expect(form.matches(of: /id="field-parking_days"/).count == 1)
            // Proof and photos stand together, under their own heading.
            let proofs = try #require(form.range(of: "data-proofs")).upperBound
            #expect(form[proofs...].contains("field[proof][]") && form[proofs...].contains("type=\"file\""))
            #expect(form.matches(of: /type="file"/).count == 1)
        }
    }
}
