import Dispatcher
import PGStore
import Postgres
import TestSupport
import Testing
import Web
import Workflow

/// 按电话查找、按地点查找, by HTTP.
@Suite struct TelephoneAPITests {
    private static let path = "/api/v1/matters/of-telephone"

    private static func file(
        _ web: WebDistrict,
        phone: String?,
        place: String = "C1",
        _ more: JSONObject = [:]
    ) async throws -> String {
        var fields: JSONObject = ["category": "水务", "place": .string(place), "text": "楼道漏水"]
        if let phone { fields["contact_phone"] = .string(phone) }
        let body: JSONValue = ["fields": .object(fields.merging(more) { $1 })]
        let answer = try await web.post("/api/v1/matters", body, as: place == "C1" ? "desk" : "street")
        guard let number = answer.json["number"]?.string else { throw Refused(answer) }
        return number
    }

    private static func numbers(_ answer: Answer) -> [String] {
        answer.json["matters"]?.array?.compactMap { $0["number"]?.string } ?? []
    }

    @Test func `what a caller reported is found however the telephone is written, ended ones too, and noted`()
        async throws
    {
        try await WebDistrict.with { web in
            let first = try await Self.file(web, phone: "139 0000 0003")
            let second = try await Self.file(web, phone: "+86 139-0000-0003")
            _ = try await Self.file(web, phone: "13900000004")
            _ = try await Self.file(web, phone: nil)
            try await web.act("decline", on: first, as: "desk", fields: ["reason": "重复", "route": "原工单"])
            for typed in ["13900000003", "+86 139 0000 0003", "１３９０００００００３", "(139) 0000-0003"] {
                let found = try await web.post(Self.path, ["phone": .string(typed)])
                #expect(found.status == 200 && Self.numbers(found) == [second, first], "\(typed): \(found.text)")
                #expect(found.json["is_more"] == false)
                // What is asked for stands in none of the answer.
                #expect(!found.text.contains("0003\"}") && !found.text.contains("1390000"))
            }
            let last = try await web.post(Self.path, ["phone": "13900000003", "reason": "来电人询问"])
            let looks = try await web.city.engine.looks(in: web.city.id, limit: 2)
            #expect(Set(looks.map { TicketNumber(first)?.id == $0.look.ticket }) == [true, false])
            #expect(looks.allSatisfy { $0.look.reason == "来电人询问" && $0.fields == ["contact_phone"] })
            #expect(looks.allSatisfy { $0.look.request == last.header("X-Request-Id") })
            #expect(try await web.city.engine.looks(in: web.city.id).count == 10)
            // Nobody has it: nothing is found, and nothing to be noted.
            #expect(Self.numbers(try await web.post(Self.path, ["phone": "13900000009"])) == [])
            #expect(try await web.city.engine.looks(in: web.city.id).count == 10)
            // That somebody tried is, and what was typed is not.
            let log = SecurityEvent.list(web.city.id, of: web.city.party("desk").person, before: nil, limit: 99)
            let sought = try await web.city.engine.pool.query(log).map(SecurityEvent.init(row:))
                .filter { $0.kind == "telephone_sought" }
            #expect(sought.map { $0.detail["found"]?.int } == [0, 2, 2, 2, 2, 2])
            #expect(sought.allSatisfy { !"\($0.detail)".contains("0009") })
        }
    }

    @Test func `who tries telephone after telephone is stopped`() async throws {
        var limits = ServiceLimits()
        limits.clients.telephones = .init(burst: 3, seconds: 600)
        try await WebDistrict.with(limits: limits) { web in
            for number in 0..<3 {
                let phone = JSONValue.string("1390000000\(number)")
                #expect(try await web.post(Self.path, ["phone": phone]).status == 200)
            }
            let stopped = try await web.post(Self.path, ["phone": "13900000003"])
            #expect(stopped.status == 429 && stopped.header("Retry-After") != nil)
            #expect(try await web.post(Self.path, ["phone": "13900000003"], as: "street").status == 200)
        }
    }

    @Test func `only matters of which somebody may see whom to reach are found, and by some nothing`() async throws {
        try await WebDistrict.with(also: .property + .keepers) { web in
            let open = try await Self.file(web, phone: "13900000005")
            let secret = try await Self.file(web, phone: "13900000005", ["confidential": true])
            let far = try await Self.file(web, phone: "13900000005", place: "C2")
            let phone: JSONValue = ["phone": "13900000005"]
            #expect(Self.numbers(try await web.post(Self.path, phone)) == [secret, open])
            #expect(Self.numbers(try await web.post(Self.path, phone, as: "street")) == [far, open])
            #expect(Self.numbers(try await web.post(Self.path, phone, as: "far")) == [far])
            for account in ["water", "parks"] {
                let none = try await web.post(Self.path, phone, as: account)
                #expect(none.status == 200 && Self.numbers(none) == [], "\(account)")
            }
            for account in ["system", "security", "audit", "property"] {
                let refused = try await web.post(Self.path, phone, as: account)
                #expect(refused.status == 403 && refused.code == "contact_hidden", "\(account): \(refused.text)")
            }
            #expect(try await web.post(Self.path, phone, as: nil).status == 401)
        }
    }

    @Test(arguments: ["1390000000O", "1234", "张三", "139000000031390000000313900000003"])
    func `what is no telephone is refused, and not said again`(_ typed: String) async throws {
        try await WebDistrict.with { web in
            let refused = try await web.post(Self.path, ["phone": .string(typed)])
            #expect(refused.status == 422 && refused.code == "bad_telephone", "\(refused.text)")
            #expect(!refused.text.contains(typed))
            #expect(try await web.post(Self.path, [:]).status == 400)
            #expect(try await web.get(Self.path + "?phone=13900000003").status != 200)
        }
    }

    @Test func `a place narrows a list to what happened there and below`() async throws {
        try await WebDistrict.with { web in
            let here = try await web.file(place: "C1")
            let below = try await web.file(as: "leader", place: "B")
            let there = try await web.file(as: "street", place: "C2")
            func listed(_ query: String) async throws -> [String] {
                Self.numbers(try await web.get("/api/v1/matters?\(query)", as: "street"))
            }
            #expect(try await listed("place=C1") == [here, below])
            #expect(try await listed("place=B") == [below])
            #expect(try await listed("place=C2&closed=true") == [there])
            #expect(try await listed("place=S") == [here, below, there])
            #expect(try await listed("place=B&lamp=red") == [])
            // Kept pages are of one place each, and made anew for what happens there.
            let again = try await web.file(as: "leader", place: "B")
            #expect(try await listed("place=B") == [below, again])
            #expect(try await listed("place=C2&closed=true") == [there])
            let unknown = try await web.get("/api/v1/matters?place=nowhere", as: "street")
            #expect(unknown.status == 422 && unknown.code == "unknown_unit")
            // A place shows nobody more than they see anyhow.
            #expect(Self.numbers(try await web.get("/api/v1/matters?place=C2", as: "desk")) == [])
        }
    }
}
