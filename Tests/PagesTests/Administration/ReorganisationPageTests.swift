import Foundation
import Dispatcher
import PGStore
import Shipped
import TestSupport
import Testing
import Workflow

/// Units renamed, moved, merged, split and closed at a desk, and running matters moved to a new version.
@Suite(.timeLimit(.minutes(30))) struct ReorganisationPageTests {
    private static let given = ["source": "政函1号", "effective": "2026-01-01"]

    private static func path(_ code: String) -> String { "/admin/units/\(code)/reorganise" }

    /// The confirming form of a page, as it stands.
    private static func confirming(_ page: PageAnswer) throws -> [(String, String)] {
        let before = try #require(page.text.components(separatedBy: "name=\"carry_out\"").first)
        let form = try #require(before.components(separatedBy: "<form").last)
        let inputs = form.matches(of: /type="hidden" name="([^"]*)" value="([^"]*)"/)
        return inputs.map { (String($0.1), String($0.2).replacing("&quot;", with: "\"")) } + [("carry_out", "true")]
    }

    @Test func `a merge is looked at, and carried out once under one key`() async throws {
        try await KeptDistrict.with { pages in
            for _ in 0..<3 { _ = try await pages.city.file() }
            let session = try await pages.signIn("system")
            let unit = try await pages.get("/admin/units/C1", session)
            #expect(unit.text.contains("href=\"/admin/units/C1/reorganise\""))
            let form = try await pages.get(Self.path("C1") + "?step=merge", session)
            #expect(form.status == 200 && form.text.contains("<option value=\"C2\">二社区</option>"))
            // By its name as by its code.
            let typed = Self.given.merging(["step": "merge", "other": "二社区"]) { $1 }
            let looked = try await pages.send(Self.path("C1"), from: form, typed, session)
            #expect(looked.status == 200, "\(looked.text.suffix(2_000))")
            #expect(looked.text.contains("随之移交 <strong>3</strong> / 3"), "\(looked.text)")
            #expect(looked.text.contains("派单员") && looked.text.contains("一社区 → 二社区"))
            #expect(looked.text.contains("撤销</span> <strong>一社区</strong> <span class=\"faint\">C1 · → 二社区</span>"))
            #expect(try await pages.city.configurationNow.territory.unit(code: "C1")?.closing == nil)
            let sent = try Self.confirming(looked)
            for _ in 0..<2 {
                let done = try await pages.post(Self.path("C1"), many: sent, session)
                #expect(done.header("Location") == "/admin/units?done=reorganised", "\(done.text.suffix(1_500))")
            }
            let now = try await pages.city.configurationNow
            #expect(now.territory.unit(code: "C1")?.closing?.successor == now.territory.unit(code: "C2")?.id)
            let log = try await pages.city.engine.plans(in: pages.city.id)
            #expect(log.count == 1 && log.first?.person == pages.city.party("system").person)
            let units = try await pages.get("/admin/units?done=reorganised", session)
            #expect(units.text.contains("单位已调整"))
            #expect(try await pages.city.engine.verify(pages.city.id).findings == [])
            // Seen before somebody else changed it.
            let stale = [
                ("step", "rename"), ("name", "改名"), ("revision", "\"1\""), ("carry_out", "true"), ("key", "k2"),
            ]
            let old = try await pages.post(
                Self.path("C2"),
                many: stale + Self.given.map { ($0.key, $0.value) },
                session
            )
            #expect(old.status == 412 && old.text.contains("<code>stale_configuration</code>"))
        }
    }

    @Test func `each way is tried; what cannot be done says why, and what was typed stays`() async throws {
        try await KeptDistrict.with { pages in
            _ = try await pages.city.file(by: "grid", place: "B")
            let session = try await pages.signIn("system")
            func look(_ code: String, _ fields: [String: String]) async throws -> PageAnswer {
                try await pages.post(Self.path(code), Self.given.merging(fields) { $1 }, session)
            }
            let renamed = try await look("C1", ["step": "rename", "name": "新社区"])
            #expect(renamed.text.contains("一社区 → 新社区") && renamed.text.contains("name=\"carry_out\""))
            let moved = try await look("G", ["step": "move", "other": "C2"])
            #expect(moved.text.contains("上级 一社区 → 二社区"), "\(moved.text.suffix(2_500))")
            let split = [
                "step": "split", "part[1]": "C11", "called[1]": "东社区", "part[2]": "C12", "called[2]": "西社区",
                "below[G]": "2", "below[PM]": "1", "rest": "1",
            ]
            let short = try await look("C1", split.filter { $0.key != "below[PM]" })
            #expect(
                short.status == 422 && short.text.contains("below_unassigned") && short.text.contains("value=\"东社区\"")
            )
            let parted = try await look("C1", split)
            #expect(
                parted.text.contains("新设</span> <strong>东社区") && parted.text.contains("上级 一社区 → 西社区"),
                "\(parted.text.suffix(4_000))"
            )
            #expect(parted.text.contains("name=\"below[G]\" value=\"2\""))
            let done = try await pages.post(Self.path("C1"), many: try Self.confirming(parted), session)
            #expect(done.status == 303, "\(done.text.suffix(1_500))")
            let now = try await pages.city.configurationNow
            let grid = try #require(now.territory.unit(code: "G"))
            #expect(grid.parent == now.territory.unit(code: "C12")?.id)

            // A building with a matter, and nobody follows.
            let closed = try await look("B", ["step": "close"])
            #expect(
                closed.status == 200 && closed.text.contains("<code>no_successor</code>"),
                "\(closed.text.suffix(2_500))"
            )
            #expect(!closed.text.contains("name=\"carry_out\"") && closed.text.contains("请先指定承接单位"))
            let later = try await look("C2", ["step": "rename", "name": "后年社区", "effective": "2199-01-01"])
            #expect(later.text.contains("这一天还没有到") && !later.text.contains("name=\"carry_out\""))
            for (fields, code) in [
                (["step": "merge", "other": "火星"], "plan_findings"), (["step": "merge"], "missing"),
                (["step": "rename", "name": "", "source": "政函9号"], "missing"), (["step": "split"], "missing"),
                (["step": "rename", "name": "x", "effective": "早晚"], "plan_findings"),
                (["step": "rename", "name": "x", "source": ""], "missing"),
            ] {
                let refused = try await look("C2", fields)
                #expect(refused.status == 422 && refused.text.contains("<code>\(code)</code>"), "\(fields)")
                if let typed = fields["other"] { #expect(refused.text.contains("value=\"\(typed)\"")) }
            }
            #expect(try await pages.city.engine.verify(pages.city.id).findings == [])
        }
    }

    @Test func `each administrator reorganises their own part only`() async throws {
        try await KeptDistrict.with { pages in
            let local = try await pages.signIn("local")
            #expect(try await pages.get(Self.path("C2"), local).status == 403)
            let beyond = Self.given.merging(["step": "merge", "other": "C2", "carry_out": "true", "key": "k"]) { $1 }
            let refused = try await pages.post(Self.path("C1"), beyond, local)
            #expect(refused.status == 422 && refused.text.contains("not_below"))
            let own = Self.given.merging(["step": "rename", "name": "大网格", "carry_out": "true", "key": "k3"]) { $1 }
            #expect(try await pages.post(Self.path("G"), own, local).status == 303)
            #expect(try await pages.get("/admin/units/G", local).text.contains("大网格"))
            let desk = try await pages.signIn("desk")
            #expect(try await pages.post(Self.path("G"), own, desk).status == 403)
            #expect(try await pages.post("/admin/definitions/issue/migrate", [:], local).status == 403)
            #expect(try await pages.get("/admin/definitions/issue/migrate", local).status == 403)
        }
    }

    @Test func `running matters move to a new version, state by state`() async throws {
        try await KeptDistrict.with { pages in
            for _ in 0..<3 { _ = try await pages.city.file() }
            let session = try await pages.signIn("system")
            let path = "/admin/definitions/issue/migrate"
            #expect(try await pages.get(path, session).text.contains("只发布过一个版本"))
            let changed = try Shipped.definition("issue").document.canonicalText
                .replacing("\"reported\"", with: "\"received\"")
            let text = changed.replacing(",", with: ",\n")
            let published = ["text": text, "publish": "true", "key": "k1"]
            let sent = try await pages.post("/admin/definitions/change", published, files: [], as: "file", session)
            #expect(sent.status == 303, "\(sent.text.suffix(1_500))")
            let list = try await pages.get("/admin/definitions", session)
            #expect(list.text.contains("href=\"/admin/definitions/issue/migrate\""))
            let form = try await pages.get(path, session)
            #expect(form.text.contains("name=\"state[reported]\"") && form.text.contains("value=\"received\""))
            let without = try await pages.post(path, ["from": "1", "to": "2"], session)
            #expect(without.status == 422 && without.text.contains("state_unmapped"))
            let none = try await pages.post(path, ["to": "2"], session)
            #expect(none.status == 422 && none.text.contains("<code>missing</code>"))
            let looked = try await pages.post(path, ["from": "1", "to": "2", "state[reported]": "received"], session)
            #expect(
                looked.status == 200 && looked.text.contains("迁移 <strong>3</strong>"),
                "\(looked.text.suffix(3_000))"
            )
            #expect(looked.text.firstMatch(of: /<td>[^<]+<\/td><td>3<\/td><td>0<\/td>/) != nil)
            #expect(looked.text.contains("selected>"))
            let confirming = try Self.confirming(looked)
            for _ in 0..<2 {
                let done = try await pages.post(path, many: confirming, session)
                #expect(done.status == 200 && done.text.contains("已迁移"), "\(done.text.suffix(1_500))")
                #expect(done.text.contains("迁移 <strong>3</strong>"))
            }
            let again = try await pages.post(path, ["from": "1", "to": "2", "state[reported]": "received"], session)
            #expect(again.text.contains("没有按这些版本在办的工单") && !again.text.contains("name=\"carry_out\""))
            #expect(try await pages.city.engine.plans(in: pages.city.id).count == 1)
            #expect(try await pages.city.engine.verify(pages.city.id).findings == [])
        }
    }
}

extension TestDistrict {
    fileprivate var configurationNow: DistrictConfiguration {
        get async throws { try await engine.configurations.load(id) }
    }
}
