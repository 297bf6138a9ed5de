import Dispatcher
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

/// 我上报的: what somebody reported stays in their list, wherever it goes.
@Suite struct ReportedAPITests {
    /// All matters of the list, page by page.
    private static func numbers(_ web: WebDistrict, _ account: String, _ limit: Int = 200) async throws -> [String] {
        try await web.numbers(from: "/api/v1/reported-matters?limit=\(limit)", as: account)
    }

    @Test func `whoever has it now and however it ended, it is in the list of who reported it alone`() async throws {
        try await WebDistrict.with(also: .property) { web in
            let first = try await web.file(as: "grid", place: "G")
            let ended = try await web.file(as: "grid", place: "G")
            let others = try await web.file()
            try await web.act("elevate", on: first, as: "grid", fields: ["reason": "办不了"])
            try await web.act("accept", on: first, as: "desk")
            try await web.act("dispatch", on: first, as: "desk")
            try await web.act("elevate", on: ended, as: "grid", fields: ["reason": "办不了"])
            try await web.act("decline", on: ended, as: "desk", fields: ["reason": "重复", "route": "原工单"])
            #expect(try await Self.numbers(web, "grid") == [ended, first])
            #expect(try await Self.numbers(web, "desk") == [others])
            for account in ["water", "far", "street"] { #expect(try await Self.numbers(web, account) == []) }
            let line = try #require(
                try await web.get("/api/v1/reported-matters", as: "grid").json["matters"]?.array?.last
            )
            #expect(line["responsible"]?["code"] == "W" && line["number"]?.string == first)
        }
    }

    @Test func `pages of any size have each of them once, the latest first`() async throws {
        try await WebDistrict.with { web in
            var filed: [String] = []
            for turn in 0..<7 { filed.append(try await web.file(text: "第 \(turn) 件")) }
            // Reported at the same moment, the number decides.
            try await web.city.tamper(
                """
                UPDATE ticket SET reported_at = (SELECT min(reported_at) FROM ticket WHERE district_id = \(web.city.id.rawValue))
                WHERE district_id = \(web.city.id.rawValue)
                """
            )
            for limit in [1, 2, 3, 7, 8] {
                #expect(try await Self.numbers(web, "desk", limit) == filed.reversed(), "\(limit) a page")
            }
            #expect(try await web.get("/api/v1/reported-matters", as: nil).status == 401)
            #expect(try await web.get("/api/v1/reported-matters?limit=0").status == 400)
            #expect(try await web.get("/api/v1/reported-matters?before=\(filed[0])").code == "half_a_place")
        }
    }
}
