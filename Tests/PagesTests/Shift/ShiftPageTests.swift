import Foundation
import TestSupport
import Testing
import Workflow

/// 交接班 by a form, and the page for two signatures.
@Suite struct ShiftPageTests {
    @Test func `one hands over, and prints what both sign`() async throws {
        try await PageDistrict.with { pages in
            let session = try await pages.signIn()
            _ = try await pages.city.file()
            let form = try await pages.get("/shifts", session)
            #expect(form.text.contains("value=\"C1 desk2\"") && form.text.contains("还没有值班日志"))
            let sent = ["key": try #require(form.hidden("key")), "desk": "C1 desk2", "note": "<b>阀门</b>已关"]
            let handed = try await pages.post("/shifts", sent, session)
            let path = try #require(handed.header("Location"), "\(handed.text)")
            #expect(handed.status == 303 && path.hasSuffix("/print?done=true"))
            #expect(try await pages.post("/shifts", sent, session).header("Location") == path)
            let sheet = try await pages.get(path, session)
            for word in ["值班日志", "派单员甲", "派单员乙", "&lt;b&gt;阀门&lt;/b&gt;已关", "签字"] {
                #expect(sheet.text.contains(word), "\(word)")
            }
            #expect(sheet.text.contains("待受理 · 水务 · 一社区 · 一社区"), "\(sheet.text.suffix(2_500))")
            // What was typed for it is forgotten, and nothing is promised that there is no place for.
            #expect(sheet.text.contains("class=\"done no-print\"") && !sheet.text.contains("附件"))
            let english = try await pages.get(path, session.merging(["Accept-Language": "en"]) { $1 })
            let body = english.text.components(separatedBy: "<article")[1]
            #expect(!body.contains("，") && !body.contains("（") && body.contains("1 filed"), "\(body)")
            #expect(!body.contains("待受理"))
            // What is kept from some stands there by its number alone.
            let restricted: [FieldName: JSONValue] = [
                "restriction": "minor", "informed": .array([.int(pages.city.party("desk").person?.rawValue ?? 0)]),
            ]
            let kept = try await pages.city.file(text: "另一件")
            try await pages.city.act("restrict", by: "desk", on: kept, input: restricted, texts: ["note": "依规"])
            let next = try await pages.post("/shifts", ["key": "k2", "desk": "C1 desk2"], session)
            let second = try await pages.get(try #require(next.header("Location")), session)
            let lines = second.text.components(separatedBy: "<li>").filter { $0.contains("待受理") }
            #expect(lines.count == 2 && lines.count { $0.contains("水务") } == 1, "\(lines)")
            let refused = try await pages.post("/shifts", ["desk": "C1 desk", "note": "还在写"], session)
            #expect(refused.status == 422 && refused.text.contains("还在写"))
        }
    }
}
