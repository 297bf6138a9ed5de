import Dispatcher
import PGStore
import Tabular
import TestSupport
import Testing
import Web
import Workflow

@testable import Pages

/// The directory: why somebody leads, what a changed one would move, and taking it.
@Suite struct DirectoryPageTests {
    @Test func `who leads what where is explained in words`() async throws {
        try await KeptDistrict.with { pages in
            let session = try await pages.signIn("local")
            let rules = try await pages.get("/admin/directory", session)
            #expect(rules.text.contains("水务局") && rules.text.contains("基本履职") && rules.text.contains("2 个工作日"))
            #expect(!rules.text.contains("/admin/directory/change"))
            #expect(!(try await pages.get("/admin/directory?words=园林", session).text.contains("水务局")))
            // By its name as by its code.
            for place in ["一社区", "C1"] {
                let told = try await pages.get("/admin/directory/explain?category=水务&place=\(place)", session)
                #expect(told.status == 200 && told.text.contains("<p class=\"big\">水务局</p>"), "\(place)")
                #expect(told.text.contains("依据规则</dt><dd><strong>W</strong>"))
                #expect(told.text.contains("办理时限 2 个工作日") && !told.text.contains("2wd"), "\(told.text)")
                #expect(told.text.contains("aria-live=\"polite\"") && !told.text.contains("差一点适用"))
            }
            let nobody = try await pages.get("/admin/directory/explain?category=噪声&place=C1", session)
            #expect(nobody.text.contains("无人主办"))
            let unknown = try await pages.get("/admin/directory/explain?category=水务&place=火星", session)
            #expect(unknown.status == 422 && unknown.text.contains("value=\"火星\""))
            #expect(try await pages.get("/admin/directory/check", session).status == 200)
            #expect(try await pages.get("/admin/directory/change", session).status == 403)
        }
    }

    @Test func `a changed directory is tried, checked, and only then taken`() async throws {
        try await KeptDistrict.with { pages in
            for _ in 0..<2 { _ = try await pages.city.file() }
            let session = try await pages.signIn("system")
            let form = try await pages.get("/admin/directory/change", session)
            let sheet = try #require(form.text.firstMatch(of: /<textarea[^>]*>([^<]*)<\/textarea>/)).1
            #expect(sheet.hasPrefix("规则编号\t类别\t") && sheet.contains("W\t水务\t"))
            let changed = sheet.replacing("\tW\t", with: "\tP\t")
            #expect(changed != sheet)
            let revision = try #require(form.hidden("revision")).replacing("&quot;", with: "\"")
            let fields = ["sheet": String(changed), "revision": revision]
            let tried = try await pages.post("/admin/directory/change", fields.merging(["step": "try"]) { $1 }, session)
            #expect(tried.status == 200 && tried.text.contains("改由别人主办 <strong>2</strong>"))
            #expect(tried.text.contains("<td>水务局</td><td>园林局</td><td>2</td>"))
            let checked = try await pages.post(
                "/admin/directory/change",
                fields.merging(["step": "check"]) { $1 },
                session
            )
            #expect(checked.text.contains("新的或有变的 <strong>1</strong>") && checked.text.contains("value=\"adopt\""))
            #expect(try await pages.leader == "水务局")
            let taken = try await pages.send(
                "/admin/directory/change",
                from: checked,
                fields.merging(["step": "adopt"]) { $1 },
                session
            )
            #expect(taken.header("Location") == "/admin/directory?done=adopted", "\(taken.text.suffix(2_000))")
            #expect(try await pages.leader == "园林局")
            // Seen before somebody else changed it.
            let stale = try await pages.post(
                "/admin/directory/change",
                fields.merging(["step": "adopt", "key": "other"]) { $1 },
                session
            )
            #expect(stale.status == 412 && stale.text.contains("role=\"alert\""))
            let bad = try await pages.post(
                "/admin/directory/change",
                ["sheet": "规则编号,类别,主办单位\nX,水务,nowhere", "step": "check"],
                session
            )
            #expect(bad.status == 422 && bad.text.contains("unknown_unit") && bad.text.contains("nowhere"))
            let none = try await pages.post("/admin/directory/change", ["sheet": "", "step": "check"], session)
            #expect(none.status == 422)
        }
    }

    @Test(arguments: Language.allCases)
    func `what is written for a workbook comes back as it was, in either language`(_ language: Language) async throws {
        let rule: JSONValue = [
            "id": "R1", "category": "水务", "place": ["code": "C1", "name": "一社区"], "attributes": ["三无", "老旧"],
            "lead": ["code": "W", "name": "水务局"], "co_handlers": [["code": "P", "name": "园林局"]], "duty": "basic",
            "limits": ["whole": "3wd"], "evidence": ["photo"], "necessity": "看\t\"管\"口\n位置", "approval": "令1号",
            "source": "",
        ]
        try await TestDistrict.with { city in
            let configuration = city.configuration
            let rows = try PastedRows.read(DirectoryText([rule], configuration, language).text)
            let read = try DirectorySheet(.bytes(rows.canonicalBytes), for: configuration)
            #expect(read.report.badRows == 0, "\(read.report.bad)")
            let back = try #require(read.directory.rules.first)
            #expect(back.id == "R1" && back.place == city.unit("C1") && back.lead == city.unit("W"))
            #expect(back.attributes == ["三无", "老旧"] && back.coHandlers == [city.unit("P")])
            #expect(back.limits.map { "\($0.key) \($0.value)" } == ["whole 3wd"])
            #expect(back.evidence?.asked == [.photo] && back.evidence?.necessity == "看 \"管\"口 位置")
            #expect(back.evidence?.approval == "令1号" && back.source.isEmpty)
        }
    }

    @Test func `a pasted table is read by its headings, whatever sets its cells apart`() throws {
        let kept = try PastedRows.read("a\t b\n1\t\"x\"\"y\"\n\n2,3\t4\n")
        #expect(kept == [["a": "1", "b": "x\"y"], ["a": "2,3", "b": "4"]])
        #expect(try PastedRows.read("a,b\r\n1,2\r\n") == [["a": "1", "b": "2"]])
        #expect(throws: Fault.self) { try PastedRows.read("") }
        #expect(throws: Fault.self) { try PastedRows.read("a,b\n\"1,2\n") }
    }
}

extension PageDistrict {
    /// Who leads 水务 in the first community, by the directory as it is.
    fileprivate var leader: String? {
        get async throws {
            let now = try await city.engine.configurations.load(city.id)
            let found = now.directory.explain(category: "水务", place: city.unit("C1"), in: now.territory)
            return found.rule.flatMap { now.territory[$0.lead]?.name }
        }
    }
}
