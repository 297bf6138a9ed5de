import Dispatcher
import NIOHTTP1
import PGStore
import Postgres
import Shipped
import TestSupport
import Testing
import Workflow

/// Plans that take running matters along, digests' times and rulings, by HTTP: by the ways of the command line.
@Suite(.timeLimit(.minutes(5))) struct PlanAPITests {
    private static let path = "/api/v1/units/reorganisations"
    private static let migrations = "/api/v1/definitions/migrations"

    /// A document line by line, none longer than may be: JSON is YAML wherever it is broken behind a comma.
    private static func lines(_ document: JSONValue) -> JSONValue {
        let text = document.canonicalText.replacing(",", with: ",\n")
        return ["lines": .array(text.split(separator: "\n").map { .string(String($0)) })]
    }

    private static func plan(effective: String = "2026-01-01", _ steps: JSONValue...) -> JSONValue {
        lines(["plan": "社区调整", "source": "政函1号", "effective": .string(effective), "steps": .array(steps)])
    }

    private static let merge: JSONValue = ["merge": ["units": ["C1", "C2"], "into": ["code": "C9", "name": "新社区"]]]

    private static func changes(_ web: WebDistrict) async throws -> [JSONValue] {
        try await web.accounts.log(web.city.id).filter { $0.kind == "configuration_changed" }.map(\.detail).reversed()
    }

    @Test func `units are reorganised by a plan: tried, carried out once, and written down`() async throws {
        try await WebDistrict.with(also: .property + .keepers + .local) { web in
            for _ in 0..<5 { _ = try await web.file() }
            let body = Self.plan(Self.merge)
            let trial = try await web.post(Self.path + "?dry_run=true", body, as: "system")
            #expect(trial.status == 200, "\(trial)")
            #expect(trial.json["matters"]?["dry_run"] == true && trial.json["matters"]?["moved"] == 5)
            let made = trial.json["units"]?.array?.first { $0["after"]?["code"] == "C9" }
            #expect(made?["before"] == .null && made?["after"]?["parent"] == "S", "\(trial.text)")
            let ended = trial.json["units"]?.array?.first { $0["after"]?["code"] == "C1" }
            #expect(ended?["after"]?["successor"] == "C9" && made?["after"]?["successor"] == .null)
            #expect(trial.json["matters"]?["states"] == ["reported": ["moved": 5, "cannot": 0]], "\(trial.text)")
            let posts = trial.json["posts"]?.array ?? []
            #expect(posts.contains { $0["account"] == "desk" && $0["from"] == "C1" && $0["to"] == "C9" })
            #expect(try await web.city.engine.configurations.load(web.city.id).territory.unit(code: "C9") == nil)
            #expect(try await Self.changes(web).isEmpty)

            let tag = try #require(try await web.get("/api/v1/units", as: "system").header("ETag"))
            let stale = try await web.post(Self.path, body, as: "system", headers: ["If-Match": "\"1\""])
            #expect(stale.status == 412 && stale.code == "stale_configuration", "\(stale)")
            let done = try await web.post(Self.path, body, as: "system", headers: ["If-Match": tag])
            #expect(done.status == 200 && done.json["matters"]?["moved"] == 5, "\(done)")
            let now = try await web.city.engine.configurations.load(web.city.id)
            #expect(now.territory.unit(code: "C1")?.closing?.successor == now.territory.unit(code: "C9")?.id)
            let again = try await web.post(Self.path, body, as: "system")
            #expect(again.json["matters"]?["moved"] == 0 && again.json["units"] == [], "\(again)")
            let logged = try await Self.changes(web)
            #expect(logged.count == 2 && logged.allSatisfy { $0["kind"] == "reorganisation" && $0["plan"] == "社区调整" })
            #expect(try await web.city.engine.verify(web.city.id).findings == [])
        }
    }

    @Test func `a plan with findings, before its day, with nowhere to go, or by anybody else does nothing`()
        async throws
    {
        try await WebDistrict.with(also: .property + .keepers + .local) { web in
            _ = try await web.file(as: "grid", place: "B")
            let before = try await web.city.count(ConfigurationWrite.revision(web.city.id))
            for (body, status, code, inner) in [
                (Self.plan(["close": ["unit": "B"]]), 409, "nowhere_to_go", "no_successor"),
                (Self.plan(effective: "2199-01-01", Self.merge), 422, "plan_findings", "not_yet"),
                (Self.plan(["close": ["unit": "X9"]]), 422, "plan_findings", "unknown_unit"),
                (Self.lines(["plan": "x"]), 422, "plan_findings", "missing"),
                (["lines": ["a: ["]], 422, "bad_yaml", "YAML"),
            ] as [(JSONValue, Int, String, String)] {
                let answer = try await web.post(Self.path, body, as: "system")
                #expect(answer.status == status && answer.code == code, "\(body): \(answer.text)")
                #expect(answer.json["detail"]?.string?.contains(inner) == true, "\(answer.text)")
            }
            // Tried, it says how many cannot, from which state and why.
            let stuck = try await web.post(
                Self.path + "?dry_run=true",
                Self.plan(["close": ["unit": "B"]]),
                as: "system",
                headers: ["Accept-Language": "zh"]
            )
            #expect(stuck.json["matters"]?["cannot"] == ["no_successor": 1], "\(stuck)")
            #expect(stuck.json["matters"]?["states"] == ["reported": ["moved": 0, "cannot": 1]], "\(stuck)")
            #expect(stuck.json["matters"]?["reasons"]?["no_successor"]?.string?.contains("没有承接单位") == true)
            // Only looked at, a plan that is still to come may be tried.
            let later = try await web.post(
                Self.path + "?dry_run=true",
                Self.plan(effective: "2199-01-01", Self.merge),
                as: "system"
            )
            #expect(later.status == 200, "\(later)")
            for account in ["local", "desk", "street", "audit", "security"] {
                for (path, body) in [(Self.path, Self.plan(Self.merge)), (Self.migrations, Self.lines([:]))]
                where account != "local" || path == Self.migrations {
                    let answer = try await web.post(path + "?dry_run=true", body, as: account)
                    #expect(answer.status == 403 && answer.code == "not_administrator", "\(account): \(answer)")
                }
            }
            #expect(try await web.post(Self.path, Self.plan(Self.merge), as: "desk@read").code == "scope_missing")
            #expect(try await web.city.count(ConfigurationWrite.revision(web.city.id)) == before)
            #expect(try await Self.changes(web).isEmpty)
        }
    }

    @Test func `an administrator of a part reorganises within it, and hands nothing out of it`() async throws {
        try await WebDistrict.with(also: .property + .keepers + .local) { web in
            let before = try await web.city.count(ConfigurationWrite.revision(web.city.id))
            for step in [
                Self.merge, ["rename": ["unit": "C1", "name": "改名社区"]], ["rename": ["unit": "C2", "name": "改名社区"]],
                ["move": ["unit": "G", "under": "C2"]], ["close": ["unit": "B", "successor": "C2"]],
                ["merge": ["units": ["B"], "into": ["code": "X1", "name": "新楼", "kind": "building", "parent": "C2"]]],
            ] as [JSONValue] {
                for query in ["?dry_run=true", ""] {
                    let answer = try await web.post(Self.path + query, Self.plan(step), as: "local")
                    #expect(answer.status == 422 && answer.code == "plan_findings", "\(step): \(answer.text)")
                    #expect(answer.json["detail"]?.string?.contains("[not_below]") == true, "\(step): \(answer.text)")
                }
            }
            #expect(try await web.city.count(ConfigurationWrite.revision(web.city.id)) == before)
            let number = try await web.file(as: "grid", place: "B")
            let body = Self.plan(["close": ["unit": "B", "successor": "G"]], ["rename": ["unit": "G", "name": "大网格"]])
            let done = try await web.post(Self.path, body, as: "local")
            #expect(done.status == 200 && done.json["matters"]?["moved"] == 1, "\(done.text)")
            let id = try #require(TicketNumber(number)?.id)
            #expect(try await web.city.ticket(id)?.place == web.city.unit("G"))
            // Theirs may be finished by them, somebody else's not.
            #expect(try await web.post(Self.path, body, as: "local").status == 200)
            #expect(try await web.post(Self.path, Self.plan(Self.merge), as: "system").status == 200)
            let others = try await web.post(Self.path, Self.plan(Self.merge), as: "local")
            #expect(others.json["detail"]?.string?.contains("[not_below]") == true, "\(others.text)")
            #expect(try await Self.changes(web).count == 3)
            #expect(try await web.city.engine.verify(web.city.id).findings == [])
        }
    }

    @Test func `running matters move to another version by a plan: tried, carried out, and written down`() async throws
    {
        try await WebDistrict.with(also: .keepers) { web in
            let number = try await web.file()
            let renamed = try Shipped.definition("issue").document.canonicalText
                .replacing("\"signed\"", with: "\"working\"")
            let document = try JSONValue(parsing: renamed)
            let published = try await web.post("/api/v1/definitions", Self.lines(document), as: "system")
            #expect(published.json["version"] == 2, "\(published)")
            let plan: JSONObject = [
                "plan": "新流程", "definition": "issue", "from": 1, "to": 2, "states": ["signed": "working"],
            ]
            let body = Self.lines(.object(plan))
            let trial = try await web.post(Self.migrations + "?dry_run=true", body, as: "system")
            #expect(trial.status == 200 && trial.json["matters"]?["moved"] == 1, "\(trial)")
            let id = try #require(TicketNumber(number)?.id)
            #expect(try await web.city.ticket(id)?.definition.version == 1)
            #expect(trial.json["matters"]?["states"]?["reported"]?["moved"] == 1, "\(trial)")
            let without = try await web.post(
                Self.migrations,
                Self.lines(.object(plan.merging(["states": [:]]) { $1 })),
                as: "system"
            )
            #expect(without.status == 422 && without.code == "plan_findings", "\(without)")
            let done = try await web.post(Self.migrations, body, as: "system")
            #expect(done.json["matters"]?["moved"] == 1 && done.json["matters"]?["dry_run"] == false, "\(done)")
            #expect(try await web.city.ticket(id)?.definition.version == 2)
            let again = try await web.post(Self.migrations, body, as: "system")
            #expect(again.json["matters"]?["unchanged"] == 1, "\(again)")
            let changes = try await Self.changes(web)
            #expect(changes.map { $0["kind"] } == ["definition", "migration", "migration"])
            let plans = try await web.city.engine.plans(in: web.city.id)
            #expect(plans.map(\.person) == [web.city.party("system").person])
            #expect(try await web.city.engine.verify(web.city.id).findings == [])
        }
    }

    @Test func `what claims to go on without a first portion is one: seen, kept and written down`() async throws {
        try await WebDistrict.with(also: .property + .keepers) { web in
            for _ in 0..<3 { _ = try await web.file() }
            let text = try Shipped.definition("issue").document.canonicalText
            let document = try JSONValue(parsing: text.replacing("\"signed\"", with: "\"working\""))
            #expect(try await web.post("/api/v1/definitions", Self.lines(document), as: "system").status == 200)
            let plan: JSONObject = [
                "plan": "新流程", "definition": "issue", "from": 1, "to": 2, "states": ["signed": "working"],
            ]
            let stale = ["If-Match": "\"1\""]
            for (path, body) in [
                (Self.migrations, Self.lines(.object(plan))), (Self.path, Self.plan(Self.merge)),
            ] {
                let path = path + "?after=0&at_most=2"
                let refused = try await web.post(path, body, as: "system", headers: stale)
                #expect(refused.status == 412 && refused.code == "stale_configuration", "\(refused)")
                let first = try await web.post(path, body, as: "system")
                #expect(first.json["matters"]?["moved"] == 2 && first.json["matters"]?["left"] == 1, "\(first)")
                let last = try #require(first.json["matters"]?["last"]?.int)
                // What was seen first has changed since, by this very plan.
                let behind = path.replacing("after=0", with: "after=\(last)")
                let rest = try await web.post(behind, body, as: "system", headers: stale)
                #expect(rest.json["matters"]?["moved"] == 1 && rest.json["matters"]?["left"] == 0, "\(rest)")
            }
            #expect(try await Self.changes(web).map { $0["kind"] } == ["definition", "migration", "reorganisation"])
            #expect(try await web.city.engine.plans(in: web.city.id).count == 2)
            #expect(try await web.city.engine.verify(web.city.id).findings == [])
        }
    }

    @Test func `digests' times are read, set in part, refused where they make no sense`() async throws {
        try await WebDistrict.with(also: .keepers + .local) { web in
            func set(_ body: JSONValue, as account: String = "system", headers: [String: String] = [:]) async throws
                -> Answer
            {
                let headers = ["Content-Type": "application/json"].merging(headers) { $1 }
                return try await web.send(
                    .PUT,
                    "/api/v1/digest",
                    as: account,
                    headers: headers,
                    bytes: body.canonicalBytes
                )
            }
            let all: JSONValue = ["digests": ["14:00", "08:30"], "quiet": "20:00-08:00", "gaps_at": "15:00"]
            let first = try await set(all)
            let sorted: JSONValue = ["digests": ["08:30", "14:00"], "quiet": "20:00-08:00", "gaps_at": "15:00"]
            #expect(first.status == 200 && first.json == sorted, "\(first)")
            let tag = try #require(first.header("ETag"))
            let part = try await set(["quiet": .null, "digests": ["21:00"]], headers: ["If-Match": tag])
            #expect(part.json == ["digests": ["21:00"], "quiet": .null, "gaps_at": "15:00"], "\(part)")
            #expect(try await set(all, headers: ["If-Match": tag]).status == 412)
            let now = try await web.city.engine.configurations.load(web.city.id).messages
            #expect(now.quiet == nil && now.digests == [TimeOfDay(hour: 21, minute: 0)])
            try await eventually("it is read so") {
                try await web.get("/api/v1/digest", as: "system").json == part.json
            }
            for (body, status, code) in [
                (["digests": ["25:00"]], 422, "bad_time"), (["quiet": "20:00"], 422, "bad_time"),
                (["quiet": "20:00-20:00"], 422, "bad_time"), (["gaps_at": "15:00:30"], 422, "bad_time"),
                (["quiet": "20:00-22:00"], 422, "digest_in_quiet_hours"),
                (["digests": [1]], 400, "bad_request"), (["when": "08:00"], 400, "bad_request"),
            ] as [(JSONValue, Int, String)] {
                let answer = try await set(body)
                #expect(answer.status == status && answer.code == code, "\(body): \(answer)")
            }
            for account in ["local", "desk", "audit"] {
                #expect(try await set(all, as: account).code == "not_administrator", "\(account)")
            }
            #expect(try await Self.changes(web).map { $0["kind"] } == ["digest", "digest"])
        }
    }

    @Test func `a ruling's rule goes again, once, and no other rule does`() async throws {
        try await WebDistrict.with(also: .keepers + .local) { web in
            let (city, number) = (web.city, try await web.file())
            let id = try #require(TicketNumber(number)?.id)
            for (act, account) in [("accept", "desk"), ("dispatch", "desk")] {
                try await web.act(act, on: number, as: account)
            }
            let code: [FieldName: JSONValue] = ["return_code": "not_ours"]
            try await city.act("return", by: "water", on: id, input: code, texts: ["evidence": "非市政管网"])
            try await city.act("refuse_return", by: "desk", on: id, texts: ["reason": "属给水"])
            try await city.act("dispute", by: "water", on: id, texts: ["reason": "绿化用水", "evidence": "图纸"])
            let ruling: [FieldName: JSONValue] = [
                "ruling": "other", "lead": .int(city.unit("P").rawValue), "into_directory": true,
            ]
            try await city.act("arbitrate", by: "street", on: id, input: ruling, texts: ["reason": "绿化管养单位"])
            let adopted = try await web.post(
                "/api/v1/directory/rulings",
                ["number": .string(number)],
                as: "system"
            )
            let rule = try #require(adopted.json["rule"]?.string)
            let path = "/api/v1/directory/rulings/" + rule.replacing("ruling/", with: "")
            for account in ["local", "desk"] {
                #expect(try await web.send(.DELETE, path, as: account).code == "not_administrator")
            }
            let stale = try await web.send(.DELETE, path, as: "system", headers: ["If-Match": "\"1\""])
            #expect(stale.status == 412)
            #expect(try await city.engine.configurations.load(city.id).directory.rules.contains { $0.id == rule })
            #expect(try await web.send(.DELETE, path, as: "system").status == 204)
            #expect(try await !city.engine.configurations.load(city.id).directory.rules.contains { $0.id == rule })
            for path in [path, "/api/v1/directory/rulings/W"] {
                let none = try await web.send(.DELETE, path, as: "system")
                #expect(none.status == 404 && none.code == "unknown_ruling", "\(none)")
            }
            #expect(try await Self.changes(web).map { $0["kind"] } == ["ruling", "revoked_ruling"])
        }
    }
}
