import Dispatcher
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

/// One matter from filed to closed, through the engine into a real database.
@Suite struct MainPathTests {
    @Test func `a matter is filed, dispatched, signed, answered, verified, called back and closed`() async throws {
        try await TestDistrict.with { city in
            let ticket = try await city.file()
            try await city.act("accept", by: "desk", on: ticket)
            try await city.act("dispatch", by: "desk", on: ticket)
            try await city.act("sign", by: "water", on: ticket)
            try await city.act("first_contact", by: "water", on: ticket, input: ["contacted_by": "phone"])
            try await city.act(
                "submit_result",
                by: "water",
                on: ticket,
                input: ["outcome": "solved"],
                texts: ["text": "已更换水管"]
            )
            try await city.act("verify", by: "desk2", on: ticket)
            let receipt = try await city.act("call_back", by: "desk", on: ticket, input: ["callback": "satisfied"])
            #expect(receipt.seq == 8)
            let dossier = try #require(try await city.engine.dossier(ticket, in: city.id))
            #expect(dossier.ticket.state == "closed")
            #expect(dossier.events.count == 8)
            #expect(dossier.text("text", seq: 1) == "楼道漏水")
            #expect(dossier.text("text", seq: 6) == "已更换水管")
            let verification = try await city.engine.verify(city.id)
            #expect(verification.findings == [])
            #expect(verification.events == 8)
        }
    }

    @Test func `a refused command writes nothing and does not touch its neighbours`() async throws {
        try await TestDistrict.with { city in
            let ticket = try await city.file()
            await #expect(throws: DispatchError.self) { try await city.act("sign", by: "water", on: ticket) }
            await #expect(throws: DispatchError.self) { try await city.act("accept", by: "parks", on: ticket) }
            #expect(try await city.ticket(ticket)?.seq == 1)
            try await city.act("accept", by: "desk", on: ticket)
            #expect(try await city.ticket(ticket)?.state == "awaiting_dispatch")
        }
    }

    @Test func `a thousand callers at once all get their tickets, and the journal is whole`() async throws {
        try await TestDistrict.with { city in
            let tickets = try await withThrowingTaskGroup(of: TicketID.self) { group in
                for _ in 0..<1_000 {
                    group.addTask {
                        let ticket = try await city.file()
                        try await city.act("accept", by: "desk", on: ticket)
                        return ticket
                    }
                }
                return try await group.reduce(into: Set<TicketID>()) { $0.insert($1) }
            }
            #expect(tickets.count == 1_000)
            let verification = try await city.engine.verify(city.id)
            #expect(verification.tickets == 1_000)
            #expect(verification.events == 2_000)
            #expect(verification.findings == [])
        }
    }
}
