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
            #expect(handed.status == 303 && path.hasSuffix("/print"))
            #expect(try await pages.post("/shifts", sent, session).header("Location") == path)
            let sheet = try await pages.get(path, session)
            for word in ["值班日志", "派单员甲", "派单员乙", "&lt;b&gt;阀门&lt;/b&gt;已关", "签字"] {
                #expect(sheet.text.contains(word), "\(word)")
            }
            #expect(sheet.text.contains("待受理"))
            let refused = try await pages.post("/shifts", ["desk": "C1 desk", "note": "还在写"], session)
            #expect(refused.status == 422 && refused.text.contains("还在写"))
        }
    }
}
