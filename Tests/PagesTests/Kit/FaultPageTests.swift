import TestSupport
import Testing
import Workflow

/// What people read when a page is not there, not theirs, or their session has ended.
@Suite struct FaultPageTests {
    private static let browser = ["Accept": "text/html"]

    @Test(arguments: [
        ("zh", "没有找到", "这里不归您办", "填的内容没有丢"), ("en", "Nothing was found here", "This is not yours to do", "not lost"),
    ])
    func `what is not there or not theirs says so, and where to go`(
        _ language: String,
        _ notThere: String,
        _ notYours: String,
        _ kept: String
    ) async throws {
        try await PageDistrict.with { pages in
            let headers = Self.browser.merging(["Accept-Language": language]) { $1 }
            let session = try await pages.signIn().merging(headers) { $1 }
            let gone = try await pages.get("/nowhere", session)
            #expect(gone.status == 404 && gone.text.contains("<h1>\(notThere)</h1>"), "\(gone.text)")
            #expect(gone.text.contains("href=\"/work\"") && gone.text.contains("href=\"/search\""))
            let admin = try await pages.get("/admin", session)
            #expect(admin.status == 403 && admin.text.contains("<h1>\(notYours)</h1>"), "\(admin.text)")
            let resident = try await pages.get("/r/nowhere", headers)
            #expect(
                resident.status == 404 && resident.text.contains("href=\"/r\"")
                    && !resident.text.contains("href=\"/search\"")
            )
            // Nothing is said of what was typed where nothing was.
            for page in [gone, admin, resident] { #expect(!page.text.contains(kept)) }
            let typed = try await pages.post(
                "/admin/dead-letters",
                ["text": String(repeating: "字", count: 40)],
                session
            )
            #expect(typed.status == 403 && typed.text.contains(kept), "\(typed.text)")
            let plain = try await pages.post("/admin/dead-letters", ["key": "k"], session)
            #expect(plain.status == 403 && !plain.text.contains(kept))
        }
    }

    @Test func `a session that ended says why, and leads back`() async throws {
        try await PageDistrict.with { pages in
            let session = try await pages.signIn().merging(Self.browser) { $1 }
            _ = try await pages.post("/sign-out", [:], session)
            let asked = try await pages.get("/work?list=mine", session)
            let to = try #require(asked.header("Location"))
            #expect(
                asked.status == 303 && to.hasPrefix("/sign-in?ended=") && to.hasSuffix("next=%2Fwork%3Flist%3Dmine")
            )
            let form = try await pages.get(to)
            #expect(form.text.contains("登录已经结束：") && form.text.contains("value=\"/work?list=mine\""), "\(form.text)")
            let sent = try await pages.post("/matters/20260101-000001/acts/accept", ["key": "k", "seq": "1"], session)
            #expect(sent.status == 401 && sent.text.contains("<h1>登录已经结束</h1>"), "\(sent.text)")
            #expect(sent.text.contains("什么也没有办") && !sent.text.contains("没有丢"))
        }
    }
}
