import Dispatcher
import PGStore
import Tabular
import TestSupport
import Testing
import Workflow

/// People: finding them, their account, being away, and handing over.
@Suite struct PersonPageTests {
    @Test func `people of one's part are found by name or account`() async throws {
        try await KeptDistrict.with { pages in
            let system = try await pages.signIn("system")
            let found = try await pages.get("/admin/people?words=联络员", system)
            #expect(found.text.contains("/admin/people/water") && found.text.contains("水务局 部门联络员"))
            #expect(!found.text.contains("/admin/people/desk\""))
            let local = try await pages.signIn("local")
            let all = try await pages.get("/admin/people", local)
            #expect(all.text.contains("/admin/people/desk\"") && !all.text.contains("/admin/people/water"))
            #expect(try await pages.get("/admin/people/water", local).status == 403)
            #expect(try await pages.get("/admin/people/nobody", local).status == 404)
            #expect(try await pages.get("/admin/people?words=xyz", local).text.contains("没有找到"))
        }
    }

    @Test func `more people than a page holds stand on further pages, each once`() async throws {
        try await KeptDistrict.with { pages in
            let rows = (1...104).map { "many\($0),多人\($0),网格员,G" }
            let sheet = (["账号,姓名,岗位,单位编码"] + rows).joined(separator: "\n") + "\n"
            let report = try await Importer(engine: pages.city.engine, district: pages.city.id)
                .run(.people, .bytes(Array(sheet.utf8)))
            #expect(report.loaded == 104)
            let system = try await pages.signIn("system")
            let path = "/admin/people?words=%E5%A4%9A%E4%BA%BA"
            let first = try await pages.get(path, system)
            let next = try #require(first.text.firstMatch(of: /href="([^"]*)" rel="next"/)).1
            let second = try await pages.get(String(next).replacing("&amp;", with: "&"), system)
            let seen = [first, second].map { page in
                Set(page.text.matches(of: /\/admin\/people\/(many\d+)"/).map { String($0.1) })
            }
            #expect(seen[0].count == 100 && seen[1].count == 4 && seen[0].isDisjoint(with: seen[1]))
            #expect(second.text.contains("rel=\"prev\"") && !second.text.contains("rel=\"next\""))
        }
    }

    @Test func `whoever only administers begins where they work`() async throws {
        try await KeptDistrict.with { pages in
            let system = try await pages.signIn("system")
            #expect(try await pages.get("/work", system).header("Location") == "/admin")
            #expect(try await pages.get("/work?list=mine", system).status == 200)
            #expect(try await pages.get("/work", try await pages.signIn("desk")).status == 200)
        }
    }

    @Test func `a slip lets somebody set a password, and a locked account lets nobody in`() async throws {
        try await KeptDistrict.with { pages in
            let session = try await pages.signIn("local")
            let person = try await pages.get("/admin/people/grid", session)
            #expect(person.text.contains("还没有密码"))
            let slip = try await pages.send("/admin/people/grid/slip", from: person, [:], session)
            let code = try #require(slip.text.firstMatch(of: /<dd>([a-z0-9-]{10,})<\/dd>/)).1
            let pool = pages.city.engine.pool
            let accounts = Accounts(pool: pool, policy: AccountPolicy(), logger: MigratedDatabase.quiet)
            try await accounts.useSlip(
                in: pages.city.id,
                account: "grid",
                code: String(code),
                newPassword: PageDistrict.password,
                from: .program
            )
            let own = try await pages.signIn("grid")
            let after = try await pages.get("/admin/people/grid", session)
            #expect(!after.text.contains("还没有密码") && after.text.contains("办公电脑"))
            let locked = try await pages.send("/admin/people/grid/lock", from: after, [:], session)
            #expect(locked.header("Location") == "/admin/people/grid?done=locked")
            #expect(
                try await pages.get("/work", own).header("Location")?.hasPrefix("/sign-in?ended=session_ended") == true
            )
            let password = ["account": "grid", "password": PageDistrict.password]
            #expect(try await pages.post("/sign-in", password).status != 303)
            let page = try await pages.get("/admin/people/grid?done=locked", session)
            #expect(page.text.contains("账号已停用") && page.text.contains("恢复账号"))
            _ = try await pages.send("/admin/people/grid/unlock", from: page, [:], session)
            let again = try await pages.signIn("grid")
            _ = try await pages.send("/admin/people/grid/sessions", from: page, [:], session)
            #expect(try await pages.get("/work", again).header("Location")?.contains("ended=session_ended") == true)
            // Nobody keeps their own account, nor that of an administrator of another kind.
            #expect(try await pages.get("/admin/people/local", session).text.contains("不由您管理"))
            let system = try await pages.signIn("system")
            #expect(try await pages.post("/admin/people/audit/lock", ["key": "k"], system).status == 403)
            #expect(try await pages.post("/admin/people/audit/slip", [:], system).status == 403)
        }
    }

    @Test func `who is away is written down, with a deputy on all their posts`() async throws {
        try await KeptDistrict.with { pages in
            let session = try await pages.signIn("local")
            let today = try await pages.today()
            let person = try await pages.get("/admin/people/desk", session)
            let bad = try await pages.send(
                "/admin/people/desk/absences",
                from: person,
                ["from": "\(today)", "until": "\(today.adding(days: -3))", "reason": "年休假"],
                session
            )
            #expect(bad.status == 422 && bad.text.contains("value=\"年休假\""))
            let sent = try await pages.send(
                "/admin/people/desk/absences",
                from: bad,
                ["from": "\(today)", "until": "\(today)", "reason": "年休假", "substitute": "desk2"],
                session
            )
            #expect(sent.header("Location") == "/admin/people/desk?done=absence")
            let after = try await pages.get("/admin/people/desk", session)
            #expect(after.text.contains("年休假") && after.text.contains("不在岗") && after.text.contains("代岗人 派单员乙"))
        }
    }

    @Test func `what would change hands is shown first, then it does, with its matters`() async throws {
        try await KeptDistrict.with { pages in
            let ticket = try await pages.city.file(by: "grid", place: "G")
            let owner = try #require(try await pages.city.ticket(ticket)).owner
            #expect(owner == pages.city.party("grid").person)
            let session = try await pages.signIn("local")
            let path = "/admin/people/grid/hand-over"
            let form = try await pages.get(path, session)
            #expect(form.text.contains("一网格 网格员"))
            let looked = try await pages.send(path, from: form, ["to": "leader"], session)
            #expect(looked.status == 200 && looked.text.contains("尚未移交") && looked.text.contains("楼长"))
            #expect(try await pages.city.ticket(ticket)?.owner == owner)
            // By name, too, where only one bears it.
            let named = try await pages.send(path, from: form, ["to": "楼长"], session)
            #expect(named.status == 200 && named.text.contains("value=\"leader\""), "\(named.text.suffix(2_000))")
            let post = ["to": "leader", "carry_out": "true"]
            let done = try await pages.send(path, from: looked, post, session)
            #expect(done.status == 200 && done.text.contains("已移交"))
            #expect(try await pages.city.ticket(ticket)?.owner == pages.city.party("leader").person)
            let person = try await pages.get("/admin/people/grid", session)
            #expect(person.text.contains("已离任"))
            // Their account is closed by who kept it; a new password needs a new post.
            #expect(person.text.contains("停用账号") && !person.text.contains("/admin/people/grid/slip"))
            let key = try #require(person.hidden("key"))
            let locked = try await pages.post("/admin/people/grid/lock", ["key": key], session)
            #expect(locked.header("Location")?.hasSuffix("done=locked") == true, "\(locked.text.suffix(2_000))")
            let shut = try await pages.get("/admin/people/grid", session)
            #expect(shut.status == 200 && !shut.text.contains("/admin/people/grid/unlock"))
            let unknown = try await pages.post(path, ["to": "nobody", "key": "k"], session)
            #expect(unknown.status == 422 || unknown.status == 403)
            let own = try await pages.post("/admin/people/desk/hand-over", ["to": "desk"], session)
            #expect(own.status == 422 && own.text.contains("role=\"alert\""))
        }
    }
}
