import Dispatcher
import PGStore
import Tabular
import TestSupport
import Testing
import Workflow

/// Streets of real districts merged and split, with matters in every part of them.
@Suite struct RealReorganisationTests {
    static let districts = ["bishan", "hanbin", "saihan", "shanwei_cheng", "zhongmu"].filter { name in
        let isThere = SharedData.has("units/\(name).csv")
        if !isThere { print("skipped: ../shared/data has no units/\(name).csv") }
        return isThere
    }

    @Test(.enabled(if: !districts.isEmpty, "skipped: ../shared/data has no units"), arguments: districts)
    func `after a merger and a split every open matter has one open responsible unit`(name: String) async throws {
        let text = try #require(SharedData.text("units/\(name).csv"))
        try await TestDistrict.with { city in
            let loaded = try await city.load(.units, .bytes(Array(text.utf8)))
            #expect(loaded.badRows == 0, "\(loaded.complaints.prefix(3))")
            let before = try await city.now()
            let streets = before.territory.all.filter { $0.kind == "street" && $0.code.count > 5 }.prefix(3)
            let places = streets.flatMap { [$0] + before.territory.children(of: $0.id).prefix(6) }
            let tickets = try await Self.file(places.map(\.id), city)
            let plan = try Self.plan(Array(streets), before.territory)
            let reorganiser = Reorganiser(plan, engine: city.engine, district: city.id)
            let person = try #require(city.party("street").person)
            let report = try await reorganiser.run(ordered: person)
            #expect(!report.isRefused && report.tickets.refusedCount == 0 && report.tickets.moved > 0)
            let after = try await city.now().territory
            for id in tickets {
                let ticket = try #require(try await city.ticket(id))
                for unit in [ticket.place, ticket.desk, ticket.responsible].compactMap(\.self) {
                    #expect(after[unit] != nil && after[unit]?.closing == nil)
                }
                #expect(ticket.desk == ticket.place || after.isAbove(ticket.desk, of: ticket.place))
            }
            #expect(try await reorganiser.run(ordered: person).tickets.moved == 0)
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    /// A matter at each place, by the street dispatcher of the test's own district.
    private static func file(_ places: [UnitID], _ city: TestDistrict) async throws -> [TicketID] {
        var tickets: [TicketID] = []
        for place in places {
            let submission = Submission(
                district: city.id,
                target: .filing("issue"),
                act: "report",
                by: Party(identity: .resident),
                input: ["category": "水务", "place": .int(place.rawValue)],
                texts: ["text": "漏水"]
            )
            tickets.append(try await city.engine.submit(submission).ticket)
        }
        return tickets
    }

    /// The first two streets become one; the third becomes two, its parts by turns.
    private static func plan(_ streets: [Workflow.Unit], _ territory: UnitTree) throws -> Reorganisation {
        let below = territory.children(of: streets[2].id).map { JSONValue.string($0.code) }
        let half = below.count / 2
        return try Reorganisation(document: [
            "plan": "街道调整", "source": "政函2号", "effective": "2026-01-01",
            "steps": [
                [
                    "merge": [
                        "units": [.string(streets[0].code), .string(streets[1].code)],
                        "into": ["code": "NEW1", "name": "新街道"],
                    ]
                ],
                [
                    "split": [
                        "unit": .string(streets[2].code),
                        "into": [["code": "NEW2", "name": "东街道"], ["code": "NEW3", "name": "西街道"]],
                        "below": ["NEW2": .array(Array(below[..<half])), "NEW3": .array(Array(below[half...]))],
                        "rest": "NEW2",
                    ]
                ],
            ],
        ])
    }
}
