import Dispatcher
import NIOHTTP1
import PGStore
import TestSupport
import Testing
import Workflow

/// One person with all tenures, what somebody administers, and a year of a calendar.
@Suite struct PersonAPITests {
    @Test func `a person is told with past and coming posts; why they are away, to those alone whom it concerns`()
        async throws
    {
        try await WebDistrict.with(also: .property + .keepers + .local) { web in
            let day = try await web.today()
            let people: JSONValue = [
                [
                    "账号": "desk", "姓名": "派单员甲", "岗位": "grid_head", "单位编码": "G",
                    "任职起": .string("\(day.adding(days: 3))"), "代岗人": "desk2",
                ],
                [
                    "账号": "desk", "姓名": "派单员甲", "岗位": "grid_mentor", "单位编码": "G",
                    "任职起": .string("\(day.adding(days: -9))"), "任职止": .string("\(day.adding(days: -2))"),
                ],
            ]
            #expect(try await web.post("/api/v1/imports/people", ["rows": people], as: "local").status == 200)
            let absences: JSONValue = [["账号": "desk", "起": .string("\(day)"), "止": .string("\(day)"), "事由": "体检"]]
            let written = try await web.post("/api/v1/imports/absences", ["rows": absences], as: "local")
            #expect(written.status == 200)
            // Whoever wrote it reads it at once.
            let person = try await web.get("/api/v1/people/desk", as: "local").json
            let states = (person["tenures"]?.array ?? []).map {
                "\($0["role"]?["name"]?.string ?? "") \($0["state"]?.string ?? "")"
            }
            #expect(Set(states) == ["community_dispatcher present", "grid_head coming", "grid_mentor past"])
            let coming = person["tenures"]?.array?.first { $0["state"] == "coming" }
            #expect(coming?["since"] == .string("\(day.adding(days: 3))") && coming?["until"] == .null)
            #expect(coming?["substitute"]?["account"] == "desk2")
            for (account, mayKnow) in [
                ("local", true), ("desk", true), ("system", true), ("street", false), ("audit", false),
            ] {
                let told = try await web.get("/api/v1/people/desk", as: account).json
                #expect(told["absences"]?.array?.first?["reason"] == (mayKnow ? "体检" : .null), "\(account)")
                #expect(told["absences"]?.array?.first?["is_now"] == true)
                #expect(told["is_of_part"] == .bool(mayKnow), "\(account)")
            }
            #expect(try await web.get("/api/v1/people/nobody").code == "unknown_account")
            #expect(try await web.get("/api/v1/people/desk", as: "desk@read").status == 403)
        }
    }

    @Test func `people are found by part and by letters`() async throws {
        try await WebDistrict.with(also: .property) { web in
            func accounts(_ query: String) async throws -> Set<String> {
                let list = try await web.get("/api/v1/people?\(query)").json["people"]?.array ?? []
                return Set(list.compactMap { $0["account"]?.string })
            }
            #expect(try await accounts("under=C1") == ["desk", "desk2", "grid", "leader", "property"])
            #expect(try await accounts("words=派单员") == ["desk", "desk2", "street", "far"])
            #expect(try await accounts("words=DESK&under=S") == ["desk", "desk2"])
            #expect(try await accounts("words=nobody").isEmpty)
            #expect(try await web.get("/api/v1/people?under=nowhere").code == "unknown_unit")
            let roles = try await web.get("/api/v1/roles").json["roles"]?.array ?? []
            #expect(roles.contains(["name": "grid_head", "title": "网格长"]))
            let unit = try await web.get("/api/v1/units/PM").json
            #expect(unit["kind_title"] == "物业公司")
            #expect(
                try await web.get("/api/v1/units/PM", headers: ["Accept-Language": "en"]).json["kind_title"]
                    == "property company"
            )
        }
    }

    @Test func `each administrator is told their own part, and others none`() async throws {
        try await WebDistrict.with(also: .keepers + .local) { web in
            let system = try await web.get("/api/v1/administration", as: "system").json
            #expect(system["system"] == ["units": [["code": "S", "name": "一街道"]], "is_whole": true])
            #expect(system["audit"] == .null && system["security"] == .null)
            let local = try await web.get("/api/v1/administration", as: "local").json
            #expect(local["system"] == ["units": [["code": "C1", "name": "一社区"]], "is_whole": false])
            #expect(try await web.get("/api/v1/administration", as: "audit").json["audit"]?["is_whole"] == true)
            #expect(
                try await web.get("/api/v1/administration", as: "street").json
                    == ["system": .null, "security": .null, "audit": .null]
            )
            #expect(try await web.get("/api/v1/administration", as: "desk@read").status == 403)
        }
    }

    @Test func `a token keeps nobody's account, whatever its scopes`() async throws {
        try await WebDistrict.with(also: .keepers) { web in
            let read = try await web.get("/api/v1/people/desk/account", as: "system")
            #expect(read.code == "not_below")
            #expect(try await web.send(.PUT, "/api/v1/people/desk/lock", as: "system").code == "not_below")
            #expect(try await web.send(.DELETE, "/api/v1/people/desk/lock", as: "system").code == "not_below")
            #expect(try await web.send(.DELETE, "/api/v1/people/desk/sessions", as: "system").code == "not_below")
            #expect(try await web.get("/api/v1/people/nobody/account", as: "system").code == "unknown_account")
        }
    }

    @Test func `an administrator without a second factor opens nobody's account`() async throws {
        try await WebDistrict.with(also: .keepers) { web in
            let password = "三件事情 cold-lake 9"
            try await web.accounts.setPassword(
                of: try #require(web.city.party("system").person),
                account: "system",
                in: web.city.id,
                to: password,
                mustChange: false,
                by: .program,
                from: .program
            )
            let cookie = try await web.cookie("system", password)
            for (method, path) in [
                (HTTPMethod.GET, "account"), (.POST, "slip"), (.PUT, "lock"), (.DELETE, "lock"), (.DELETE, "sessions"),
            ] {
                let answer = try await web.send(method, "/api/v1/people/desk/\(path)", as: nil, headers: cookie)
                #expect(answer.status == 403 && answer.code == "second_factor_missing", "\(method) \(path): \(answer)")
            }
        }
    }

    @Test func `a definition is told in words and drawn, each of its versions`() async throws {
        try await WebDistrict.with { web in
            let list = try await web.get("/api/v1/definitions").json["definitions"]?.array ?? []
            #expect(list.map { $0["versions"] } == [[1], [1]])
            let told = try await web.get("/api/v1/definitions/issue/words?version=1").json
            let state = told["states"]?.array?.first { $0["name"] == "dispatched" }
            #expect(state?["responsible"] == "主办单位" && state?["is_final"] == false)
            let drawn = try await web.get("/api/v1/definitions/issue/graph.svg", headers: ["Accept-Language": "en"])
            #expect(
                drawn.text.hasPrefix("<svg ") && drawn.text.contains("To be signed") || drawn.text.contains("To sign")
            )
            for path in ["words", "graph.svg"] {
                #expect(try await web.get("/api/v1/definitions/issue/\(path)?version=2").code == "unknown_definition")
                #expect(try await web.get("/api/v1/definitions/nothing/\(path)").code == "unknown_definition")
            }
        }
    }

    @Test func `a year of a calendar says its days, and a notice is read without taking it`() async throws {
        try await WebDistrict.with(also: .keepers) { web in
            let empty = try await web.get("/api/v1/calendars/office?year=2026").json
            #expect(empty["is_known"] == false && empty["days"] == [] && empty["known_years"] == "none")
            #expect(
                empty["hours"]?["mon"] == ["09:00:00-12:00:00", "14:00:00-18:00:00"]
                    || empty["hours"]?["mon"] == ["09:00-12:00", "14:00-18:00"]
            )
            #expect(empty["hours"]?["sun"] == [])
            let text = "国务院办公厅关于2026年部分节假日安排的通知\n一、元旦:1月1日(周四)至3日(周六)放假调休,共3天。1月4日(周日)上班。"
            let read = try await web.post("/api/v1/calendars/notice", ["text": .string(text)])
            #expect(read.json["year"] == 2026 && read.json["doubts"] == [])
            #expect(read.json["days"]?.array?.count == 4)
            let last: JSONValue = ["date": "2026-01-04", "name": "元旦", "kind": "make_up", "weekday": "sun"]
            #expect(read.json["days"]?.array?.last == last)
            #expect(try await web.get("/api/v1/calendars/office?year=2026").json["days"] == [])
            let rows: JSONValue = [["日期": "2026-01-01", "名称": "元旦", "是否放假": "是"]]
            #expect(try await web.post("/api/v1/imports/calendars", ["rows": rows], as: "system").status == 200)
            let taken = try await web.get("/api/v1/calendars/office?year=2026").json["days"]?.array
            #expect(taken == [["date": "2026-01-01", "name": "元旦", "kind": "off", "weekday": "thu"]])
            #expect(try await web.get("/api/v1/calendars/nowhere").code == "unknown_calendar")
            #expect(try await web.post("/api/v1/calendars/notice", ["text": "放假"]).code == "no_holiday_notice")
        }
    }
}

extension WebDistrict {
    /// The district's day.
    fileprivate func today() async throws -> LocalDate {
        let calendar = city.configuration.calendars.standard
        return calendar.local(try await city.engine.present(in: city.id).now).date
    }
}
