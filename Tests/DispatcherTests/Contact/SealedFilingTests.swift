import Dispatcher
import PGStore
import Postgres
import Shipped
import TestSupport
import Testing
import Workflow

/// What a filing says of whom to reach is sealed before any lane sees it, and stored in no other form.
@Suite struct SealedFilingTests {
    static let contact: [FieldName: String] = [
        "contact_name": "张三丰", "contact_phone": "138 0000 5678", "contact_address": "翠苑小区3号楼2单元501室",
    ]

    private static func rows(_ city: TestDistrict) async throws -> [StoredContact] {
        let all = StoredContact.of(from: TicketID(0), to: TicketID(.max), in: city.id)
        return try await city.engine.pool.query(all).map { try StoredContact($0) }
    }

    @Test func `nothing of it stands in the database in the open`() async throws {
        try await TestDistrict.with { city in
            let ticket = try await city.engine.submit(city.filing(contact: Self.contact)).ticket
            let row = try #require(try await Self.rows(city).first)
            #expect(row.ticket == ticket && row.seq == 1 && row.key == "test")
            let opened = StoredContact.latest(of: [row], in: city.id, under: city.engine.keys)
            #expect(opened.mapValues { try? $0.get() } == Self.contact)
            // Any column of any table of the journal, as text.
            for table in ["contact", "report", "remark", "ticket", "ticket_event", "outbox", "command_key", "search"] {
                let found = try await city.engine.pool.query(
                    """
                    SELECT count(*) FROM \(identifier: table) AS t WHERE district_id = \(city.id.rawValue)
                        AND (t::text LIKE '%张三丰%' OR t::text LIKE '%0000 5678%' OR t::text LIKE '%翠苑%'
                            OR t::text LIKE ANY(\(Self.contact.values.map { "%\(hexadecimal($0))%" })))
                    """
                ).only()[0, as: Int64.self]
                #expect(found == 0, "\(table)")
            }
            let verification = try await city.engine.verify(city.id)
            #expect(verification.findings == [] && verification.openContacts == 0 && verification.closedContacts == 0)
        }
    }

    @Test func `without a key what says whom to reach is refused, and all else goes on`() async throws {
        try await TestDistrict.with(keys: nil) { city in
            let error = await #expect(throws: DispatchError.self) {
                try await city.engine.submit(city.filing(contact: ["contact_phone": "13800005678"]))
            }
            #expect(error?.code == "no_keys")
            #expect(try await Self.rows(city).isEmpty)
            let ticket = try await city.file()
            #expect(try await city.ticket(ticket)?.state == "reported")
        }
    }

    @Test func `many at once have a ticket each, and every contact opens at its own`() async throws {
        try await TestDistrict.with { city in
            let tickets = try await withThrowingTaskGroup(of: TicketID.self) { group in
                for number in 0..<300 {
                    let phone = "1380000\(1_000 + number)"
                    let contact: [FieldName: String] = number.isMultiple(of: 3) ? [:] : ["contact_phone": phone]
                    group.addTask { try await city.engine.submit(city.filing(contact: contact)).ticket }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(tickets).count == 300)
            let rows = try await Self.rows(city)
            let phones = rows.compactMap { row in
                try? StoredContact.latest(of: [row], in: city.id, under: city.engine.keys)["contact_phone"]?.get()
            }
            #expect(phones.count == 200 && Set(phones).count == 200)
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `sent again under its key it is the same ticket, with one contact`() async throws {
        try await TestDistrict.with { city in
            let filing = { city.filing(contact: Self.contact, key: .given("k1")) }
            let first = try await city.engine.submit(filing())
            let again = try await city.engine.submit(filing())
            #expect(again.ticket == first.ticket && again.isRepeat)
            #expect(try await Self.rows(city).map(\.ticket) == [first.ticket])
        }
    }

    /// What a later act says of whom to reach is a contact of its own; the latest of each field counts.
    @Test func `a contact that is corrected later is sealed, too`() async throws {
        let definition = try Shipped.definition("issue").with(["actions.note.may": ["contact_phone"]])
        try await TestDistrict.with(definition: definition) { city in
            let ticket = try await city.engine.submit(city.filing(contact: Self.contact)).ticket
            try await city.act("note", by: "desk", on: ticket, texts: ["note": "改号", "contact_phone": "13911112222"])
            let rows = try await Self.rows(city)
            #expect(rows.map(\.seq) == [1, 2])
            let latest = StoredContact.latest(of: rows, in: city.id, under: city.engine.keys)
            #expect(try latest["contact_phone"]?.get() == "13911112222")
            #expect(try latest["contact_name"]?.get() == "张三丰")
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    private func hexadecimal(_ text: String) -> String {
        text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
