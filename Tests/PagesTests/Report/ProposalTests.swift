import Foundation
import TestSupport
import Testing

/// 代报: a message from a group, read into the form; nothing is filed by itself.
@Suite struct ProposalTests {
    private static let message = "昨天起一社区一号楼 水务的事没人管，管道漏水，打 138 0000 0000 找我"

    private static func value(_ field: String, _ page: PageAnswer) -> String? {
        // Tiles bear the same name; what is written stands in the input.
        guard let at = page.text.range(of: "id=\"field-\(field)\" name=\"field[\(field)]\" value=\"") else {
            return nil
        }
        return String(page.text[at.upperBound...].prefix { $0 != "\"" })
    }

    @Test func `a message fills the form, which is filed as it then stands`() async throws {
        try await PageDistrict.with { pages in
            let session = try await pages.signIn()
            let empty = try await pages.get("/report", session)
            #expect(empty.text.contains("formaction=\"/report/proposal\""))
            let read = try await pages.post("/report/proposal", ["message": Self.message], session)
            #expect(read.status == 200)
            #expect(Self.value("place", read) == "一号楼")
            #expect(Self.value("contact_phone", read) == "138 0000 0000")
            #expect(read.text.contains("value=\"水务\" checked"))
            let text = try #require(read.text.firstMatch(of: /name="field\[text\]"[^>]*>([^<]+)<\/textarea>/)).1
            // The telephone is sealed in its own field, and stands in no text.
            #expect(text.hasPrefix("昨天起一社区一号楼 水务的事没人管，管道漏水，打 （电话见联系电话） 找我"))
            #expect(text.contains("发生时间：20"))
            // Nothing was filed.
            let none = try await pages.get("/work?list=to_take", session)
            #expect(none.text.matches(of: /class="line-link"/).isEmpty)
            let sent = try await pages.post(
                "/report",
                [
                    "key": try #require(read.hidden("key")), "field[place]": "一号楼", "field[category]": "水务",
                    "field[text]": String(text), "field[contact_phone]": "138 0000 0000", "message": Self.message,
                ],
                session
            )
            #expect(sent.status == 200, "\(sent.text.prefix(2_000))")
            #expect(sent.text.contains("<dt>查询码</dt>"))
        }
    }

    @Test func `what was typed is kept where the message says nothing, and text is never lost`() async throws {
        try await PageDistrict.with { pages in
            let session = try await pages.signIn()
            let typed = [
                "message": "灯不亮", "field[place]": "二社区", "field[text]": "写好的<b>话",
                "field[contact_phone]": "13900000000",
                "field[category]": "园林",
            ]
            let read = try await pages.post("/report/proposal", typed, session)
            #expect(Self.value("place", read) == "二社区")
            #expect(Self.value("contact_phone", read) == "13900000000")
            #expect(read.text.contains("value=\"园林\" checked"))
            #expect(read.text.contains("写好的&lt;b&gt;话\n灯不亮</textarea>"))
            #expect(read.text.contains("没有认出"))
            // Once more: it does not stand there twice.
            let again = try await pages.post(
                "/report/proposal",
                typed.merging(["field[text]": "写好的<b>话\n灯不亮"]) { $1 },
                session
            )
            #expect(again.text.contains("写好的&lt;b&gt;话\n灯不亮</textarea>"))
        }
    }

    @Test func `no message, a strange one, or nobody signed in: a page that says so`() async throws {
        try await PageDistrict.with { pages in
            let session = try await pages.signIn()
            let none = try await pages.post("/report/proposal", ["message": " \n "], session)
            #expect(none.status == 200)
            #expect(none.text.contains("请先粘贴或口述消息"))
            for message in ["<script>\"'&", "👨‍👩‍👧", String(repeating: "1栋", count: 1_900)] {
                let read = try await pages.post("/report/proposal", ["message": message], session)
                #expect(read.status == 200)
                #expect(!read.text.contains("<script>\""))
            }
            #expect(try await pages.post("/report/proposal", ["message": "灯"], [:]).status == 401)
            let left = try await pages.get("/report/proposal", session)
            #expect(left.header("Location") == "/report")
            let english = session.merging(["Accept-Language": "en"]) { $1 }
            let read = try await pages.post("/report/proposal", ["message": "一号楼"], english)
            #expect(read.text.contains("Filled in:"))
        }
    }
}
