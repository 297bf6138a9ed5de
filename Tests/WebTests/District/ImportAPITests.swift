import Dispatcher
import PGStore
import Postgres
import Shipped
import TestSupport
import Testing
import Workflow

/// Configuration by HTTP: by the importer's one way, within one's part, once, and written down.
@Suite struct ImportAPITests {
    /// With an administrator of the first community.
    private static let local = TestDistrict.More.property + .keepers + .local

    private static func person(_ account: String, _ role: String, _ unit: String, _ more: JSONObject = [:]) -> JSONValue
    {
        let row: JSONObject = [
            "账号": .string(account), "姓名": .string("新人\(account)"), "岗位": .string(role), "单位编码": .string(unit),
        ]
        return .object(row.merging(more) { $1 })
    }

    private static func send(
        _ web: WebDistrict,
        _ kind: String,
        _ rows: [JSONValue],
        as account: String,
        _ query: String = "",
        headers: [String: String] = [:]
    ) async throws -> Answer {
        try await web.post("/api/v1/imports/\(kind)\(query)", ["rows": .array(rows)], as: account, headers: headers)
    }

    /// A text line by line, none longer than may be: JSON is YAML wherever it is broken behind a comma.
    private static func lines(_ text: String) -> JSONValue {
        ["lines": .array(text.replacing(",", with: ",\n").split(separator: "\n").map { .string(String($0)) })]
    }

    private static func changes(_ web: WebDistrict) async throws -> [JSONValue] {
        try await web.accounts.log(web.city.id).filter { $0.kind == "configuration_changed" }.map(\.detail)
    }

    @Test func `a post is filled and ended, once however often it is sent, and the security log says by whom`()
        async throws
    {
        try await WebDistrict.with(also: Self.local) { web in
            let row = Self.person("new1", "网格员", "G", ["任职起": "2026-03-01"])
            let trial = try await Self.send(web, "people", [row], as: "system", "?dry_run=true")
            #expect(trial.status == 200 && trial.json["loaded"] == 1 && trial.json["is_trial"] == true, "\(trial)")
            #expect(trial.header("ETag") == nil)
            #expect(try await Self.changes(web).isEmpty)
            #expect(try await web.city.engine.configurations.load(web.city.id).people["new1"] == nil)
            let first = try await Self.send(web, "people", [row], as: "system")
            #expect(first.status == 200 && first.json["loaded"] == 1 && first.json["already_there"] == 0)
            let revision = try #require(first.json["revision"]?.int)
            #expect(first.header("ETag") == "\"\(revision)\"")
            let again = try await Self.send(web, "people", [row], as: "system")
            #expect(again.json["loaded"] == 0 && again.json["already_there"] == 1)
            let ended = Self.person("new1", "网格员", "G", ["任职起": "2026-03-01", "任职止": "2026-06-30"])
            #expect(try await Self.send(web, "people", [ended], as: "system").json["loaded"] == 1)
            let now = try await web.city.engine.configurations.load(web.city.id)
            let person = try #require(now.person(called: "new1"))
            let tenure = try #require(now.posts?.tenures(of: person).first)
            #expect(tenure.period.lastDay(in: now.calendars.standard)?.description == "2026-06-30")
            let logged = try await Self.changes(web)
            #expect(logged.count == 3 && logged.allSatisfy { $0["kind"] == "people" && $0["rows"] == 1 })
            let events = try await web.accounts.log(web.city.id).filter { $0.kind == "configuration_changed" }
            #expect(events.allSatisfy { $0.by == web.city.party("system").person })
        }
    }

    @Test func `whoever has seen another revision is refused, and nothing is written`() async throws {
        try await WebDistrict.with(also: Self.local) { web in
            let tag = try #require(try await web.get("/api/v1/people", as: "system").header("ETag"))
            let row = Self.person("new1", "网格员", "G")
            let seen = try await Self.send(web, "people", [row], as: "system", headers: ["If-Match": tag])
            #expect(seen.status == 200)
            let other = Self.person("new2", "网格员", "G")
            let stale = try await Self.send(web, "people", [other], as: "system", headers: ["If-Match": tag])
            #expect(stale.status == 412 && stale.code == "stale_configuration", "\(stale)")
            #expect(try await web.city.engine.configurations.load(web.city.id).people["new2"] == nil)
            #expect(try await Self.changes(web).count == 1)
        }
    }

    @Test func `an administrator of a part writes nothing outside it, and makes no administrator of another kind`()
        async throws
    {
        try await WebDistrict.with(also: Self.local) { web in
            let rows: [(String, [JSONValue], String?)] = [
                ("people", [Self.person("new1", "网格员", "G")], nil),
                ("people", [Self.person("new2", "社区派单员", "C2")], "not_below"),
                ("people", [Self.person("new3", "网格员", "G"), Self.person("new4", "街道派单员", "S")], "not_below"),
                // Whose posts are elsewhere keeps name and posts.
                ("people", [["账号": "far", "姓名": "改名", "岗位": "网格员", "单位编码": "G"]], "not_below"),
                ("people", [Self.person("new5", "audit_administrator", "C1")], "administrators_apart"),
                ("people", [Self.person("new6", "security_administrator", "C1")], "administrators_apart"),
                ("people", [Self.person("new7", "system_administrator", "C1")], nil),
                ("units", [["编码": "G2", "类型": "网格", "名称": "二网格", "上级编码": "C1"]], nil),
                ("units", [["编码": "G3", "类型": "网格", "名称": "三网格", "上级编码": "C2"]], "not_below"),
                ("units", [["编码": "C1", "类型": "社区", "名称": "改名社区"]], "not_below"),
                ("units", [["编码": "C2", "类型": "社区", "名称": "二社区", "上级编码": "C1"]], "not_below"),
                ("absences", [["账号": "grid", "起": "2026-03-02", "止": "2026-03-06"]], nil),
                ("absences", [["账号": "far", "起": "2026-03-02", "止": "2026-03-06"]], "not_below"),
                ("duties", [["单位编码": "C1", "账号": "desk", "起": "2026-03-07", "止": "2026-03-07"]], nil),
                ("duties", [["单位编码": "S", "账号": "street", "起": "2026-03-07", "止": "2026-03-07"]], "not_below"),
                ("directory", [["编号": "W", "类别": "水务", "主办单位编码": "W"]], "not_below"),
            ]
            for (kind, rows, refusal) in rows {
                let before = try await web.city.count(ConfigurationWrite.revision(web.city.id))
                let answer = try await Self.send(web, kind, rows, as: "local")
                let after = try await web.city.count(ConfigurationWrite.revision(web.city.id))
                if let refusal {
                    #expect(answer.status == 422 && answer.code == "bad_rows", "\(kind) \(rows): \(answer)")
                    #expect(answer.json["detail"]?.string?.contains(refusal) == true, "\(kind) \(rows): \(answer)")
                    #expect(after == before)
                } else {
                    #expect(answer.status == 200 && after > before, "\(kind) \(rows): \(answer)")
                }
            }
            // Who keeps all of it may: but for administrators of another kind.
            let far = Self.person("new2", "社区派单员", "C2")
            #expect(try await Self.send(web, "people", [far], as: "system").status == 200)
            let auditor = Self.person("new5", "audit_administrator", "S")
            let refused = try await Self.send(web, "people", [auditor], as: "system")
            #expect(refused.json["detail"]?.string?.contains("administrators_apart") == true)
            for account in ["desk", "street", "chief", "audit", "security", "desk@read"] {
                for kind in ["people", "units", "duties", "directory", "calendars"] {
                    #expect(try await Self.send(web, kind, [far], as: account).status == 403, "\(account) \(kind)")
                }
            }
            #expect(try await Self.send(web, "matters", [far], as: "system").status == 404)
        }
    }

    @Test func `one bad row keeps all others out, and what is no table is refused`() async throws {
        try await WebDistrict.with(also: Self.local) { web in
            let rows = [Self.person("new1", "网格员", "G"), Self.person("new2", "宇航员", "G")]
            let answer = try await Self.send(web, "people", rows, as: "system")
            #expect(answer.status == 422 && answer.code == "bad_rows")
            #expect(answer.json["detail"]?.string?.contains("[unknown_role]") == true)
            #expect(try await web.city.engine.configurations.load(web.city.id).people["new1"] == nil)
            for body: JSONValue in [[], ["rows": "x"], ["rows": [["账号": 1]]], ["rows": [], "more": 1]] {
                #expect(try await web.post("/api/v1/imports/people", body, as: "system").status == 400)
            }
            let none = try await Self.send(web, "people", [], as: "system")
            #expect(none.status == 422, "\(none)")
        }
    }

    @Test func `a hand-over counts what goes along, and moves it`() async throws {
        try await WebDistrict.with(also: Self.local) { web in
            let number = try await web.file()
            try await web.act("accept", on: number, as: "desk")
            let body: JSONValue = ["from": "desk", "to": "desk2"]
            let path = "/api/v1/posts/hand-over"
            let trial = try await web.post(path + "?dry_run=true", body, as: "local")
            #expect(trial.status == 200 && trial.json["matters"] == 1 && trial.json["is_trial"] == true, "\(trial)")
            #expect(try await web.get("/api/v1/work-lists/mine", as: "desk").json["matters"]?.array?.count == 1)
            let done = try await web.post(path, body, as: "local")
            #expect(done.status == 200 && done.json["has_come"] == true, "\(done)")
            #expect(done.json["posts"]?.array?.first?["unit"]?["code"] == "C1")
            let id = try #require(TicketNumber(number)?.id)
            #expect(try await web.city.ticket(id)?.owner == web.city.party("desk2").person)
            #expect(try await Self.changes(web).map { $0["kind"] } == ["hand_over"])
            for (body, account, code) in [
                (["from": "far", "to": "desk2"], "local", "not_below"),
                (["from": "grid", "to": "audit"], "system", "not_below"),
                (["from": "grid", "to": "grid"], "system", "same_person"),
                (["from": "grid", "to": "nobody"], "system", "unknown_account"),
                (["from": "grid", "to": "desk2"], "street", "not_administrator"),
            ] as [(JSONValue, String, String)] {
                #expect(try await web.post(path, body, as: account).code == code, "\(body)")
            }
        }
    }

    @Test
    func `a hand-over by portions is written down by each that moves matters, and before its day nothing is left`()
        async throws
    {
        try await WebDistrict.with(also: Self.local) { web in
            for _ in 0..<5 { try await web.act("accept", on: try await web.file(), as: "desk") }
            let path = "/api/v1/posts/hand-over?at_most=2"
            let early: JSONValue = ["from": "desk", "to": "desk2", "unit": "C1", "on": "2099-01-05"]
            for _ in 0..<2 {
                let settled = try await web.post(path, early, as: "local")
                #expect(settled.json["has_come"] == false && settled.json["left"] == 0, "\(settled)")
                #expect(settled.json["matters"] == 5)
            }
            #expect(try await Self.changes(web).map { $0["kind"] } == ["hand_over"])
            let body: JSONValue = ["from": "desk", "to": "desk2"]
            var lefts: [JSONValue?] = []
            for _ in 0..<3 { lefts.append(try await web.post(path, body, as: "local").json["left"]) }
            #expect(lefts == [3, 1, 0])
            let changes = try await Self.changes(web)
            #expect(changes.map { $0["kind"] } == ["hand_over", "hand_over", "hand_over", "hand_over"])
            #expect(Set(changes.compactMap { $0["matters"] }) == [1, 2])
            let revision = try await web.city.count(ConfigurationWrite.revision(web.city.id))
            let again = try await web.post(path, body, as: "local")
            #expect(again.json["matters"] == 0 && again.json["left"] == 0, "\(again)")
            #expect(try await web.city.count(ConfigurationWrite.revision(web.city.id)) == revision)
            let stale = try await web.post(path, body, as: "local", headers: ["If-Match": "\"1\""])
            #expect(stale.status == 412, "\(stale)")
        }
    }

    @Test func `a definition is tried, published, and refused with its findings`() async throws {
        try await WebDistrict.with(also: Self.local) { web in
            let issue = try Shipped.definition("issue")
            var document = try #require(issue.document.object)
            var fields = try #require(document["fields"]?.object)
            fields["note"] = ["title": ["zh": "说明", "en": "Note"], "form": "words", "max": 1_000]
            document["fields"] = .object(fields)
            let body = Self.lines(JSONValue.object(document).canonicalText)
            let trial = try await web.post("/api/v1/definitions?dry_run=true", body, as: "system")
            #expect(trial.status == 200 && trial.json["version"] == 1, "\(trial)")
            #expect(trial.json["changes"]?.array?.isEmpty == false)
            for _ in 0..<2 {
                let published = try await web.post("/api/v1/definitions", body, as: "system")
                #expect(published.status == 200 && published.json["version"] == 2, "\(published)")
            }
            var broken = document
            broken["states"] = [:]
            for (text, code) in [(JSONValue.object(broken).canonicalText, "definition_findings"), ("a: [", "bad_yaml")]
            {
                let refused = try await web.post("/api/v1/definitions", Self.lines(text), as: "system")
                #expect(refused.status == 422 && refused.code == code, "\(refused)")
            }
            for account in ["local", "desk", "audit"] {
                let answer = try await web.post("/api/v1/definitions", body, as: account)
                #expect(answer.status == 403 && answer.code == "not_administrator", "\(account)")
            }
            #expect(try await Self.changes(web).allSatisfy { $0["kind"] == "definition" })
        }
    }

    @Test func `a ruling becomes a rule, once, for who keeps the whole district`() async throws {
        try await WebDistrict.with(also: Self.local) { web in
            let (city, path) = (web.city, "/api/v1/directory/rulings")
            let number = try await web.file()
            let id = try #require(TicketNumber(number)?.id)
            let body: JSONValue = ["number": .string(number)]
            #expect(try await web.post(path, body, as: "system").code == "not_ruled")
            try await city.act("accept", by: "desk", on: id)
            try await city.act("dispatch", by: "desk", on: id)
            let code: [FieldName: JSONValue] = ["return_code": "not_ours"]
            try await city.act("return", by: "water", on: id, input: code, texts: ["evidence": "非市政管网"])
            try await city.act("refuse_return", by: "desk", on: id, texts: ["reason": "属给水"])
            try await city.act("dispute", by: "water", on: id, texts: ["reason": "绿化用水", "evidence": "图纸"])
            let ruling: [FieldName: JSONValue] = [
                "ruling": "other", "lead": .int(city.unit("P").rawValue), "into_directory": true,
            ]
            try await city.act("arbitrate", by: "street", on: id, input: ruling, texts: ["reason": "绿化管养单位"])
            let trial = try await web.post(path + "?dry_run=true", body, as: "system")
            #expect(trial.status == 200 && trial.json["lead"] == "P", "\(trial)")
            let before = try await city.engine.configurations.load(city.id).directory.rules.count
            for _ in 0..<2 { #expect(try await web.post(path, body, as: "system").status == 200) }
            let rules = try await city.engine.configurations.load(city.id).directory.rules
            #expect(rules.count == before + 1 && rules.first?.id == trial.json["rule"]?.string)
            let stale = try await web.post(path, body, as: "system", headers: ["If-Match": "\"1\""])
            #expect(stale.status == 412 && stale.code == "stale_configuration")
            let elsewhere: JSONValue = ["number": .string(number), "place": "C2"]
            #expect(try await web.post(path, elsewhere, as: "system").code == "ruling_elsewhere")
            #expect(try await web.post(path, ["number": "99999"], as: "system").code == "unknown_ticket")
            for account in ["local", "desk", "audit"] {
                #expect(try await web.post(path, body, as: account).code == "not_administrator", "\(account)")
            }
            #expect(try await Self.changes(web).map { $0["kind"] } == ["ruling", "ruling"])
        }
    }
}
