import Dispatcher
import PGStore
import TestSupport
import Testing
import Workflow

/// Lamps by unit: each matter once, with whoever answers for it, as whoever asks looks at the territory.
@Suite struct LampAPITests {
    /// The lines as words: relation, code, open, near the limit, overdue, reported today.
    private static func lamps(_ web: WebDistrict, _ account: String, _ query: String = "") async throws -> [String] {
        let answer = try await web.get("/api/v1/lamps\(query)", as: account)
        #expect(answer.status == 200, "\(answer)")
        #expect(answer.json["is_more"] == false)
        return (answer.json["lamps"]?.array ?? []).map { line in
            let counts = ["open", "near_limit", "overdue", "today"].map { "\(line[$0]?.int ?? -1)" }
            return ([line["relation"]?.string ?? "", line["unit"]?["code"]?.string ?? ""] + counts)
                .joined(separator: " ")
        }
    }

    private static func light(_ web: WebDistrict, _ number: String, _ lamp: Lamp) async throws {
        let id = try #require(TicketNumber(number)?.id)
        try await web.city.light(id, lamp)
    }

    @Test func `each matter counts once, with whoever answers for it, in the order of codes`() async throws {
        try await WebDistrict.with(also: .property) { web in
            let numbers = [try await web.file(), try await web.file(), try await web.file()]
            for number in numbers.prefix(2) {
                try await web.act("accept", on: number, as: "desk")
                try await web.act("dispatch", on: number, as: "desk")
            }
            _ = try await web.file(place: "C2")
            try await Self.light(web, numbers[0], .red)
            try await Self.light(web, numbers[1], .yellow)
            let street = try await Self.lamps(web, "street")
            #expect(street == ["own S 0 0 0 0", "below C1 1 0 0 1", "below C2 1 0 0 1", "outside W 2 1 1 2"])
            // What the community's desk gave out is in the department's hands, and still of its concern.
            let desk = try await Self.lamps(web, "desk")
            #expect(desk == ["own C1 1 0 0 1", "below G 0 0 0 0", "below PM 0 0 0 0", "outside W 2 1 1 2"])
            #expect(try await Self.lamps(web, "street", "?under=C1") == desk)
            #expect(try await Self.lamps(web, "far") == ["own C2 1 0 0 1"])
            #expect(try await Self.lamps(web, "water") == ["own W 2 1 1 2", "below WS 0 0 0 0"])
            #expect(try await Self.lamps(web, "parks") == ["own P 0 0 0 0"])
            // What a part works on is of its concern, and the department's to answer for.
            try await web.act("sign", on: numbers[0], as: "water")
            try await web.act("assign_inside", on: numbers[0], as: "water", fields: ["section": "WS"])
            try await Self.light(web, numbers[0], .red)
            #expect(try await Self.lamps(web, "section") == ["own WS 0 0 0 0", "outside W 1 0 1 1"])
            #expect(try await Self.lamps(web, "water") == ["own W 2 1 1 2", "below WS 0 0 0 0"])
            #expect(try await web.get("/api/v1/lamps?under=C2", as: "desk").code == "not_yours")
            #expect(try await web.get("/api/v1/lamps?under=XX").code == "unknown_unit")
            #expect(try await web.get("/api/v1/lamps", as: nil).status == 401)
        }
    }

    @Test func `numbers are those of the lists behind them, and a draft is in neither`() async throws {
        try await WebDistrict.with { web in
            let number = try await web.file()
            try await web.act("accept", on: number, as: "desk")
            try await web.act("dispatch", on: number, as: "desk")
            _ = try await web.file()
            let draft = try await web.post(
                "/api/v1/matters",
                ["act": "save_draft", "fields": WebDistrict.filing()["fields"] ?? [:]],
                as: "grid"
            )
            #expect(draft.json["state"]?["name"] == "draft")
            func listed(_ query: String) async throws -> [String] {
                let answer = try await web.get("/api/v1/matters?\(query)", as: "street")
                #expect(answer.status == 200, "\(answer)")
                return answer.json["matters"]?.array?.compactMap { $0["number"]?.string } ?? []
            }
            #expect(try await Self.lamps(web, "street")[1] == "below C1 1 0 0 1")
            #expect(try await listed("responsible=C1").count == 1)
            #expect(try await listed("responsible=W") == [number])
            #expect(try await listed("responsible=W&lamp=red") == [])
            #expect(try await listed("responsible=P") == [])
            #expect(try await listed("responsible=S").count == 1)
            #expect(try await listed("responsible=S&alone=true") == [])
            #expect(try await listed("responsible=C1&state=draft") == [])
            #expect(try await listed("responsible=C1&state=draft&closed=true") == [])
            #expect(try await web.get("/api/v1/matters?responsible=XX").code == "unknown_unit")
        }
    }

    @Test func `those who keep the system see no lamps`() async throws {
        try await WebDistrict.with(also: .keepers) { web in
            _ = try await web.file()
            for account in ["system", "security", "audit"] {
                #expect(try await Self.lamps(web, account) == [])
            }
        }
    }
}
