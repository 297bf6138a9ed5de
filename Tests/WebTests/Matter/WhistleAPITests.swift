import Dispatcher
import PGStore
import TestSupport
import Testing
import Workflow

/// Whistles: who blew one, who was called, who has come.
@Suite struct WhistleAPITests {
    private static func list(_ web: WebDistrict, _ query: String, _ account: String) async throws -> [JSONValue] {
        let answer = try await web.get("/api/v1/whistles\(query)", as: account)
        #expect(answer.status == 200, "\(answer)")
        return answer.json["whistles"]?.array ?? []
    }

    private static func blown(_ web: WebDistrict, kind: String = "emergency") async throws -> String {
        let number = try await web.file()
        try await web.act("accept", on: number, as: "desk")
        try await web.act(
            "whistle",
            on: number,
            as: "desk",
            fields: [
                "whistle_kind": .string(kind), "whistle_level": "three", "departments": ["W", "P"], "tried": "社区已到场",
            ]
        )
        return number
    }

    @Test func `a whistle names who was called, where each stands, when they came and their limits`() async throws {
        try await WebDistrict.with(also: .property + .keepers) { web in
            let number = try await Self.blown(web)
            let whistle = try await web.get("/api/v1/matters/\(number)/whistle")
            #expect(whistle.status == 200, "\(whistle)")
            #expect(whistle.json["kind"]?["name"] == "emergency" && whistle.json["level"]?["title"] == "三级")
            let departments = try #require(whistle.json["departments"]?.array)
            #expect(departments.map { $0["lead"]?["code"] } == ["W", "P"])
            #expect(departments.allSatisfy { $0["state"]?["name"] == "assigned" && $0["arrived_at"] == .null })
            let clocks = departments[0]["clocks"]?.array?.compactMap { $0["name"]?.string } ?? []
            #expect(Set(clocks).isSuperset(of: ["answer", "arrival"]))
            let task = try #require(departments[0]["number"]?.string)
            try await web.act("check_in", on: task, as: "desk", fields: ["rank": "section_head"])
            let after = try await web.get("/api/v1/matters/\(number)/whistle").json["departments"]?.array ?? []
            #expect(after[0]["state"]?["name"] == "accepted" && after[0]["arrived_at"] != .null)
            #expect(after[1]["arrived_at"] == .null)
            // Who was called sees its own task, and not what others were asked.
            #expect(try await web.get("/api/v1/matters/\(number)/whistle", as: "far").code == "unknown_ticket")
            let other = try await web.file()
            #expect(try await web.get("/api/v1/matters/\(other)/whistle").code == "no_whistle")
        }
    }

    @Test func `both sides have a list of their own, without tasks of another kind`() async throws {
        try await WebDistrict.with(also: .property + .keepers) { web in
            let number = try await Self.blown(web)
            let shared = try await web.file()
            try await web.act("accept", on: shared, as: "desk")
            try await web.act("dispatch", on: shared, as: "desk", fields: ["co_handlers": ["P"]])
            let blown = try await Self.list(web, "", "desk")
            #expect(blown.map { $0["matter"]?["number"] } == [.string(number)])
            #expect(blown.first?["kind"]?["name"] == "emergency")
            #expect(try await Self.list(web, "", "street").isEmpty)
            #expect(try await Self.list(web, "?below=true", "street").count == 1)
            for account in ["water", "parks"] {
                let asked = try await Self.list(web, "?side=asked", account)
                #expect(asked.count == 1 && asked[0]["level"]?["name"] == "three", "\(account)")
                #expect(asked[0]["matter"]?["responsible"]?["code"] == (account == "water" ? "W" : "P"))
                #expect(try await Self.list(web, "?side=blown", account).isEmpty)
            }
            for account in ["far", "system", "property"] {
                for side in ["asked", "blown"] {
                    #expect(try await Self.list(web, "?below=true&side=\(side)", account).isEmpty, "\(account)")
                }
            }
            #expect(try await web.get("/api/v1/whistles?side=both").status == 400)
        }
    }
}
