import Dispatcher
import NIOHTTP1
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

/// Who keeps the system sees its traces and no matters; everybody sees their own.
@Suite struct AdministrationAPITests {
    @Test func `a look in full is in the log: for the auditor, and for who looked`() async throws {
        try await WebDistrict.with(also: .property + .keepers) { web in
            let fields: JSONObject = [
                "category": "水务", "place": "C1", "text": "楼道漏水", "contact_phone": "13800005678",
            ]
            let filed = try await web.post("/api/v1/matters", ["fields": .object(fields)])
            let number = try #require(filed.json["number"]?.string)
            _ = try await web.get("/api/v1/matters/\(number)/contact?reason=callback")
            for account in ["audit", "desk"] {
                let looks = try await web.get("/api/v1/access-log", as: account).json["looks"]?.array ?? []
                #expect(looks.count == 1, "\(account)")
                #expect(looks.first?["reason"] == "callback" && looks.first?["fields"] == ["contact_phone"])
                #expect(looks.first?["person"]?["account"] == "desk")
            }
            for account in ["desk2", "system", "security", "street"] {
                #expect(try await web.get("/api/v1/access-log", as: account).json["looks"] == [], "\(account)")
            }
            let none = try await web.get("/api/v1/access-log?ticket=99999", as: "audit").json["looks"]
            #expect(none == [])
            #expect(try await web.get("/api/v1/access-log", as: "desk@read").status == 403)
        }
    }

    @Test func `the security log goes back page by page, and each sees their part of it`() async throws {
        try await WebDistrict.with(also: .property + .keepers) { web in
            for _ in 0..<3 { _ = try await web.signIn("desk", "wrong") }
            _ = try await web.signIn("water", "wrong")
            func events(_ account: String) async throws -> [JSONValue] {
                var (all, path): ([JSONValue], String?) = ([], "/api/v1/security-log?limit=3")
                while let next = path {
                    let answer = try await web.get(next, as: account)
                    all += answer.json["events"]?.array ?? []
                    path = answer.header("Link").flatMap { $0.dropFirst().split(separator: ">").first.map(String.init) }
                }
                return all
            }
            func failed(_ account: String) async throws -> [JSONValue?] {
                try await events(account).filter { $0["kind"] == "sign_in_failed" }.map { $0["person"]?["account"] }
            }
            #expect(try await failed("audit") == ["water", "desk", "desk", "desk"])
            #expect(try await failed("security") == ["water", "desk", "desk", "desk"])
            #expect(try await failed("desk") == ["desk", "desk", "desk"])
            #expect(try await failed("system") == [])
            let ids = try await events("audit").compactMap { $0["id"]?.int }
            #expect(ids == ids.sorted(by: >) && Set(ids).count == ids.count && ids.count > 6)
        }
    }

    @Test func `dead letters are the system administrator's, who sends them again`() async throws {
        try await WebDistrict.with(also: .property + .keepers) { web in
            let ticket = try await web.city.file()
            try await web.city.putAside(timersOf: ticket, why: "a test")
            #expect(try await web.get("/api/v1/dead-letters", as: "audit").code == "not_administrator")
            let list = try await web.get("/api/v1/dead-letters", as: "system")
            let timers = try #require(list.json["timers"]?.array)
            #expect(!timers.isEmpty && timers.allSatisfy { $0["reason"] == "a test" })
            let keys = timers.map { timer -> JSONValue in
                ["ticket": timer["ticket"] ?? .null, "clock": timer["clock"] ?? .null, "step": timer["step"] ?? .null]
            }
            let body: JSONValue = ["timers": .array(keys), "messages": [12_345]]
            #expect(try await web.post("/api/v1/dead-letters/resend", body, as: "desk").status == 403)
            let resent = try await web.post("/api/v1/dead-letters/resend", body, as: "system")
            #expect(resent.json["timers"]?.int == Int64(timers.count) && resent.json["messages"] == 0)
            #expect(try await web.get("/api/v1/dead-letters", as: "system").json["timers"] == [])
            #expect(try await web.city.engine.verify(web.city.id).findings == [])
        }
    }

    @Test func `messages are given up by who keeps the system, and the log says so`() async throws {
        try await WebDistrict.with(also: .property + .keepers) { web in
            let (ticket, district) = (try await web.city.file(), web.city.id)
            for id in [1, 2, 3] {
                _ = try await web.city.tamper(
                    """
                    INSERT INTO outbox_dead (district_id, id, ticket_id, seq, attempts, payload, reason)
                    VALUES (\(district.rawValue), \(Int64(id)), \(ticket.rawValue), 1, 9, '{}', 'a test')
                    """
                )
            }
            let body: JSONValue = ["messages": [1, 3, 99], "postings": [7]]
            for account in ["desk", "audit", "security"] {
                let refused = try await web.post("/api/v1/dead-letters/giving-up", body, as: account)
                #expect(refused.status == 403 && refused.code == "not_administrator", "\(account)")
            }
            let given = try await web.post("/api/v1/dead-letters/giving-up", body, as: "system")
            #expect(given.json == ["messages": 2, "postings": 0], "\(given)")
            let left = try await web.get("/api/v1/dead-letters", as: "system").json["messages"]?.array ?? []
            #expect(left.map { $0["id"] } == [2])
            let events = try await web.get("/api/v1/security-log", as: "audit").json["events"]?.array ?? []
            let event = events.first { $0["detail"]?["kind"] == "give_up" }
            #expect(event?["by"]?["account"] == "system" && event?["detail"]?["messages"] == [1, 3, 99])
            #expect(try await web.city.engine.verify(district).findings == [])
        }
    }
}
