import Dispatcher
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

/// Who sees whom to reach, and what is written down of it.
@Suite struct LookTests {
    private static func look(_ city: TestDistrict, _ account: String, _ ticket: TicketID) async throws
        -> ResidentContact?
    {
        try await city.engine.contact(
            of: ticket,
            in: city.id,
            for: city.party(account),
            via: .page,
            reason: "回访",
            request: "r-1"
        )
    }

    @Test func `a look in full is written down with who, when, what, where and why; one at stars is not`() async throws
    {
        try await TestDistrict.with { city in
            let contact: [FieldName: String] = ["contact_name": "张三丰", "contact_phone": "13800005678"]
            let ticket = try await city.engine.submit(city.filing(by: "leader", place: "B", contact: contact)).ticket
            let before = try await city.engine.now()
            #expect(try await Self.look(city, "street", ticket)?.phone == .text("138****5678"))
            #expect(try await Self.look(city, "water", ticket)?.values.isEmpty == true)
            #expect(try await city.engine.looks(in: city.id).isEmpty)
            let full = try #require(try await Self.look(city, "leader", ticket))
            #expect(full.sight == .full && full.name == .text("张三丰") && full.address == nil)
            let looks = try await city.engine.looks(in: city.id, ticket: ticket, person: city.party("leader").person)
            let logged = try #require(looks.first)
            #expect(looks.count == 1 && logged.fields == ["contact_name", "contact_phone"] && logged.at >= before)
            #expect(logged.look.via == .page && logged.look.reason == "回访" && logged.look.request == "r-1")
            #expect(logged.look.person == city.party("leader").person && logged.look.ticket == ticket)
            #expect(try await city.engine.looks(in: city.id, person: city.party("desk").person).isEmpty)
        }
    }

    @Test func `what cannot be written down is not read`() async throws {
        try await TestDistrict.with { city in
            let filing = city.filing(contact: ["contact_phone": "13800005678"])
            let ticket = try await city.engine.submit(filing).ticket
            let why = String(repeating: "x", count: 10) + "\0"
            await #expect(throws: PostgresError.self) {
                try await city.engine.contact(of: ticket, in: city.id, for: city.party("desk"), via: .cli, reason: why)
            }
            #expect(try await city.engine.looks(in: city.id).isEmpty)
        }
    }

    @Test func `a ticket without a contact shows none, and no look is noted; an unknown ticket is nil`() async throws {
        try await TestDistrict.with { city in
            let ticket = try await city.file()
            #expect(try await Self.look(city, "desk", ticket)?.values.isEmpty == true)
            #expect(try await city.engine.looks(in: city.id).isEmpty)
            #expect(try await Self.look(city, "desk", TicketID(.max - 1)) == nil)
        }
    }

    @Test func `what does not open is unreadable, and the matter goes on`() async throws {
        try await TestDistrict.with { city in
            let said: [FieldName: String] = ["contact_name": "张三丰", "contact_phone": "13800005678"]
            let ticket = try await city.engine.submit(city.filing(contact: said)).ticket
            let other = try await city.engine.submit(city.filing(contact: said)).ticket
            // A ciphertext of another ticket, put here.
            try await city.engine.pool.query(
                """
                UPDATE contact SET sealed_phone = (SELECT c.sealed_phone FROM contact AS c
                    WHERE c.district_id = \(city.id.rawValue) AND c.ticket_id = \(other.rawValue))
                WHERE district_id = \(city.id.rawValue) AND ticket_id = \(ticket.rawValue)
                """
            )
            let contact = try #require(try await Self.look(city, "desk", ticket))
            #expect(contact.phone == .unreadable(.sealed(.damaged)) && contact.name == .text("张三丰"))
            #expect(try await city.act("accept", by: "desk", on: ticket).seq == 2)
            #expect(try await city.engine.verify(city.id).findings.map(\.code) == ["contact_unreadable"])
        }
    }

    @Test func `a telephone finds its tickets, however it is written`() async throws {
        try await TestDistrict.with { city in
            let filing = city.filing(contact: ["contact_phone": "138 0000 5678"])
            let first = try await city.engine.submit(filing).ticket
            _ = try await city.engine.submit(city.filing(contact: ["contact_phone": "13911112222"]))
            let last = try await city.engine.submit(city.filing(contact: ["contact_phone": "+8613800005678"])).ticket
            #expect(try await city.engine.tickets(ofTelephone: "138-0000-5678", in: city.id) == [last, first])
            #expect(try await city.engine.tickets(ofTelephone: "13800005679", in: city.id).isEmpty)
            #expect(try await city.engine.tickets(ofTelephone: "12", in: city.id).isEmpty)
        }
    }
}
