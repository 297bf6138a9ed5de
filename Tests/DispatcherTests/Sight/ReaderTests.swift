import Dispatcher
import Foundation
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

/// Row security agrees with what the engine decides, for everybody of the sample city and every ticket; and lets nothing
/// through where nobody said who reads.
@Suite struct ReaderTests {
    /// Thursday 12 November 2026, 09:00 in Shanghai.
    private let morning = Instant(seconds: 1_794_445_200)

    @Test func `everybody of the sample city reads by row security what the engine lets them see`() async throws {
        try await SampleCityTests.withEngine { engine in
            let loaded = try await SampleCity(engine: engine, code: UUID().uuidString).load(now: morning)
            let configuration = try await engine.configurations.load(loaded.district)
            var tickets: [Ticket] = []
            try await engine.tickets(TicketFilter(), in: loaded.district) { tickets.append($0.ticket) }
            let now = try await engine.present(in: loaded.district).now
            var (seen, unseen) = (0, 0)
            for person in configuration.people.values.sorted(by: { $0.account < $1.account }) {
                let party = person.party.seated(at: now, in: configuration.context(at: now))
                let wanted = Set(
                    tickets.filter { ticket in
                        configuration.machine(ticket.definition)?
                            .sight(of: party, on: ticket, in: configuration.territory) != .nothing
                    }.map(\.id)
                )
                let read = try await Self.ids(Reader(party, in: configuration), engine)
                #expect(read == wanted, "\(person.account)")
                seen += wanted.count
                unseen += tickets.count - wanted.count
            }
            #expect(seen > 100 && unseen > 100, "\(seen) seen, \(unseen) not")
        }
    }

    @Test func `whoever did not say who reads sees nothing, and nobody changes anything as a reader`() async throws {
        try await TestDistrict.with { city in
            _ = try await city.file()
            let pool = city.engine.pool
            let nobody = try await pool.flight([
                "SELECT set_config('role', 'whistle_reader', true)", "SELECT count(*) FROM ticket",
            ])
            #expect(try nobody[1].only()[0, as: Int64.self] == 0)
            let reader = Reader(city.party("desk"), in: city.configuration)
            for (table, change) in [
                ("ticket", "UPDATE ticket SET lamp = 2"), ("report", "DELETE FROM report"),
                ("ticket_event", "DELETE FROM ticket_event"), ("person", "SELECT * FROM person"),
                ("credential", "SELECT * FROM credential"), ("command_key", "SELECT * FROM command_key"),
                ("request_key", "SELECT * FROM request_key"),
            ] {
                await #expect("\(table)") {
                    _ = try await pool.flight([Query(unsafeSQL: change)], as: reader)
                } throws: { error in
                    (error as? PostgresError)?.sqlState?.description == "42501"
                }
            }
        }
    }

    @Test func `a connection is the program's own again after a reader's flight, also after one that failed`()
        async throws
    {
        try await TestDistrict.with(connections: 1) { city in
            let pool = city.engine.pool
            let reader = Reader(city.party("desk"), in: city.configuration)
            let who: Query =
                "SELECT current_user::text || ' ' || coalesce(current_setting('whistle.concerned', true), '')"
            let during = try await pool.flight([who], as: reader)
            #expect(try during[0].only()[0, as: String.self].hasPrefix("whistle_reader {"))
            #expect(try await pool.query(who).only()[0, as: String.self] == "whistle_app ")
            _ = try? await pool.flight(["SELECT 1 / 0"], as: reader)
            #expect(try await pool.query(who).only()[0, as: String.self] == "whistle_app ")
        }
    }

    @Test func `what people wrote is for those who see all of it, the summary for those who were asked`() async throws {
        try await TestDistrict.with(also: .property) { city in
            let ticket = try await city.file(text: "三楼漏水")
            try await city.act("accept", by: "desk", on: ticket)
            let receipt = try await city.act(
                "dispatch",
                by: "desk",
                on: ticket,
                input: ["co_handlers": .array([.int(city.unit("PM").rawValue)])],
                texts: ["summary": "请配合检修"]
            )
            let task = try #require(receipt.after?.children.keys.first)
            let texts: Query = """
                SELECT text FROM report WHERE ticket_id = ANY(\([ticket.rawValue, task.rawValue])) AND text IS NOT NULL
                UNION ALL SELECT text FROM remark WHERE ticket_id = ANY(\([ticket.rawValue, task.rawValue]))
                """
            func read(_ account: String) async throws -> Set<String> {
                let reader = Reader(city.party(account), in: city.configuration)
                return Set(try await city.engine.pool.flight([texts], as: reader)[0].map { try $0[0, as: String.self] })
            }
            #expect(try await read("desk") == ["三楼漏水", "请配合检修"])
            #expect(try await read("property") == ["请配合检修"])
            #expect(try await read("parks").isEmpty)
            #expect(
                try await Self.ids(Reader(city.party("property"), in: city.configuration), city.engine) == [
                    ticket, task,
                ]
            )
        }
    }

    @Test func `a row that lies about who may see it is found by verify`() async throws {
        try await TestDistrict.with { city in
            let ticket = try await city.file()
            #expect(try await city.engine.verify(city.id).findings == [])
            _ = try await city.tamper("UPDATE ticket SET asked_ids = '{1}' WHERE id = \(ticket.rawValue)")
            #expect(try await city.engine.verify(city.id).findings.map(\.code) == ["derived_differs"])
        }
    }

    @Test func `a row that says another part works on it than its events say is found by verify`() async throws {
        try await TestDistrict.with(also: .property) { city in
            let part = city.unit("WS").rawValue
            let ticket = try await city.file()
            try await city.act("accept", by: "desk", on: ticket)
            try await city.act("dispatch", by: "desk", on: ticket)
            try await city.act("sign", by: "water", on: ticket)
            func says(_ inside: Int64?) async throws -> Bool {
                let row: Query = "SELECT inside_id FROM ticket WHERE id = \(ticket.rawValue)"
                return try await city.engine.pool.query(row).only()[0, as: Int64?.self] == inside
            }
            #expect(try await says(nil))
            try await city.act("assign_inside", by: "water", on: ticket, input: ["section": .int(part)])
            #expect(try await says(part))
            #expect(try await city.engine.verify(city.id).findings == [])
            for lie in [nil, city.unit("P").rawValue] {
                _ = try await city.tamper("UPDATE ticket SET inside_id = \(lie) WHERE id = \(ticket.rawValue)")
                #expect(try await city.engine.verify(city.id).findings.map(\.code) == ["derived_differs"])
            }
        }
    }

    static func ids(_ reader: Reader, _ engine: Engine) async throws -> Set<TicketID> {
        let rows = try await engine.pool.flight(["SELECT id FROM ticket"], as: reader)[0]
        return Set(try rows.map { TicketID(try $0[0]) })
    }
}
