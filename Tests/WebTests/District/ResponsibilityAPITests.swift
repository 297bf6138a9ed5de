import Dispatcher
import PGStore
import Postgres
import Tabular
import TestSupport
import Testing
import Workflow

/// 责任体系图, by HTTP: who is responsible where, and what is amiss in each branch.
@Suite struct ResponsibilityAPITests {
    private static let path = "/api/v1/responsibility"

    private static func units(_ answer: Answer) -> [JSONValue] { answer.json["units"]?.array ?? [] }
    private static func codes(_ answer: Answer) -> [String] {
        units(answer).compactMap { $0["unit"]?["code"]?.string }
    }
    private static func unit(_ answer: Answer, _ code: String) -> JSONValue? {
        units(answer).first { $0["unit"]?["code"]?.string == code }
    }

    /// The grid's worker left last year, and the street's roster names nobody tomorrow.
    private static func empty(_ web: WebDistrict) async throws {
        let city = web.city
        let today = city.configuration.calendars.standard.local(try await city.engine.present(in: city.id).now).date
        let roster = "单位编码,账号,起,止\nS,street,\(today) 08:00,\(today) 20:00\n"
        _ = try await Importer(engine: city.engine, district: city.id).run(.duties, .bytes(Array(roster.utf8)))
        try await city.tamper(
            """
            UPDATE post SET until = '2025-12-31' WHERE district_id = \(city.id.rawValue)
                AND unit_id = \(city.unit("G").rawValue)
            """
        )
        try await city.tamper("UPDATE district SET revision = revision + 1 WHERE id = \(city.id.rawValue)")
        try await eventually("it is seen") {
            try await web.get(Self.path, as: "street").json["amiss"]?["posts"] == 1
        }
    }

    @Test func `each unit says who holds its posts, and each branch what is amiss in it`() async throws {
        try await WebDistrict.with(also: .keepers) { web in
            let well = try await web.get(Self.path, as: "street")
            #expect(well.status == 200, "\(well.text)")
            #expect(Self.codes(well) == ["S", "C1", "G", "B", "C2"])
            #expect(well.json["amiss"] == ["posts": 0, "duty": 0])
            #expect(try await web.get(Self.path + "?amiss=true", as: "street").json["units"] == [])
            try await Self.empty(web)
            let chart = try await web.get(Self.path, as: "street")
            #expect(Self.unit(chart, "C1")?["amiss"]?["posts"] == 1 && Self.unit(chart, "C2")?["amiss"]?["posts"] == 0)
            #expect(Self.unit(chart, "G")?["parent"] == "C1" && Self.unit(chart, "S")?["parent"] == .null)
            #expect(Self.unit(chart, "S")?["below"] == 4)
            let post = try #require(Self.unit(chart, "G")?["posts"]?.array?.first)
            #expect(post["is_amiss"] == true && post["post"]?["state"] == "empty")
            #expect(post["post"]?["answers"]?.array?.isEmpty == false)
            let uncovered = try #require(chart.json["amiss"]?["duty"]?.int)
            #expect(uncovered > 0 && Self.unit(chart, "S")?["uncovered"]?.array?.count == Int(uncovered))
            #expect(Self.unit(chart, "C1")?["amiss"]?["duty"] == 0)
            let amiss = try await web.get(Self.path + "?amiss=true", as: "street")
            #expect(Self.codes(amiss) == ["S", "C1", "G"])
            #expect(Self.unit(amiss, "S")?["below"] == 4)
        }
    }

    @Test func `who is away is amiss only where nobody stands in`() async throws {
        try await WebDistrict.with { web in
            let city = web.city
            let today = city.configuration.calendars.standard.local(try await city.engine.present(in: city.id).now).date
            let away = "账号,起,止\nleader,\(today),\(today.adding(days: 3))\n"
            let report = try await Importer(engine: city.engine, district: city.id)
                .run(.absences, .bytes(Array(away.utf8)))
            #expect(report.loaded == 1, "\(report)")
            try await eventually("it is seen") {
                let chart = try await web.get(Self.path, as: "grid")
                let post = Self.unit(chart, "B")?["posts"]?.array?.first
                return post?["post"]?["state"] == "away" && post?["is_amiss"] == true
            }
            let deputy = "账号,姓名,岗位,单位编码,代岗人\nleader,楼长,楼栋长,B,grid\n"
            let put = try await Importer(engine: city.engine, district: city.id).run(
                .people,
                .bytes(Array(deputy.utf8))
            )
            #expect(put.loaded + put.corrected + put.alreadyThere == 1, "\(put)")
            try await eventually("somebody stands in") {
                let chart = try await web.get(Self.path, as: "grid")
                return Self.unit(chart, "B")?["posts"]?.array?.first?["is_amiss"] == false
            }
        }
    }

    @Test func `one looks from one's own units downwards, and from nowhere else`() async throws {
        try await WebDistrict.with(also: .property + .keepers) { web in
            #expect(Self.codes(try await web.get(Self.path, as: "grid")) == ["G", "B"])
            #expect(Self.codes(try await web.get(Self.path, as: "water")) == ["W", "WS"])
            #expect(Self.codes(try await web.get(Self.path + "?under=G", as: "desk")) == ["G", "B"])
            for code in ["S", "C2", "W"] {
                let refused = try await web.get(Self.path + "?under=\(code)", as: "desk")
                #expect(refused.status == 403 && refused.code == "not_yours", "\(code)")
            }
            #expect(try await web.get(Self.path + "?under=nowhere").code == "unknown_unit")
            #expect(try await web.get(Self.path + "?limit=0").status == 400)
            #expect(try await web.get(Self.path, as: "desk@read").status == 403)
        }
    }

    @Test func `a level that would be too much is left out whole, told of, and opened by its branch`() async throws {
        try await WebDistrict.with { web in
            let rows = (1...400).map { "B\($0),楼栋,\($0)号楼,G\n" }.joined()
            let report = try await Importer(engine: web.city.engine, district: web.city.id)
                .run(.units, .bytes(Array(("编码,类型,名称,上级编码\n" + rows).utf8)))
            #expect(report.loaded == 400, "\(report)")
            try await eventually("they are seen") {
                try await Self.unit(web.get(Self.path, as: "street"), "S")?["below"] == 404
            }
            let chart = try await web.get(Self.path, as: "street")
            #expect(Self.codes(chart) == ["S", "C1", "G", "C2"])
            #expect(Self.unit(chart, "G")?["is_cut"] == true && Self.unit(chart, "G")?["below"] == 401)
            #expect(Self.unit(chart, "C1")?["is_cut"] == false)
            let branch = try await web.get(Self.path + "?under=G", as: "street")
            #expect(Self.codes(branch).count == 402 && branch.json["is_more"] == false)
            #expect(Self.codes(branch).prefix(3) == ["G", "B", "B1"])
            // With room for it, it is there.
            #expect(Self.codes(try await web.get(Self.path + "?limit=1000", as: "street")).count == 405)
        }
    }

    @Test func `another line on the same ground stands beside it, from its topmost unit`() async throws {
        try await WebDistrict.with { web in
            let rows = """
                code,kind,name,parent_code,ground_codes
                PW,party_work_committee,一街道党工委,,S
                PC,party_committee,一社区党委,PW,C1
                PB,party_branch,二社区党支部,PW,C2

                """
            let report = try await Importer(engine: web.city.engine, district: web.city.id)
                .run(.units, .bytes(Array(rows.utf8)))
            #expect(report.loaded == 3, "\(report)")
            try await eventually("they are seen") {
                try await Self.codes(web.get(Self.path, as: "street")) == ["S", "C1", "G", "B", "C2", "PW", "PB", "PC"]
            }
            let chart = try await web.get(Self.path, as: "street")
            #expect(Self.units(chart).filter { $0["is_other_line"] == true }.count == 1)
            #expect(Self.unit(chart, "PW")?["is_other_line"] == true)
            // Who has the community's ground sees the community's part of that line.
            let desk = try await web.get(Self.path, as: "desk")
            #expect(Self.codes(desk) == ["C1", "G", "B", "PC"])
            #expect(Self.codes(try await web.get(Self.path + "?under=PC", as: "desk")) == ["PC"])
            #expect(try await web.get(Self.path + "?under=PB", as: "desk").status == 403)
        }
    }
}
