import Foundation
import Dispatcher
import PGStore
import Shipped
import Tabular
import TestSupport
import Testing
import Web
import Workflow

/// Sheets and documents that administrators send as files: read by the service, without any script.
@Suite(.timeLimit(.minutes(30))) struct SheetFileTests {
    private static let units = "/admin/import/units"
    private static let headings = ["单位编码", "类型", "名称", "上级编码"]

    /// A workbook of one sheet.
    private static func workbook(_ rows: [[String]], _ headings: [String] = headings) throws -> [UInt8] {
        let output = SheetOutput.inMemory()
        let writer = try XLSXWriter(output, sheet: "表", headings: headings)
        for row in rows { try writer.write(row) }
        try writer.finish()
        return output.taken()
    }

    private static func csv(_ row: String) -> [UInt8] { Array("单位编码,类型,名称,上级编码\r\n\(row)\r\n".utf8) }

    /// “五网格” under “单位编码,类型,名称,上级编码”, as Excel saves it in China.
    private static let gb18030: [UInt8] = stride(from: 0, to: gbDigits.count, by: 2).compactMap {
        UInt8(gbDigits.dropFirst($0).prefix(2), radix: 16)
    }
    private static let gbDigits =
        "b5a5cebbb1e0c2eb2cc0e0d0cd2cc3fbb3c62cc9cfbcb6b1e0c2eb0d0a47352ccdf8b8f12ccee5cdf8b8f12c43310d0a"

    @Test func `a sheet of any kind is looked at, kept in the box, and taken`() async throws {
        try await KeptDistrict.with { pages in
            let session = try await pages.signIn("local")
            let form = try await pages.get(Self.units, session)
            #expect(form.text.contains("enctype=\"multipart/form-data\"") && form.text.contains("name=\"file\""))
            #expect(!form.text.contains("sheet-file.js"))
            let json = "[{\"单位编码\":\"G6\",\"类型\":\"网格\",\"名称\":\"六网格\",\"上级编码\":\"C1\"}]"
            for (name, bytes, unit) in [
                ("单位.xlsx", try Self.workbook([["G2", "网格", "二网格", "C1"]]), "二网格"),
                ("单位.csv", [0xEF, 0xBB, 0xBF] + Self.csv("G3,网格,三网格,C1"), "三网格"),
                ("units.csv", Self.csv("G4,网格,四网格,C1"), "四网格"), ("单位gbk.csv", Self.gb18030, "五网格"),
                ("units.json", Array(json.utf8), "六网格"),
                // With a title above the headings, and a cell of two lines.
                (
                    "标题.xlsx", try Self.workbook([Self.headings, ["G7", "网格", "七\n网格", "C1"]], ["本街道单位表"]), "七\n网格"
                ),
            ] {
                let looked = try await pages.post(Self.units, [:], files: [(name, bytes)], as: "file", session)
                #expect(looked.status == 200, "\(name): \(looked.text.suffix(1_500))")
                #expect(looked.text.contains("新的或有变的 <strong>1</strong>"), "\(name)")
                #expect(looked.text.contains("框里是它的内容： <strong>\(name)</strong>"), "\(name)")
                #expect(!(try await pages.get("/admin/units", session).text.contains(unit)), "\(name)")
                let sheet = try #require(looked.hidden("sheet")).replacing("&quot;", with: "\"")
                let kept = ["sheet": sheet.replacing("\n", with: "\r\n"), "key": looked.hidden("key") ?? ""]
                let adopt = kept.merging(["adopt": "true"]) { $1 }
                let taken = try await pages.post(Self.units, adopt, files: [], as: "file", session)
                #expect(taken.header("Location") == "/admin/units?done=adopted", "\(name): \(taken.text.suffix(1_500))")
                #expect(try await pages.get("/admin/units", session).text.contains(unit), "\(name)")
            }
        }
    }

    @Test func `what cannot be read is refused in words with its code, and what was typed stays`() async throws {
        try await KeptDistrict.with { pages in
            let session = try await pages.signIn("local")
            let (picture, bomb) = (try PageDistrict.picture(), try Self.bomb())
            let rows = try Self.workbook([["G2", "网格", "二网格", "C1"]])
            let old: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + .init(repeating: 0, count: 600)
            for (files, code, words) in [
                ([("空.csv", [])], "empty_file", "空"), ([("照片.xlsx", picture)], "xlsx_damaged", "zip"),
                ([("照片.csv", picture)], "unknown_file_kind", "role=\"alert\""),
                ([("炸弹.xlsx", bomb)], "zip_bomb", "解压后"),
                ([("旧.xls", old)], "xls_not_supported", "另存为 .xlsx"),
                ([("一.xlsx", rows), ("二.xlsx", rows)], "several_files", "一次只能交一个文件"),
                ([("latin.csv", Self.csv("G2,网格,caf") + [0xE9] + Self.csv("二网格,C1"))], "bad_encoding", "第 3 行"),
                ([("旁.json", Array("[{\"a\": ".utf8))], "json_broken", "JSON"),
                ([("坏.csv", Self.csv("G2,网格,二网格,C2"))], "bad_rows", "not_below"),
                ([("两列.csv", Array("名称,名称\n1,2\n".utf8))], "duplicate_column", "出现了两次"),
                ([], "bad_rows", "一格"),
            ] as [([(name: String, bytes: [UInt8])], String, String)] {
                let typed = ["sheet": "单位编码,类型,名称,上级编码\nG9,一格,手填的,C1\n"]
                let answer = try await pages.post(Self.units, typed, files: files, as: "file", session)
                #expect(answer.status == 422, "\(code): \(answer.status)")
                let isTold = answer.text.contains("<code>\(code)</code>") && answer.text.contains(words)
                #expect(isTold, "\(code): \(answer.text.firstMatch(of: /role="alert"[^§]{0,300}/)?.0 ?? "")")
                // A file that was read stands in the box; one that was not leaves it as it was.
                let isRead = ["bad_rows", "duplicate_column"].contains(code) && !files.isEmpty
                #expect(answer.text.contains("手填的") == !isRead, "\(code)")
            }
            let english = session.merging(["Accept-Language": "en"]) { $1 }
            let refused = try await pages.post(Self.units, [:], files: [("p.xlsx", picture)], as: "file", english)
            #expect(refused.text.contains("lang=\"en\"") && refused.text.contains("<code>xlsx_damaged</code>"))
            let none = try await pages.post(Self.units, [:], files: [], as: "file", session)
            #expect(none.status == 422 && none.text.contains("<code>no_sheet</code>"))
            let stray = try await pages.post(Self.units, [:], files: [("a.csv", rows)], as: "other", session)
            #expect(stray.status == 422 && stray.text.contains("<code>unexpected_field</code>"))
            #expect(!(try await pages.get("/admin/units", session).text.contains("二网格")))
        }
    }

    @Test func `a file counts before the box, and the page says so`() async throws {
        try await KeptDistrict.with { pages in
            let session = try await pages.signIn("local")
            let typed = ["sheet": "单位编码,类型,名称,上级编码\nG9,网格,手填的,C1\n"]
            let file = Self.csv("G3,网格,三网格,C1")
            let looked = try await pages.post(Self.units, typed, files: [("单位.csv", file)], as: "file", session)
            #expect(looked.text.contains("新的或有变的 <strong>1</strong>"))
            #expect(!looked.text.contains("手填的") && looked.text.contains("三网格") && looked.text.contains("已按文件读取"))
            #expect(looked.text.contains("选了文件就以文件为准"))
        }
    }

    @Test func `another site's page, whoever keeps nothing, and whoever has not signed in send no file`() async throws {
        var limits = ServiceLimits.endless
        limits.sheet = 4_096
        try await KeptDistrict.with(limits: limits) { pages in
            let session = try await pages.signIn("local")
            let files = [(name: "单位.csv", bytes: Self.csv("G3,网格,三网格,C1"))]
            let adopt = ["adopt": "true", "key": "k1"]
            for (header, value) in [("Origin", "https://elsewhere.example"), ("Sec-Fetch-Site", "cross-site")] {
                let foreign = session.merging([header: value]) { $1 }
                let answer = try await pages.post(Self.units, adopt, files: files, as: "file", foreign)
                #expect(answer.status == 403 && answer.text.contains("foreign_page"), "\(header)")
            }
            let desk = try await pages.signIn("desk")
            #expect(try await pages.post(Self.units, adopt, files: files, as: "file", desk).status == 403)
            #expect(try await pages.post(Self.units, adopt, files: files, as: "file").status == 401)
            for path in ["/admin/directory/change", "/admin/definitions/change"] {
                #expect(try await pages.post(path, adopt, files: files, as: "file", session).status == 403, "\(path)")
            }
            // Whoever may send one sends none that is too large, and no body that is no form.
            let large = [(name: "大.csv", bytes: [UInt8](repeating: 0x61, count: 5_000))]
            let refused = try await pages.post(Self.units, adopt, files: large, as: "file", session)
            #expect(refused.status == 413 && refused.text.contains("too_large"))
            // One that the next step could not carry is refused where what was typed still stands.
            let half = [(name: "中.csv", bytes: [UInt8](repeating: 0x61, count: 2_500))]
            let kept = try await pages.post(Self.units, ["sheet": "留着"], files: half, as: "file", session)
            #expect(kept.status == 422 && kept.text.contains("<code>file_too_large</code>"))
            #expect(kept.text.contains("留着</textarea>"))
            let type = ["Content-Type": "multipart/form-data; boundary=x"]
            let broken = try await pages.post(Self.units, ["a": "b"], session.merging(type) { $1 })
            #expect(broken.status == 400 && broken.text.contains("multipart_cut_off"), "\(broken.text.suffix(600))")
            #expect(!(try await pages.get("/admin/units", session).text.contains("三网格")))
        }
    }

    @Test func `a definition comes as a file, and its confirming step is as large`() async throws {
        try await KeptDistrict.with { pages in
            let session = try await pages.signIn("system")
            let file = try Data(contentsOf: Shipped.folder.appending(path: "definitions/task.yaml"))
            let changed = String(decoding: file, as: UTF8.self)
                .replacing("title: {zh: ", with: "title: {zh: 新", maxReplacements: 1)
            let path = "/admin/definitions/change"
            let told = try await pages.post(path, [:], files: [("task.yaml", Array(changed.utf8))], as: "file", session)
            #expect(told.status == 200 && told.text.contains("还没有发布"), "\(told.text.suffix(2_000))")
            for (bytes, code) in [
                (try PageDistrict.picture(), "unknown_file_kind"), ([0x61, 0xFF, 0x0A], "bad_encoding"),
            ] {
                let files = [(name: "t.yaml", bytes: bytes)]
                let refused = try await pages.post(path, ["text": "留着"], files: files, as: "file", session)
                #expect(refused.status == 422 && refused.text.contains("<code>\(code)</code>"), "\(code)")
                #expect(refused.text.contains("留着</textarea>"))
            }
            let text = changed + String(repeating: "# 这一行只是说明，定义里没有它\n", count: 90_000)
            let sent = ["text": text, "publish": "true", "key": "k7"]
            let done = try await pages.post(path, sent, files: [], as: "file", session)
            #expect(done.header("Location") == "/admin/definitions?done=published", "\(done.status)")
        }
    }

    @Test func `a directory of twenty thousand rules passes, in both steps`() async throws {
        try await KeptDistrict.with { pages in
            let session = try await pages.signIn("system")
            let path = "/admin/directory/change"
            let form = try await pages.get(path, session)
            let rows = (0..<20_000).map { ["R\($0)", "类别\($0)", "S", "W", "《本区派单目录》第 \($0) 条，及其补充说明"] }
            let book = try Self.workbook(rows, ["规则编号", "类别", "地点编码", "主办单位编码", "依据"])
            let revision = try #require(form.hidden("revision")).replacing("&quot;", with: "\"")
            let look = ["step": "check", "revision": revision]
            let looked = try await pages.post(path, look, files: [("目录.xlsx", book)], as: "file", session)
            #expect(
                looked.status == 200 && looked.text.contains("规则 <strong>20000</strong>"),
                "\(looked.text.prefix(6_000))"
            )
            let sheet = try #require(looked.hidden("sheet"))
            // More than a form of names and values may have.
            #expect(sheet.utf8.count > 1 << 20)
            let adopt = ["step": "adopt", "revision": revision, "sheet": sheet, "key": "k9"]
            let taken = try await pages.post(path, adopt, files: [], as: "file", session)
            #expect(taken.header("Location") == "/admin/directory?done=adopted", "\(taken.text.prefix(6_000))")
            let now = try await pages.city.engine.configurations.load(pages.city.id)
            #expect(now.directory.rules.count == 20_000)
        }
    }

    private static func bomb() throws -> [UInt8] {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return Array(try Data(contentsOf: tests.appending(path: "TabularTests/Fixtures/bomb.xlsx")))
    }
}
