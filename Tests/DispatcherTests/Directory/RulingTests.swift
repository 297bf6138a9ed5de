import Dispatcher
import PGStore
import TestSupport
import Testing
import Workflow

/// A ruling becomes a rule of the directory, on a real database.
@Suite struct RulingTests {
    /// A matter that water returned and disputed, and that the street gave to parks.
    private static func ruled(_ city: TestDistrict, into: Bool = true) async throws -> TicketID {
        let matter = try await city.file()
        try await city.act("accept", by: "desk", on: matter)
        try await city.act("dispatch", by: "desk", on: matter)
        let code: [FieldName: JSONValue] = ["return_code": "not_ours"]
        try await city.act("return", by: "water", on: matter, input: code, texts: ["evidence": "非市政管网"])
        try await city.act("refuse_return", by: "desk", on: matter, texts: ["reason": "属给水"])
        try await city.act("dispute", by: "water", on: matter, texts: ["reason": "绿化用水", "evidence": "图纸"])
        let ruling: [FieldName: JSONValue] = [
            "ruling": "other", "lead": .int(city.unit("P").rawValue), "into_directory": .bool(into),
        ]
        try await city.act("arbitrate", by: "street", on: matter, input: ruling, texts: ["reason": "绿化管养单位"])
        return matter
    }

    @Test func `what was ruled holds for the next matter, and outlives an import`() async throws {
        try await TestDistrict.with { city in
            let matter = try await Self.ruled(city)
            let dossier = try #require(try await city.engine.dossier(matter, in: city.id))
            let ruling = try Ruling(dossier, city.configuration)
            #expect(ruling.row.leadCode == "P" && ruling.row.category == "水务" && ruling.findings.isEmpty)
            try await city.engine.adopt(ruling, in: city.id)
            try await city.engine.adopt(ruling, in: city.id)
            let next = try #require(try await city.ticket(try await city.file()))
            #expect(next.rule?.id == ruling.row.rule && next.rule?.lead == city.unit("P"))
            let rules = try await city.engine.configurations.load(city.id).directory.rules
            #expect(rules.first?.id == ruling.row.rule && rules.count == city.configuration.directory.rules.count + 1)
            #expect(try await city.engine.revoke(rule: ruling.row.rule, in: city.id))
            #expect(try await city.engine.revoke(rule: ruling.row.rule, in: city.id) == false)
            let last = try await city.file()
            #expect(try await city.ticket(last)?.rule?.lead == city.unit("W"))
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `one that was not meant for it, and one that never was, give no rule`() async throws {
        try await TestDistrict.with { city in
            let matter = try await Self.ruled(city, into: false)
            let dossier = try #require(try await city.engine.dossier(matter, in: city.id))
            #expect(throws: Ruling.Fault.notMeant) { try Ruling(dossier, city.configuration) }
            let plain = try #require(try await city.engine.dossier(try await city.file(), in: city.id))
            #expect(throws: Ruling.Fault.notRuled) { try Ruling(plain, city.configuration) }
            let elsewhere = try #require(city.configuration.territory.unit(code: "P"))
            let other = try await Self.ruled(city)
            let third = try #require(try await city.engine.dossier(other, in: city.id))
            #expect(throws: Ruling.Fault.elsewhere(elsewhere.id)) {
                try Ruling(third, place: elsewhere, city.configuration)
            }
        }
    }
}
