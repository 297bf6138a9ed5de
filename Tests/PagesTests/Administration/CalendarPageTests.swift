import Dispatcher
import PGStore
import TestSupport
import Testing
import Workflow

/// A year of the calendar, and the official notice on its way into it.
@Suite struct CalendarPageTests {
    private static let notice = """
        国务院办公厅关于2026年部分节假日安排的通知
        一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
        二、春节：2月15日（周日）至23日（周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
        """

    @Test func `a notice is shown as it is read, and taken when somebody says so`() async throws {
        try await KeptDistrict.with { pages in
            let session = try await pages.signIn("system")
            let before = try await pages.get("/admin/calendars?year=2026", session)
            #expect(before.status == 200 && before.text.contains("还没有导入"))
            #expect(before.text.matches(of: /<table class="month">/).count == 12)
            #expect(before.text.matches(of: /<td class="day-off"/).isEmpty)
            let form = try await pages.get("/admin/calendars/notice", session)
            let read = try await pages.send("/admin/calendars/notice", from: form, ["text": Self.notice], session)
            #expect(read.status == 200 && read.text.contains("2026-02-14 周六") && read.text.contains("2026-01-04 周日"))
            #expect(read.text.contains("放假 <strong>12</strong> · 调休上班 <strong>3</strong>"))
            #expect(!read.text.contains("请对照原文核对"))
            let untouched = try await pages.get("/admin/calendars?year=2026", session)
            #expect(untouched.text.matches(of: /<td class="day-off"/).isEmpty)
            let taken = try await pages.send(
                "/admin/calendars/notice",
                from: read,
                ["text": Self.notice, "adopt": "true"],
                session
            )
            #expect(taken.header("Location") == "/admin/calendars?year=2026&done=adopted")
            let after = try await pages.get("/admin/calendars?year=2026&done=adopted", session)
            #expect(after.text.matches(of: /<td class="day-off"/).count == 12)
            #expect(after.text.matches(of: /<td class="day-make-up"/).count == 3)
            #expect(after.text.contains("title=\"春节\">14<span class=\"day-mark\">班</span>"))
            let again = try await pages.send("/admin/calendars/notice", from: form, ["text": Self.notice], session)
            #expect(again.text.matches(of: /<span class="faint">已有<\/span>/).count == 15)
        }
    }

    @Test func `what contradicts itself is told, what is no notice is refused, and a part's administrator only looks`()
        async throws
    {
        try await KeptDistrict.with { pages in
            let session = try await pages.signIn("system")
            let wrong = Self.notice.replacing("共9天", with: "共8天")
            let read = try await pages.post("/admin/calendars/notice", ["text": wrong], session)
            #expect(read.text.contains("春节：写共 8 天，读出 9 天"))
            let none = try await pages.post("/admin/calendars/notice", ["text": "明天放假"], session)
            #expect(none.status == 422 && none.text.contains(">明天放假</textarea>"))
            let local = try await pages.signIn("local")
            #expect(try await pages.get("/admin/calendars", local).status == 200)
            #expect(try await pages.get("/admin/calendars/notice", local).status == 403)
            let sent = ["text": Self.notice, "adopt": "true", "key": "k"]
            #expect(try await pages.post("/admin/calendars/notice", sent, local).status == 403)
            #expect(try await pages.get("/admin/calendars?name=nowhere", local).status == 404)
        }
    }
}
