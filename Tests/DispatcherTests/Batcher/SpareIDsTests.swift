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

    /// A sequence is as durable as the last commit: after a crash it gives what it gave before.
    @Test func `ids that a server gives a second time are passed over, with a contact and without one`() async throws {
        // The sequence is everybody's: it is turned back in a database of its own.
        let database = try await MigratedDatabase.migrated(TestServer.shared())
        try await TestDistrict.with(in: database) { city in
            for _ in 0..<4 { _ = try await city.file() }
            for contact in [[:], ["contact_phone": "13800005678"]] as [[FieldName: String]] {
                let highest = try await city.count("SELECT max(id) FROM ticket WHERE district_id = \(city.id.rawValue)")
                try await city.tamper("SELECT setval('ticket_id_seq', \(Int64(highest) - 3))")
                let filed = try await withThrowingTaskGroup(of: TicketID.self) { group in
                    for index in 0..<6 {
                        let filing = city.filing(contact: contact, key: .given("again \(contact.count) \(index)"))
                        group.addTask { try await city.engine.submit(filing).ticket }
                    }
                    return try await group.reduce(into: Set()) { $0.insert($1) }
                }
                #expect(filed.count == 6 && filed.allSatisfy { $0.rawValue > highest })
            }
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }
}
