import Dispatcher
import PGStore
import TestSupport
import Testing
import Workflow

/// Sheets that administrators paste: looked at first, taken whole or not at all, within their part.
@Suite struct ImportPageTests {
    @Test func `a pasted sheet of units is looked at, then taken`() async throws {
        try await KeptDistrict.with { pages in
            let session = try await pages.signIn("local")
            let form = try await pages.get("/admin/import/units", session)
            #expect(form.text.contains("单位编码") && form.text.contains("上级编码") && form.text.contains("楼栋"))
            let sheet = "单位编码\t类型\t名称\t上级编码\r\nG2\t网格\t二网格\tC1\r\nB2\t楼栋\t二号楼\tG\r\n"
            let looked = try await pages.send("/admin/import/units", from: form, ["sheet": sheet], session)
            #expect(
                looked.status == 200 && looked.text.contains("新的或有变的 <strong>2</strong>"),
                "\(looked.text.suffix(1_500))"
            )
            #expect(!(try await pages.get("/admin/units", session).text.contains("二网格")))
            let kept = try #require(looked.hidden("sheet"))
            let taken = try await pages.send(
                "/admin/import/units",
                from: looked,
                ["sheet": kept, "adopt": "true"],
                session
            )
            #expect(taken.header("Location") == "/admin/units?done=adopted")
            let units = try await pages.get("/admin/units?done=adopted", session)
            #expect(units.text.contains("二网格") && units.text.contains("已采用"))
            // New ones below new ones stand in their part where the uppermost does, in whatever order they are written.
            let chain = "单位编码,类型,名称,上级编码\nU9,单元,九单元,B9\nB9,楼栋,九号楼,G9\nG9,网格,九网格,C1\n"
            let below = try await pages.post(
                "/admin/import/units",
                ["sheet": chain, "adopt": "true", "key": "k9"],
                session
            )
            #expect(below.status == 303, "\(below.text.suffix(1_500))")
            for upper in ["C2", "G8", ""] {
                let stray = chain.replacing("G9,网格,九网格,C1", with: "G8,网格,八网格,\(upper)")
                    .replacing("9", with: "8")
                let refused = try await pages.post(
                    "/admin/import/units",
                    ["sheet": stray, "adopt": "true", "key": "k-\(upper)"],
                    session
                )
                #expect(refused.status == 422 && !refused.text.contains("done=adopted"), "\(upper)")
            }
            #expect(try await pages.get("/admin/units/C1", session).text.contains("九网格"))
            #expect(!(try await pages.get("/admin/units", session).text.contains("八网格")))
            // One row is not of their part: none is taken, and what was pasted stays.
            let mixed = "单位编码,类型,名称,上级编码\nG3,网格,三网格,C1\nG4,网格,四网格,C2\n"
            let refused = try await pages.post(
                "/admin/import/units",
                ["sheet": mixed, "adopt": "true", "key": "k"],
                session
            )
            #expect(refused.status == 422 && refused.text.contains("not_below") && refused.text.contains("三网格"))
            #expect(!(try await pages.get("/admin/units", session).text.contains("三网格")))
        }
    }

    @Test func `a roster is taken, and who is on duty stands at their unit`() async throws {
        try await KeptDistrict.with { pages in
            let session = try await pages.signIn("local")
            let day = try await pages.today()
            let sheet = "单位编码\t账号\t起\t止\nC1\tdesk2\t\(day) 00:00\t\(day) 23:59\n"
            let form = try await pages.get("/admin/import/duties", session)
            let sent = try await pages.send(
                "/admin/import/duties",
                from: form,
                ["sheet": sheet, "adopt": "true"],
                session
            )
            #expect(sent.header("Location") == "/admin/units?done=adopted", "\(sent.text.suffix(1_500))")
            let unit = try await pages.get("/admin/units/C1", session)
            #expect(unit.text.contains("<strong>派单员乙</strong>") && !unit.text.contains("今日没有值班表"))
            #expect(try await pages.get("/admin/import/matters", session).status == 400)
            let desk = try await pages.signIn("desk")
            #expect(try await pages.get("/admin/import/units", desk).status == 403)
            #expect(
                try await pages.post("/admin/import/duties", ["sheet": sheet, "adopt": "true"], desk).status == 403
            )
        }
    }
}
