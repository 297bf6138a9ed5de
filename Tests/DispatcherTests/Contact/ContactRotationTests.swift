import Dispatcher
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

/// A new key: what the old one sealed, and what stood in the open, is sealed anew beside live commands.
@Suite struct ContactRotationTests {
    private static let newKeys = "new aes-256-gcm " + String(repeating: "B", count: 43) + "="

    private static func withNewKey(
        _ city: TestDistrict,
        keys: String = newKeys + "\n" + TestDistrict.testKeys,
        _ body: @Sendable (Engine) async throws -> Void
    ) async throws {
        let database = try MigratedDatabase.configuration(city.database)
        try await Engine.with(database: database, keys: KeyRing(keys), logger: MigratedDatabase.quiet, body)
    }

    private static func phone(_ number: Int) -> String { "1380000\(1_000 + number)" }

    /// Files with contacts; returns tickets with their telephones.
    private static func file(_ count: Int, _ city: TestDistrict, _ engine: Engine) async throws -> [(TicketID, String)]
    {
        var filed: [(TicketID, String)] = []
        for number in 0..<count {
            let contact: [FieldName: String] = ["contact_phone": phone(number), "contact_name": "张\(number)"]
            filed.append((try await engine.submit(city.filing(contact: contact)).ticket, phone(number)))
        }
        return filed
    }

    @Test func `page by page all of it comes under the new key, the index too, and the old one may go`() async throws {
        try await TestDistrict.with { city in
            let filed = try await Self.file(25, city, city.engine)
            // As rows stood before they were sealed.
            try await city.engine.pool.query(
                """
                UPDATE contact SET key = NULL, name = '张0', phone = \(filed[0].1), sealed_name = NULL, sealed_phone = NULL,
                    phone_index = NULL
                WHERE district_id = \(city.id.rawValue) AND ticket_id = \(filed[0].0.rawValue)
                """
            )
            #expect(try await city.engine.verify(city.id).openContacts == 1)
            try await Self.withNewKey(city) { engine in
                #expect(try await engine.contactKeys(in: city.id) == [nil: 1, "test": 24])
                #expect(try await engine.openContacts(in: city.id) == 1)
                // Old rows are found by their telephones before, too.
                #expect(try await engine.tickets(ofTelephone: filed[5].1, in: city.id) == [filed[5].0])
                var pages = 0
                let rotation = try ContactRotation(engine: engine, page: 7)
                let tally = try await rotation.run(city.id) { _ in pages += 1 }
                #expect(tally.sealed == 25 && tally.unreadable == 0 && tally.left == 0 && pages == 4)
                #expect(try await rotation.run(city.id) == ContactRotation.Tally())
                #expect(try await engine.contactKeys(in: city.id) == ["new": 25])
            }
            try await Self.withNewKey(city, keys: Self.newKeys) { engine in
                let verification = try await engine.verify(city.id)
                #expect(verification.findings == [] && verification.openContacts == 0)
                for (ticket, phone) in filed {
                    #expect(try await engine.tickets(ofTelephone: phone, in: city.id) == [ticket])
                }
            }
        }
    }

    @Test func `beside filings and looks nothing is lost`() async throws {
        try await TestDistrict.with { city in
            let old = try await Self.file(40, city, city.engine)
            try await Self.withNewKey(city) { engine in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { _ = try await ContactRotation(engine: engine, page: 3).run(city.id) }
                    // Another process that has the old key first.
                    group.addTask { _ = try await Self.file(20, city, city.engine) }
                    group.addTask {
                        for (ticket, phone) in old {
                            let contact = try await engine.contact(
                                of: ticket,
                                in: city.id,
                                for: city.party("desk"),
                                via: .api,
                                reason: "t"
                            )
                            #expect(contact?.phone == .text(phone))
                        }
                    }
                    try await group.waitForAll()
                }
                _ = try await ContactRotation(engine: engine).run(city.id)
                #expect(try await engine.contactKeys(in: city.id) == ["new": 60])
                #expect(try await engine.verify(city.id).findings == [])
            }
        }
    }

    @Test func `what does not open is counted and left as it is; what was erased does not come back`() async throws {
        try await TestDistrict.with { city in
            let filed = try await Self.file(3, city, city.engine)
            let id = city.id.rawValue
            try await city.engine.pool.query(
                "UPDATE contact SET key = 'lost', sealed_name = '\\x01' WHERE district_id = \(id) AND ticket_id = \(filed[0].0.rawValue)"
            )
            try await city.engine.pool.query(
                "DELETE FROM contact WHERE district_id = \(id) AND ticket_id = \(filed[1].0.rawValue)"
            )
            try await Self.withNewKey(city) { engine in
                let tally = try await ContactRotation(engine: engine, page: 1).run(city.id)
                #expect(tally.sealed == 1 && tally.unreadable == 1)
                #expect(try await engine.contactKeys(in: city.id) == ["lost": 1, "new": 1])
            }
        }
    }
}
