import Dispatcher
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

/// The person responsible, in rows and lists.
@Suite struct OwnerStoreTests {
    @Test func `the row says who is responsible, lists find it, and verify holds it to the events`() async throws {
        try await TestDistrict.with { city in
            let tickets = try await city.file(count: 3)
            try await city.act("accept", by: "desk2", on: tickets[1])
            try await city.act("accept", by: "desk", on: tickets[2])
            try await city.act("dispatch", by: "desk", on: tickets[2])
            #expect(try await city.owned(by: "desk") == [tickets[0]])
            #expect(try await city.owned(by: "desk2") == [tickets[1]])
            #expect(try await city.owned(by: "water") == [tickets[2]])
            let verification = try await city.engine.verify(city.id)
            #expect(verification.findings == [])
            let (district, ticket) = (city.id.rawValue, tickets[1].rawValue)
            try await city.tamper("UPDATE ticket SET owner_id = 1 WHERE district_id = \(district) AND id = \(ticket)")
            #expect(try await city.engine.verify(city.id).findings.map(\.code) == ["row_differs"])
        }
    }
}

extension TestDistrict {
    /// The open matters of a person.
    func owned(by account: String) async throws -> [TicketID] {
        var filter = TicketFilter()
        filter.owner = party(account).person
        filter.isOpenOnly = true
        var found: [TicketID] = []
        try await engine.tickets(filter, in: id) { found.append($0.ticket.id) }
        return found
    }
}
