import Foundation
import Dispatcher
import PGStore
import Postgres
import Shipped
import Tabular
import TestSupport
import Testing
import Web
import Workflow

@testable import Pages

/// Work on many matters goes on by portions, each a request of its own, and says how far it is.
@Suite(.timeLimit(.minutes(30))) struct LongWorkTests {
    private static func limits(_ portion: Int) -> ServiceLimits {
        var limits = ServiceLimits.endless
        limits.portion = portion
        return limits
    }

    /// The form of a page that holds some text, as a browser without a script sends it.
    private static func form(_ page: PageAnswer, with mark: String) -> [(String, String)]? {
        guard let form = page.text.components(separatedBy: "<form").first(where: { $0.contains(mark) }) else {
            return nil
        }
        let inputs = form.components(separatedBy: "</form>")[0].matches(
            of: /type="hidden" name="([^"]*)" value="([^"]*)"/
        )
        let sent = inputs.map { (String($0.1), String($0.2).replacing("&quot;", with: "\"")) }
        return form.contains("type=\"submit\" name=\"carry_out\"") ? sent + [("carry_out", "true")] : sent
    }

    /// Goes on until nothing is left, and gives what each page said of how far it was.
    private static func finish(
        _ pages: PageDistrict,
        _ path: String,
        _ first: [(String, String)],
        _ session: [String: String]
    ) async throws -> (last: PageAnswer, seen: [String]) {
        var answer = try await pages.post(path, many: first, session)
        var seen: [String] = []
        while let form = form(answer, with: "data-goes-on"), seen.count < 50 {
            seen += answer.text.matches(of: /<strong>(\d+)<\/strong> \/ (\d+)/).map { "\($0.1)/\($0.2)" }
            let next = try await pages.post(path, many: form, session)
            // Sent again, it is answered as before: nothing is counted twice.
            let again = try await pages.post(path, many: form, session)
            #expect(
                Self.form(again, with: "data-goes-on")?.first { $0.0 == "sums" }?.1
                    == Self.form(next, with: "data-goes-on")?.first { $0.0 == "sums" }?.1
            )
            answer = next
        }
        return (answer, seen)
    }

    @Test func `matters move to a new version by portions, and the end says what became of all`() async throws {
        try await KeptDistrict.with(limits: Self.limits(2)) { pages in
            for _ in 0..<21 { _ = try await pages.city.file() }
            let session = try await pages.signIn("system")
            let path = "/admin/definitions/issue/migrate"
            let changed = try Shipped.definition("issue").document.canonicalText
                .replacing("\"reported\"", with: "\"received\"")
            let published = ["text": changed.replacing(",", with: ",\n"), "publish": "true", "key": "k1"]
            let sent = try await pages.post("/admin/definitions/change", published, files: [], as: "file", session)
            #expect(sent.status == 303, "\(sent.text.suffix(1_500))")
            // To look is to go by portions, too.
            let typed = [("from", "1"), ("to", "2"), ("state[reported]", "received")]
            let looked = try await Self.finish(pages, path, typed, session)
            #expect(looked.seen == ["20/21"])
            #expect(looked.last.text.contains("迁移 <strong>21</strong>"), "\(looked.last.text.suffix(3_000))")
            let confirming = try #require(Self.form(looked.last, with: "carry_out"))
            // Whoever goes away after two portions …
            var middle = try await pages.post(path, many: confirming, session)
            #expect(middle.text.contains("<strong>2</strong> / 21") && middle.text.contains("data-goes-on"))
            middle = try await pages.post(path, many: try #require(Self.form(middle, with: "data-goes-on")), session)
            #expect(middle.text.contains("<strong>4</strong> / 21"))
            // … looks and confirms once more, and it goes on with those that are left.
            let rest = try await Self.finish(pages, path, typed, session)
            #expect(rest.last.text.contains("迁移 <strong>17</strong>"))
            let again = try #require(Self.form(rest.last, with: "carry_out"))
            let done = try await Self.finish(pages, path, again, session)
            #expect(done.seen.first == "2/21" && done.seen.last == "20/21")
            #expect(done.last.text.contains("已迁移") && done.last.text.contains("迁移 <strong>17</strong>"))
            let versions = try await pages.city.engine.plans(in: pages.city.id).count
            #expect(versions == 1)
            let left = try await Self.finish(pages, path, typed, session)
            #expect(left.last.text.contains("没有按这些版本在办的工单"))
            #expect(try await pages.city.engine.verify(pages.city.id).findings == [])
        }
    }

    @Test func `a unit's matters follow it by portions; done before, that is said`() async throws {
        try await KeptDistrict.with(limits: Self.limits(2)) { pages in
            for _ in 0..<5 { _ = try await pages.city.file() }
            let session = try await pages.signIn("system")
            let path = "/admin/units/C1/reorganise"
            let typed = [("step", "merge"), ("other", "C2"), ("source", "政函1号"), ("effective", "2026-01-01")]
            let looked = try await pages.post(path, many: typed, session)
            #expect(looked.text.contains("随之移交 <strong>5</strong> / 5"))
            let done = try await Self.finish(pages, path, try #require(Self.form(looked, with: "carry_out")), session)
            #expect(done.seen == ["2/5", "4/5"])
            #expect(done.last.header("Location") == "/admin/units?done=reorganised")
            // A grid goes there and back again, by the same document for the same day: the first plan is known.
            func move(_ under: String) -> [(String, String)] {
                [("step", "move"), ("other", under), ("source", "政函2号"), ("effective", "2026-01-02")]
            }
            for (number, under) in ["S", "C2"].enumerated() {
                let sent = move(under) + [("carry_out", "true"), ("key", "m\(number)")]
                let moved = try await Self.finish(pages, "/admin/units/G/reorganise", sent, session).last
                #expect(moved.header("Location") == "/admin/units?done=reorganised", "\(moved.text.suffix(1_500))")
            }
            let known = try await pages.post("/admin/units/G/reorganise", many: move("S"), session)
            #expect(known.text.contains("以前已经办过") && !known.text.contains("name=\"carry_out\""))
            let once = move("S") + [("carry_out", "true"), ("key", "m9")]
            let nothing = try await Self.finish(pages, "/admin/units/G/reorganise", once, session).last
            #expect(nothing.header("Location") == "/admin/units?done=known")
            let told = try await pages.get("/admin/units?done=known", session)
            #expect(told.text.contains("这次什么也没有改") && !told.text.contains("单位已调整"))
            let now = try await pages.city.engine.configurations.load(pages.city.id).territory
            #expect(now.unit(code: "G")?.parent == now.unit(code: "C2")?.id)
        }
    }

    /// A notice that makes the next day from Monday to Friday a holiday.
    private static func notice(_ calendar: WorkCalendar, _ now: Instant) throws -> (text: String, year: Int) {
        let today = calendar.local(now).date
        let days = (1...3).map { LocalDate(daysSinceEpoch: today.daysSinceEpoch + $0) }
        let day = try #require(days.first { ![.sat, .sun].contains($0.weekday) })
        let weekday = Array("一二三四五六日")[Weekday.allCases.firstIndex(of: day.weekday) ?? 0]
        let text = """
            国务院办公厅关于\(day.year)年部分节假日安排的通知
            一、元旦：\(day.month)月\(day.day)日（周\(weekday)）放假，共1天。
            """
        return (text, day.year)
    }

    @Test func `the clocks that run follow a notice by portions`() async throws {
        try await KeptDistrict.with(limits: Self.limits(2)) { pages in
            for _ in 0..<5 {
                // Signed, the first contact is due a working day later.
                let ticket = try await pages.city.file()
                for (act, by) in [("accept", "desk"), ("dispatch", "desk"), ("sign", "water")] as [(ActionName, String)]
                {
                    try await pages.city.act(act, by: by, on: ticket)
                }
            }
            let session = try await pages.signIn("system")
            let path = "/admin/calendars/notice"
            let now = try await pages.city.engine.configurations.load(pages.city.id)
            let moment = try await pages.city.engine.present(in: pages.city.id).now
            let notice = try Self.notice(now.calendars.standard, moment)
            let read = try await pages.post(path, ["text": notice.text], session)
            #expect(!read.text.contains("请对照原文核对"), "\(read.text.suffix(3_000))")
            let dues: Query = """
                SELECT coalesce(sum(extract(epoch FROM due_at))::bigint, 0) FROM timer
                WHERE district_id = \(pages.city.id.rawValue)
                """
            let before = try await pages.city.count(dues)
            let typed = [("text", notice.text), ("adopt", "true"), ("key", "k1")]
            let done = try await Self.finish(pages, path, typed, session)
            #expect(done.seen == ["2/5", "4/5"])
            #expect(done.last.header("Location") == "/admin/calendars?year=\(notice.year)&done=adopted")
            let after = try await pages.city.count(dues)
            #expect(after > before)
            // None is left that a sweep over all would move.
            let names = Array(now.calendarTexts.keys)
            let sweep = AdjustmentSweep(
                .calendars(names),
                engine: pages.city.engine,
                district: pages.city.id,
                ordered: .clock
            )
            let rest = try await sweep.survey()
            #expect(rest.tickets == 5 && rest.moved == 0)
            #expect(try await pages.city.engine.verify(pages.city.id).findings == [])
        }
    }

    @Test func `what somebody answers for goes to a successor by portions`() async throws {
        try await KeptDistrict.with(limits: Self.limits(2)) { pages in
            for _ in 0..<5 { _ = try await pages.city.file(by: "grid", place: "B") }
            let session = try await pages.signIn("system")
            let path = "/admin/people/grid/hand-over"
            let looked = try await pages.post(path, ["to": "leader"], session)
            let count = try #require(looked.text.firstMatch(of: /未办结的诉求<\/th><td>(\d+)/)).1
            let confirming = try #require(Self.form(looked, with: "carry_out"))
            let done = try await Self.finish(pages, path, confirming, session)
            #expect(count == "5" && done.seen == ["2/5", "4/5"], "\(count) \(done.seen)")
            #expect(done.last.text.contains("已移交"), "\(done.last.text.suffix(2_000))")
            #expect(done.last.text.contains("未办结的诉求</th><td>5"))
            #expect(try await pages.city.engine.verify(pages.city.id).findings == [])
        }
    }

    @Test func `before its day a hand-over ends at once, and one that comes no further ends with what is left`()
        async throws
    {
        try await KeptDistrict.with(limits: Self.limits(2)) { pages in
            for _ in 0..<5 { _ = try await pages.city.file(by: "grid", place: "B") }
            let session = try await pages.signIn("system")
            let path = "/admin/people/grid/hand-over"
            let looked = try await pages.post(path, ["to": "leader", "on": "2099-01-05"], session)
            let settled = try await pages.post(path, many: try #require(Self.form(looked, with: "carry_out")), session)
            #expect(settled.status == 200 && !settled.text.contains("data-goes-on"))
            #expect(settled.text.contains("诉求到接任那天再移交一次") && !settled.text.contains("已移交。"))
            let district = pages.city.id.rawValue
            let lines: Query =
                "SELECT count(*) FROM security_event WHERE district_id = \(district) AND kind = 'configuration_changed'"
            let written = try await pages.city.count(lines)
            #expect(written == 1)
            // Of five no fewer are left than the portion before had said.
            let typed = [("to", "leader"), ("carry_out", "true"), ("key", "k1")]
            let sums = #"{"matters":5,"left":3,"posts":[{"unit":{"name":"B"}}],"has_come":true}"#
            let stuck = try await pages.post(path, many: typed + [("sums", sums)], session)
            #expect(!stuck.text.contains("data-goes-on") && !stuck.text.contains("已移交。"))
            #expect(stuck.text.contains("还没移交的，请再移交一次： <strong>3</strong>"), "\(stuck.text.suffix(2_500))")
            #expect(try await pages.city.engine.verify(pages.city.id).findings == [])
        }
    }

    @Test func `what goes to a part that was left empty is refused, and three hundred units below are taken`()
        async throws
    {
        try await KeptDistrict.with { pages in
            let rows = (0..<300).map { "N\($0),网格,网格\($0),C1" }.joined(separator: "\n")
            let sheet = "单位编码,类型,名称,上级编码\n\(rows)\n"
            _ = try await Importer(engine: pages.city.engine, district: pages.city.id)
                .run(.units, .bytes(Array(sheet.utf8)))
            let session = try await pages.signIn("system")
            let path = "/admin/units/C1/reorganise"
            let split = [
                "step": "split", "part[1]": "C11", "called[1]": "东社区", "part[2]": "C12", "called[2]": "西社区",
                "source": "政函1号", "effective": "2026-01-01", "below[G]": "2", "below[PM]": "1", "rest": "1",
            ]
            for (field, value) in [("rest", "3"), ("below[G]", "4")] {
                let refused = try await pages.post(path, split.merging([field: value]) { $1 }, session)
                #expect(refused.status == 422 && refused.text.contains("<code>empty_part</code>"), "\(field)")
                #expect(refused.text.contains("没有填编码") && refused.text.contains("value=\"东社区\""))
            }
            let all = split.merging((0..<300).map { ("below[N\($0)]", $0 % 2 == 0 ? "1" : "2") }) { $1 }
            let looked = try await pages.post(path, all, session)
            #expect(looked.status == 200 && looked.text.contains("name=\"carry_out\""), "\(looked.text.prefix(3_000))")
        }
    }

    @Test func `sums of portions are added, and of all else the first stays`() {
        let first: JSONValue = ["moved": 2, "cannot": ["a": 1], "reasons": ["a": "x"], "dry_run": true]
        let second: JSONValue = [
            "moved": 3, "cannot": ["a": 1, "b": 2], "reasons": ["a": "y", "b": "z"], "dry_run": true,
        ]
        #expect(
            first.adding(second) == [
                "moved": 5, "cannot": ["a": 2, "b": 2], "reasons": ["a": "x", "b": "z"], "dry_run": true,
            ]
        )
        #expect(JSONValue.int(.max).adding(1) == .int(.max) && JSONValue.null.adding(1) == 1)
    }
}
