import TestSupport
import Testing
import Workflow

/// Filing, looking and acting by forms, without a script.
@Suite struct MatterPageTests {
    private static let filing = [
        "field[category]": "水务", "field[place]": "一社区", "field[text]": "楼道<b>漏水</b>", "field[title]": "",
        "field[contact_phone]": "13900000000",
    ]

    /// Files by the form, and gives the number.
    private static func file(_ pages: PageDistrict, _ session: [String: String]) async throws -> String {
        let form = try await pages.get("/report", session)
        let key = try #require(form.hidden("key"))
        let sent = try await pages.post("/report", filing.merging(["key": key]) { $1 }, session)
        guard sent.status == 200, let match = sent.text.firstMatch(of: /<dd>(\d{8}-\d+)<\/dd>/) else {
            throw Unexpected(sent)
        }
        return String(match.1)
    }

    @Test func `a matter is filed once, however often its form is sent`() async throws {
        try await PageDistrict.with { pages in
            let session = try await pages.signIn()
            let form = try await pages.get("/report", session)
            #expect(form.text.contains("一社区"))
            let key = try #require(form.hidden("key"))
            let filing = Self.filing.merging(["key": key]) { $1 }
            let (first, second) = (
                try await pages.post("/report", filing, session), try await pages.post("/report", filing, session)
            )
            #expect(first.status == 200)
            let number = try #require(first.text.firstMatch(of: /<dd>(\d{8}-\d+)<\/dd>/)).1
            #expect(second.text.contains("<dd>\(number)</dd>"))
            let work = try await pages.get("/work?list=to_take", session)
            #expect(work.text.matches(of: /class="line-link"/).count == 1)
            // What somebody typed is shown as they typed it.
            #expect(work.text.contains("楼道&lt;b&gt;漏水&lt;/b&gt;"))
        }
    }

    @Test func `a refused filing says why and keeps what was typed`() async throws {
        try await PageDistrict.with { pages in
            let session = try await pages.signIn()
            let sent = try await pages.post(
                "/report",
                ["field[category]": "水务", "field[place]": "没有这里", "field[text]": "灯\"坏了"],
                session
            )
            #expect(sent.status == 422)
            #expect(sent.text.contains("role=\"alert\""))
            #expect(sent.text.contains("value=\"没有这里\""))
            #expect(sent.text.contains("灯&quot;坏了</textarea>"))
            #expect(sent.text.contains("value=\"水务\" checked"))
        }
    }

    @Test func `an act with words is done once, however often its form is sent`() async throws {
        try await PageDistrict.with { pages in
            let session = try await pages.signIn()
            let ticket = try await pages.city.file()
            let form = try await pages.get("/matters/\(ticket)/acts/decline", session)
            let sent = [
                "key": try #require(form.hidden("key")), "seq": try #require(form.hidden("seq")),
                "field[reason]": "不属本区", "field[route]": "请拨打 12345",
            ]
            for _ in 1...2 {
                let answer = try await pages.post("/matters/\(ticket)/acts/decline", sent, session)
                #expect(answer.status == 303, "\(answer.text)")
                // What a phone sends by itself is told the same.
                let told = try await pages.post(
                    "/matters/\(ticket)/acts/decline",
                    sent,
                    session.merging(["Accept": "application/json"]) { $1 }
                )
                #expect(told.status == 200 && told.text.contains("\"done\":true"), "\(told.text)")
            }
            let other = try await pages.post(
                "/matters/\(ticket)/acts/decline",
                sent.merging(["field[reason]": "别的理由"]) { $1 },
                session
            )
            #expect(other.status == 422)
            #expect(try await pages.get("/work", session).header("Referrer-Policy") == "same-origin")
        }
    }

    @Test func `what failed within is sent again under the same key, what was refused under a new one`() async throws {
        // Without keys nothing that says whom to reach can be written.
        try await PageDistrict.with(keys: nil) { pages in
            let session = try await pages.signIn()
            let filing = Self.filing.merging(["key": "the-first-key"]) { $1 }
            let failed = try await pages.post("/report", filing, session)
            #expect(failed.status == 503)
            #expect(failed.hidden("key") == "the-first-key")
            let own = [
                "key": "the-first-own-key", "category": "水务", "text": "漏水", "place": "B", "phone": "13900000000",
            ]
            let ownFailed = try await pages.post("/r", own)
            #expect(ownFailed.status == 503)
            #expect(ownFailed.hidden("key") == "the-first-own-key")
            let refused = try await pages.post("/report", filing.merging(["field[place]": "没有这里"]) { $1 }, session)
            #expect(refused.status == 422)
            #expect(refused.hidden("key") != "the-first-key")
        }
    }

    @Test func `a matter shows who holds it, and each may do what the API says`() async throws {
        try await PageDistrict.with(passwordsOf: ["desk", "water"]) { pages in
            let desk = try await pages.signIn()
            let number = try await Self.file(pages, desk)
            let page = try await pages.get("/matters/\(number)", desk)
            #expect(page.status == 200)
            #expect(page.text.contains("一社区"))
            #expect(page.text.contains("/matters/\(number)/acts/accept"))
            // The liaison of a department that was never asked sees nothing, in the same words as of one that nobody filed.
            let water = try await pages.signIn("water")
            let hidden = try await pages.get("/matters/\(number)", water)
            let nobody = try await pages.get("/matters/20260101-999999", water)
            #expect(hidden.status == 404 && nobody.status == 404)
            #expect(hidden.text.contains("unknown_ticket"))
        }
    }

    @Test func `an act is done, the page says so, and a version that moved on is refused with what was typed`()
        async throws
    {
        try await PageDistrict.with { pages in
            let session = try await pages.signIn()
            let number = try await Self.file(pages, session)
            let form = try await pages.get("/matters/\(number)/acts/accept", session)
            #expect(form.status == 200)
            let (key, seq) = (try #require(form.hidden("key")), try #require(form.hidden("seq")))
            let sent = try await pages.post("/matters/\(number)/acts/accept", ["key": key, "seq": seq], session)
            #expect(sent.status == 303)
            #expect(sent.header("Location") == "/matters/\(number)?done=accept")
            let after = try await pages.get("/matters/\(number)?done=accept", session)
            #expect(after.text.contains("role=\"status\""))
            #expect(after.text.contains("派单员甲"))
            // Once more, as a second tap: the same answer.
            let again = try await pages.post("/matters/\(number)/acts/accept", ["key": key, "seq": seq], session)
            #expect(again.status == 303 || again.status == 412)
            let late = try await pages.post(
                "/matters/\(number)/acts/dispatch",
                ["key": "other", "seq": seq, "field[lead]": "水务局"],
                session
            )
            #expect(late.status == 412)
            #expect(late.text.contains("value=\"水务局\""))
            let now = try #require(late.hidden("seq"))
            #expect(now != seq)
            let done = try await pages.post(
                "/matters/\(number)/acts/dispatch",
                ["key": "another", "seq": now, "field[lead]": "水务局"],
                session
            )
            #expect(done.status == 303)
            let gone = try await pages.post("/matters/\(number)/acts/accept", ["key": "third"], session)
            #expect(gone.status != 303)
            #expect(gone.text.contains("/matters/\(number)"))
        }
    }

    @Test func `what was typed is found, and a number leads to its matter`() async throws {
        try await PageDistrict.with { pages in
            let session = try await pages.signIn()
            let number = try await Self.file(pages, session)
            let found = try await pages.get("/search?words=\(number)", session)
            #expect(found.status == 303)
            #expect(found.header("Location") == "/matters/\(number)")
            let none = try await pages.get("/search?words=%E6%B2%A1%E6%9C%89%E7%9A%84", session)
            #expect(none.text.contains("没有找到"))
        }
    }

    @Test func `a telephone is on no page`() async throws {
        try await PageDistrict.with { pages in
            let session = try await pages.signIn()
            let number = try await Self.file(pages, session)
            for path in ["/work?list=to_take", "/matters/\(number)", "/matters/\(number)/acts/accept"] {
                #expect(!(try await pages.get(path, session)).text.contains("13900000000"), "\(path)")
            }
        }
    }
}
