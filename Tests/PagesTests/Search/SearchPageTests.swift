import Dispatcher
import Foundation
import PGStore
import Tabular
import TestSupport
import Testing
import Workflow

/// 查找, by forms, without a script.
@Suite struct SearchPageTests {
    private static func lines(_ page: PageAnswer) -> Int { page.text.matches(of: /class="line-link"/).count }

    @Test func `a place is found by its name or code, chosen where several bear it, and told where none does`()
        async throws
    {
        try await PageDistrict.with(passwordsOf: ["street", "desk"]) { pages in
            let city = pages.city
            let units = "编码,类型,名称,上级编码\nG2,网格,二网格,C2\nB2,楼栋,一号楼,G2\n"
            _ = try await Importer(engine: city.engine, district: city.id).run(.units, .bytes(Array(units.utf8)))
            _ = try await city.engine.submit(city.filing(by: "leader", place: "B", text: "一社区的楼"))
            _ = try await city.engine.submit(city.filing(by: "street", place: "C2", text: "二社区的事"))
            let street = try await pages.signIn("street")
            let form = try await pages.get("/search", street)
            #expect(form.text.contains("<option value=\"B\">") && form.text.contains("一社区 一网格 一号楼"))
            let byName = try await pages.get("/search?place=%E4%B8%80%E7%A4%BE%E5%8C%BA", street)
            #expect(byName.status == 200 && Self.lines(byName) == 1 && byName.text.contains("一社区的楼"))
            #expect(byName.text.contains("<strong>一社区</strong>"))
            let byCode = try await pages.get("/search?place=C2", street)
            #expect(Self.lines(byCode) == 1 && byCode.text.contains("二社区的事"))
            // Two buildings are called so: one chooses.
            let both = try await pages.get("/search?place=%E4%B8%80%E5%8F%B7%E6%A5%BC&words=%E6%A5%BC", street)
            #expect(both.status == 200 && Self.lines(both) == 0 && both.text.contains("您要找的是哪一处"))
            for code in ["B", "B2"] { #expect(both.text.contains("place=\(code)\""), "\(code)") }
            // Whoever has one of them alone means that one.
            let desk = try await pages.signIn("desk")
            let own = try await pages.get("/search?place=%E4%B8%80%E5%8F%B7%E6%A5%BC", desk)
            #expect(Self.lines(own) == 1 && own.text.contains("/matters/"))
            // Written with what is above it, it is told apart.
            let whole =
                "%E4%B8%80%E8%A1%97%E9%81%93%E4%BA%8C%E7%A4%BE%E5%8C%BA%20%E4%BA%8C%E7%BD%91%E6%A0%BC%E4%B8%80%E5%8F%B7"
            let apart = try await pages.get("/search?place=\(whole)", street)
            #expect(apart.text.contains("<strong>二社区 二网格 一号楼</strong>") && Self.lines(apart) == 0)
            let none = try await pages.get("/search?place=%3Cb%3E", street)
            #expect(none.status == 422 && none.text.contains("没有叫“&lt;b&gt;”的地点"))
            // The address of the next page says where, too.
            for _ in 0..<31 { _ = try await city.engine.submit(city.filing(by: "leader", place: "B", text: "又一件")) }
            let many = try await pages.get("/search?place=B", street)
            #expect(Self.lines(many) == 30)
            let next = try #require(many.text.firstMatch(of: /href="(\/search\?[^"]*place=B[^"]*after=[^"]*)"/)).1
            #expect(Self.lines(try await pages.get(String(next).replacing("&amp;", with: "&"), street)) == 2)
        }
    }

    @Test func `a telephone is looked for by a form that leaves it nowhere`() async throws {
        try await PageDistrict.with(passwordsOf: ["desk"]) { pages in
            let city = pages.city
            let phone: [FieldName: String] = ["contact_phone": "13900000088"]
            let ended = try await city.engine.submit(city.filing(text: "先前的一件", contact: phone)).ticket
            _ = try await city.engine.submit(city.filing(text: "现在的一件", contact: phone))
            try await city.act("decline", by: "desk", on: ended, texts: ["reason": "重复", "route": "原工单"])
            let session = try await pages.signIn()
            let form = try await pages.get("/search", session)
            #expect(form.text.contains("method=\"post\" action=\"/search/telephone\""))
            #expect(!form.text.contains("data-keep"))
            let found = try await pages.post("/search/telephone", ["phone": "+86 139-0000-0088"], session)
            #expect(found.status == 200 && Self.lines(found) == 2)
            #expect(found.header("Cache-Control") == "no-store")
            let order = ["现在的一件", "先前的一件"].compactMap { found.text.range(of: $0)?.lowerBound }
            #expect(order.count == 2 && order == order.sorted())
            // No address in it bears the telephone.
            #expect(found.text.matches(of: /(href|action)="[^"]*(0088)[^"]*"/).isEmpty)
            #expect(try await city.engine.looks(in: city.id).count == 2)
            let none = try await pages.post("/search/telephone", ["phone": "13900000099"], session)
            #expect(none.status == 200 && none.text.contains("没有这个电话的"))
            let wrong = try await pages.post("/search/telephone", ["phone": "1390000008O"], session)
            #expect(wrong.status == 422 && wrong.text.contains("电话应为 5 至 20 位数字"))
            // Whoever comes back by an address finds the form.
            let again = try await pages.get("/search/telephone", session)
            #expect(again.status == 200 && Self.lines(again) == 0 && again.text.contains("id=\"phone\""))
            #expect(try await pages.post("/search/telephone", ["phone": "13900000088"]).status != 200)
        }
    }

    @Test func `who has no use for telephones sees no field, and is refused`() async throws {
        try await PageDistrict.with(passwordsOf: ["property"], also: .property) { pages in
            let session = try await pages.signIn("property")
            let form = try await pages.get("/search", session)
            #expect(form.status == 200 && !form.text.contains("/search/telephone"))
            #expect(try await pages.get("/search/telephone", session).status == 403)
            let sent = try await pages.post("/search/telephone", ["phone": "13900000088"], session)
            #expect(sent.status == 403 && sent.text.contains("不能查看诉求人的联系方式"))
        }
    }
}
