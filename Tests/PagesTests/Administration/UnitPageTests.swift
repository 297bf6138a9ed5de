import Dispatcher
import PGStore
import TestSupport
import Testing
import Workflow

/// Units and posts, as those who keep the system see and change them.
@Suite struct UnitPageTests {
    @Test func `each administrator finds what is of their own part, and nobody else anything`() async throws {
        try await KeptDistrict.with { pages in
            let system = try await pages.signIn("system")
            let home = try await pages.get("/admin", system)
            #expect(home.status == 200)
            for way in ["units", "people", "directory", "calendars", "dead-letters"] {
                #expect(home.text.contains("href=\"/admin/\(way)\""), "\(way)")
            }
            #expect(!home.text.contains("/admin/access-log"))
            // How the service runs, point by point.
            #expect(home.text.contains("守护进程") && home.text.matches(of: /<span class="well">✓/).count >= 3)
            #expect(try await pages.get("/work?list=mine", system).text.contains("href=\"/admin\""))
            let audit = try await pages.get("/admin", try await pages.signIn("audit"))
            #expect(audit.text.contains("/admin/access-log") && audit.text.contains("/admin/security-log"))
            #expect(!audit.text.contains("href=\"/admin/units\""))
            let local = try await pages.signIn("local")
            let units = try await pages.get("/admin/units", local)
            #expect(units.text.contains("一社区") && units.text.contains("一网格") && !units.text.contains("二社区"))
            #expect(try await pages.get("/admin/units/C2", local).status == 403)
            #expect(try await pages.get("/admin/units/nowhere", local).status == 404)
            #expect(try await pages.get("/admin/dead-letters", local).status == 403)
            let desk = try await pages.signIn("desk")
            #expect(!(try await pages.get("/work", desk).text.contains("href=\"/admin\"")))
            for path in [
                "", "/units", "/units/C1", "/people", "/people/desk", "/directory", "/calendars", "/access-log",
            ] {
                #expect(try await pages.get("/admin\(path)", desk).status == 403, "\(path)")
            }
            #expect(try await pages.get("/admin").header("Location") == "/sign-in?next=%2Fadmin")
        }
    }

    @Test func `a post is given from a day on, ended on a day, and then it is empty in red`() async throws {
        try await KeptDistrict.with { pages in
            let session = try await pages.signIn("local")
            let today = try await pages.today()
            let form = try await pages.get("/admin/units/G/post", session)
            #expect(form.text.contains("value=\"grid_head\"") && form.text.contains(">网格长<"))
            // Who is new needs a name; what was typed stays.
            let unnamed = try await pages.send(
                "/admin/units/G/post",
                from: form,
                ["account": "newhead", "role": "grid_head", "since": "\(today)"],
                session
            )
            #expect(unnamed.status == 422)
            #expect(unnamed.text.contains("value=\"newhead\"") && unnamed.text.contains("role=\"alert\""))
            let given = try await pages.send(
                "/admin/units/G/post",
                from: unnamed,
                ["account": "newhead", "name": "网格长甲", "role": "grid_head", "since": "\(today)", "substitute": "grid"],
                session
            )
            #expect(given.status == 303)
            #expect(given.header("Location") == "/admin/units/G?done=given")
            // Whoever wrote it sees it at once.
            let unit = try await pages.get("/admin/units/G?done=given", session)
            #expect(unit.text.contains("网格长甲") && unit.text.contains("\(today) – …"))
            #expect(unit.text.contains("代岗人 网格员"))
            #expect(!unit.text.contains("class=\"post is-empty\""))
            let again = try await pages.send(
                "/admin/units/G/post",
                from: form,
                ["account": "newhead", "role": "grid_head", "since": "\(today)"],
                session
            )
            #expect(again.status == 409)
            // The grid's worker left yesterday.
            let end = try await pages.get("/admin/units/G/post/end?account=grid&role=grid_worker", session)
            #expect(end.text.contains("网格员") && end.text.contains("/admin/people/grid/hand-over"))
            let yesterday = today.adding(days: -1)
            let fields = ["account": "grid", "role": "grid_worker", "until": "\(yesterday)"]
            let ended = try await pages.send("/admin/units/G/post/end", from: end, fields, session)
            #expect(ended.header("Location") == "/admin/units/G?done=ended")
            let after = try await pages.get("/admin/units/G", session)
            #expect(after.text.contains("class=\"post is-empty\"") && after.text.contains("空岗"))
            let home = try await pages.get("/admin", session)
            #expect(home.text.contains("class=\"missing\">1<") && home.text.contains("一网格 · 网格员"))
            #expect(try await pages.get("/admin/units", session).text.contains("空岗 1"))
        }
    }

    @Test func `nobody writes outside their part, whatever form they send`() async throws {
        try await KeptDistrict.with { pages in
            let session = try await pages.signIn("local")
            let fields = ["account": "far", "role": "community_dispatcher", "until": "2026-01-01", "key": "k1"]
            #expect(try await pages.post("/admin/units/C2/post/end", fields, session).status == 403)
            // Somebody with a post elsewhere is not theirs, though the unit is; an auditor is nobody of theirs at all.
            let given = ["account": "street", "role": "grid_head", "key": "k2"]
            #expect(try await pages.post("/admin/units/G/post", given, session).status == 422)
            let auditor = ["account": "desk", "role": "audit_administrator", "key": "k3"]
            let refused = try await pages.post("/admin/units/G/post", auditor, session)
            #expect(refused.status == 422 && refused.text.contains("administrators_apart"))
            #expect(try await pages.get("/admin/units/G", session).text.contains("审计管理员") == false)
        }
    }
}

extension PageDistrict {
    /// The district's day.
    func today() async throws -> LocalDate {
        let calendar = city.configuration.calendars.standard
        return calendar.local(try await city.engine.present(in: city.id).now).date
    }
}
