import Dispatcher
import PGStore
import Postgres
import Tabular
import TestSupport
import Testing
import Workflow

/// Posts, duty and a changed directory, as the command line has them.
@Suite struct PostAPITests {
    @Test func `posts say who holds them, what is empty and who answers for it`() async throws {
        try await WebDistrict.with(also: .property + .keepers) { web in
            let all = try await web.get("/api/v1/posts").json["posts"]?.array ?? []
            #expect(all.count == web.city.configuration.people.count - 1)
            let desk = try #require(all.first { $0["unit"]?["code"] == "C1" })
            #expect(desk["role"]?["title"] == "社区派单员" && desk["state"] == "held")
            let holders = desk["tenures"]?.array?.compactMap { $0["person"]?["account"]?.string } ?? []
            #expect(Set(holders) == ["desk", "desk2"])
            #expect(try await web.get("/api/v1/posts?empty=true").json["posts"] == [])
            // The grid's worker left last year.
            try await web.city.tamper(
                """
                UPDATE post SET until = '2025-12-31' WHERE district_id = \(web.city.id.rawValue)
                    AND unit_id = \(web.city.unit("G").rawValue)
                """
            )
            try await web.city.tamper(
                "UPDATE district SET revision = revision + 1 WHERE id = \(web.city.id.rawValue)"
            )
            try await eventually("it is seen") {
                let empty = try await web.get("/api/v1/posts?empty=true&under=C1").json["posts"]?.array ?? []
                return empty.count == 1 && empty[0]["unit"]?["code"] == "G" && empty[0]["state"] == "empty"
                    && empty[0]["answers"]?.array?.isEmpty == false
            }
            let then =
                try await web.get("/api/v1/posts?under=G&role=grid_worker&day=2025-12-31").json["posts"]?.array ?? []
            #expect(then.count == 1 && then[0]["state"] == "held" && then[0]["tenures"]?.array?.count == 1)
            #expect(then[0]["tenures"]?.array?[0]["until"] == "2025-12-31")
            let gaps = try await web.get("/api/v1/duty/gaps").json["gaps"]?.array ?? []
            #expect(gaps.contains { $0["code"] == "post_empty" && $0["unit"]?["code"] == "G" })
            #expect(try await web.get("/api/v1/duty/gaps?under=C2").json["gaps"] == [])
            #expect(try await web.get("/api/v1/posts?under=nowhere").code == "unknown_unit")
            #expect(try await web.get("/api/v1/posts?day=today").status == 400)
            #expect(try await web.get("/api/v1/posts", as: "desk@read").status == 403)
        }
    }

    @Test func `the roster of a day is what was imported, and hours that nobody covers are named`() async throws {
        try await WebDistrict.with { web in
            let calendar = web.city.configuration.calendars.standard
            let day = calendar.local(try await web.city.engine.present(in: web.city.id).now).date.adding(days: 1)
            let roster = "单位编码,账号,起,止\nS,street,\(day) 08:00,\(day) 20:00\n"
            let report = try await Importer(engine: web.city.engine, district: web.city.id)
                .run(.duties, .bytes(Array(roster.utf8)))
            #expect(report.loaded == 1)
            try await eventually("it is seen") {
                try await web.get("/api/v1/duty?day=\(day)").json["shifts"]?.array?.count == 1
            }
            let shift = try await web.get("/api/v1/duty?day=\(day)&under=S").json["shifts"]?.array?.first
            #expect(shift?["person"]?["account"] == "street" && shift?["from"] == .string("\(day)T00:00:00Z"))
            #expect(try await web.get("/api/v1/duty?day=\(day.adding(days: 1))").json["shifts"] == [])
            #expect(try await web.get("/api/v1/duty?day=\(day)&under=C1").json["shifts"] == [])
            // Whatever day of the week it is, nobody works after eight in the evening.
            let gaps = try await web.get("/api/v1/duty/gaps?under=S").json["gaps"]?.array ?? []
            let wanted = JSONValue.string("\(day)T12:00:00Z")
            #expect(gaps.contains { $0["code"] == "duty_empty" && $0["from"] == wanted }, "\(gaps)")
        }
    }

    @Test func `a changed directory is tried, and changes nothing`() async throws {
        try await WebDistrict.with(also: .property + .keepers) { web in
            for _ in 0..<3 { _ = try await web.file() }
            let revision = try await web.city.count(ConfigurationWrite.revision(web.city.id))
            let rows: JSONValue = [
                ["编号": "W", "类别": "水务", "主办单位编码": "P", "职责": "基本履职", "依据": "test"],
                ["编号": "P", "类别": "园林", "主办单位编码": "P", "职责": "基本履职", "依据": "test"],
            ]
            let answer = try await web.post("/api/v1/directory/simulate", ["rows": rows], as: "system")
            #expect(answer.status == 200, "\(answer)")
            #expect(answer.json["tickets"] == 3 && answer.json["moved"] == 3)
            let move = try #require(answer.json["moves"]?.array?.first)
            #expect(move["from"]?["code"] == "W" && move["to"]?["code"] == "P" && move["count"] == 3)
            #expect(try await web.city.count(ConfigurationWrite.revision(web.city.id)) == revision)
            let bad: JSONValue = [["编号": "W", "类别": "水务", "主办单位编码": "nowhere", "职责": "基本履职", "依据": "t"]]
            let refused = try await web.post("/api/v1/directory/simulate", ["rows": bad], as: "system")
            #expect(refused.status == 422 && refused.code == "bad_rows")
            #expect(refused.json["detail"]?.string?.contains("unknown_unit") == true)
            #expect(try await web.post("/api/v1/directory/simulate", ["rows": []], as: "system").status == 422)
            for account in ["desk", "audit", "security", "street"] {
                let answer = try await web.post("/api/v1/directory/simulate", ["rows": rows], as: account)
                #expect(answer.status == 403 && answer.code == "not_administrator", "\(account)")
            }
        }
    }
}
