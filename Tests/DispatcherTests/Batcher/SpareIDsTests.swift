import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

@testable import Dispatcher

@Suite struct SpareIDsTests {
    @Test func `what nobody used is used before others are taken`() {
        let spares = SpareIDs()
        #expect(spares.take(3).isEmpty)
        spares.put([TicketID(9), TicketID(7)])
        spares.put([TicketID(8)])
        #expect(spares.take(2) == [TicketID(7), TicketID(8)])
        #expect(spares.take(2) == [TicketID(9)] && spares.take(1).isEmpty)
    }

    @Test func `what an act might have made and did not is borne by the next ticket`() async throws {
        try await TestDistrict.with { city in
            let first = try await city.file()
            let input: [FieldName: JSONValue] = ["category": "园林", "place": .int(city.unit("C1").rawValue)]
            // Each took an id and gave it back; so the next filing's is older than one taken from the sequence now.
            for _ in 0..<5 {
                try await city.act("correct", by: "desk", on: first, input: input, texts: ["reason": "误"])
            }
            let taken = try await city.count("SELECT nextval('ticket_id_seq')")
            let next = try await city.file()
            #expect(next > first && next.rawValue < taken)
            let last = try await city.file()
            #expect(last.rawValue > taken)
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }
}
