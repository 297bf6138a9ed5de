import Dispatcher
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

/// Every kind of damage is found, under a code of its own; and what is no damage is not.
@Suite struct VerifyTests {
    /// A district with two tickets in the middle of their lives.
    private func damaged(
        _ damage: @Sendable (TestDistrict, TicketID) async throws -> Void
    ) async throws -> Set<String> {
        try await TestDistrict.with { city in
            let ticket = try await city.file(input: [:])
            try await city.act("accept", by: "desk", on: ticket, texts: ["note": "已看过现场"])
            try await city.act("dispatch", by: "desk", on: ticket)
            _ = try await city.file()
            #expect(try await city.engine.verify(city.id, page: 1).findings == [])
            try await damage(city, ticket)
            let verification = try await city.engine.verify(city.id, page: 1)
            #expect(verification.findingCount == verification.findings.count)
            return Set(verification.findings.map(\.code))
        }
    }

    @Test func `a changed byte of a payload`() async throws {
        let codes = try await damaged { city, ticket in
            try await city.tamper(
                """
                UPDATE ticket_event
                SET payload = convert_to(replace(convert_from(payload, 'UTF8'), 'dispatched', 'dispatchee'), 'UTF8')
                WHERE district_id = \(city.id.rawValue) AND ticket_id = \(ticket.rawValue) AND seq = 3
                """
            )
        }
        #expect(codes.contains("hash_broken"))
    }

    @Test func `a payload that is none any more`() async throws {
        let codes = try await damaged { city, ticket in
            try await city.tamper(
                """
                UPDATE ticket_event SET payload = set_byte(payload, 0, 0)
                WHERE district_id = \(city.id.rawValue) AND ticket_id = \(ticket.rawValue) AND seq = 2
                """
            )
        }
        #expect(codes == ["event_unreadable"])
    }

    @Test func `two events in each other's place`() async throws {
        let codes = try await damaged { city, ticket in
            try await city.asSuperuser { connection in
                for (from, to) in [(2, -1), (3, 2), (-1, 3)] as [(Int32, Int32)] {
                    try await connection.query(
                        """
                        UPDATE ticket_event SET seq = \(to)
                        WHERE district_id = \(city.id.rawValue) AND ticket_id = \(ticket.rawValue) AND seq = \(from)
                        """
                    )
                }
            }
        }
        #expect(codes.contains("hash_broken"))
    }

    @Test(arguments: ["at = at + interval '1 microsecond'", "definition_version = 2", "definition = 'other'"])
    func `a changed column of an event`(_ change: String) async throws {
        let codes = try await damaged { city, ticket in
            try await city.tamper(
                """
                UPDATE ticket_event SET \(unsafeSQL: change)
                WHERE district_id = \(city.id.rawValue) AND ticket_id = \(ticket.rawValue) AND seq = 2
                """
            )
        }
        #expect(codes.contains("hash_broken"))
    }

    @Test(arguments: [
        "state = 'signed'", "category = '园林'", "lead_id = NULL", "urgent = NOT urgent", "seq = 2",
        "reported_at = reported_at - interval '1 hour'",
    ])
    func `a changed row`(_ change: String) async throws {
        let codes = try await damaged { city, ticket in
            try await city.tamper(
                """
                UPDATE ticket SET \(unsafeSQL: change)
                WHERE district_id = \(city.id.rawValue) AND id = \(ticket.rawValue)
                """
            )
        }
        #expect(codes == ["row_differs"])
    }

    @Test(arguments: ["state = 'No State'", "body = '{'", "definition = ''"])
    func `a row that cannot be read`(_ change: String) async throws {
        let codes = try await damaged { city, ticket in
            try await city.tamper(
                """
                UPDATE ticket SET \(unsafeSQL: change)
                WHERE district_id = \(city.id.rawValue) AND id = \(ticket.rawValue)
                """
            )
        }
        #expect(codes == ["row_unreadable"])
    }

    @Test func `the row's hash`() async throws {
        let codes = try await damaged { city, ticket in
            try await city.tamper(
                """
                UPDATE ticket SET hash = sha256('other')
                WHERE district_id = \(city.id.rawValue) AND id = \(ticket.rawValue)
                """
            )
        }
        #expect(codes == ["hash_of_row"])
    }

    @Test func `a timer that is gone, and one that nobody wants`() async throws {
        let gone = try await damaged { city, ticket in
            try await city.tamper(
                """
                DELETE FROM timer
                WHERE district_id = \(city.id.rawValue) AND ticket_id = \(ticket.rawValue) AND clock = 'sign'
                """
            )
        }
        #expect(gone == ["timer_missing"])
        let stray = try await damaged { city, ticket in
            try await city.tamper(
                """
                INSERT INTO timer (district_id, ticket_id, due_at, fire_at, clock, step)
                VALUES (\(city.id.rawValue), \(ticket.rawValue), 'tomorrow', 'tomorrow', 'verify', 'due')
                """
            )
        }
        #expect(stray == ["timer_stray"])
        let moved = try await damaged { city, ticket in
            try await city.tamper(
                """
                UPDATE timer SET due_at = due_at + interval '1 day'
                WHERE district_id = \(city.id.rawValue) AND ticket_id = \(ticket.rawValue) AND clock = 'sign'
                """
            )
        }
        #expect(moved == ["timer_missing", "timer_stray"])
    }

    @Test(arguments: [
        "UPDATE report SET text = '别的话'", "UPDATE report SET salt = 'x'", "UPDATE remark SET text = '别的话'",
    ])
    func `a changed text`(_ change: String) async throws {
        let codes = try await damaged { city, ticket in
            try await city.tamper(
                """
                \(unsafeSQL: change) WHERE district_id = \(city.id.rawValue) AND ticket_id = \(ticket.rawValue)
                """
            )
        }
        #expect(codes == ["text_changed"])
    }

    @Test func `erasing a text is lawful, and no damage`() async throws {
        let codes = try await damaged { city, ticket in
            let (district, id) = (city.id.rawValue, ticket.rawValue)
            try await city.tamper("UPDATE report SET text = NULL WHERE district_id = \(district) AND ticket_id = \(id)")
            try await city.tamper("UPDATE remark SET text = NULL WHERE district_id = \(district) AND ticket_id = \(id)")
        }
        #expect(codes == [])
    }

    @Test(arguments: [1, 2, 3] as [Int32])
    func `a deleted event`(_ seq: Int32) async throws {
        let codes = try await damaged { city, ticket in
            try await city.tamper(
                """
                DELETE FROM ticket_event
                WHERE district_id = \(city.id.rawValue) AND ticket_id = \(ticket.rawValue) AND seq = \(seq)
                """
            )
        }
        #expect(codes.contains(seq == 3 ? "hash_of_row" : "hash_broken"))
        #expect(codes.contains("orphan_row"))
    }

    @Test func `a deleted ticket leaves orphans`() async throws {
        let codes = try await damaged { city, ticket in
            try await city.tamper(
                "DELETE FROM ticket WHERE district_id = \(city.id.rawValue) AND id = \(ticket.rawValue)"
            )
        }
        #expect(codes == ["orphan_row"])
    }

    @Test func `a ticket without events`() async throws {
        let codes = try await damaged { city, ticket in
            try await city.tamper(
                "DELETE FROM ticket_event WHERE district_id = \(city.id.rawValue) AND ticket_id = \(ticket.rawValue)"
            )
        }
        #expect(codes.isSuperset(of: ["no_events", "orphan_row"]))
    }

    @Test func `a contact that was changed`() async throws {
        try await TestDistrict.with { city in
            let filing = city.filing(contact: ["contact_phone": "13800000000"])
            let ticket = try await city.engine.submit(filing).ticket
            #expect(try await city.engine.verify(city.id).findings == [])
            // Sealed again by somebody who has the key: it opens, but it is not what was reported.
            let ring = try #require(city.engine.keys)
            let place = SealedPlace(district: city.id, ticket: ticket, field: "contact_phone")
            let other = try ring.seal("1", at: place).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
            let change =
                "UPDATE contact SET sealed_phone = '\\x\(other.joined())' WHERE district_id = \(city.id.rawValue)"
            try await city.tamper(Query(unsafeSQL: change))
            #expect(try await city.engine.verify(city.id).findings.map(\.code) == ["text_changed"])
        }
    }
}
