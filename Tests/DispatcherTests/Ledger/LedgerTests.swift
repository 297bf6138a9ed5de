import Dispatcher
import PGStore
import TestSupport
import Testing
import Workflow

/// The ledger over many tickets is the sum of theirs.
@Suite struct LedgerTests {
    @Test func `the ledger of a district is the sum of its tickets' ledgers`() async throws {
        try await TestDistrict.with(clock: .given) { city in
            // A Monday, 09:00 in China.
            let monday = Instant(seconds: 1_772_413_200)
            var tickets: [TicketID] = []
            for index in 0..<3 {
                let ticket = try await city.file(now: monday)
                tickets.append(ticket)
                try await city.act("accept", by: "desk", on: ticket, now: monday.advanced(bySeconds: 3_600))
                if index > 0 {
                    try await city.act("dispatch", by: "desk", on: ticket, now: monday.advanced(bySeconds: 7_200))
                }
            }
            let end = monday.advanced(bySeconds: 3 * 3_600)
            try await GivenClock(engine: city.engine, district: city.id).advance(to: end)
            let sums = try await city.engine.ledger(TicketFilter(), in: city.configuration, until: end)
            var working: Int64 = 0
            for ticket in tickets {
                let events = try #require(try await city.engine.dossier(ticket, in: city.id)).events.map(\.event)
                working += try TimeLedger(events, calendar: city.configuration.calendars.standard, until: end).working
            }
            #expect(sums.tickets == 3)
            #expect(sums.working == working && working == 9 * 3_600_000_000)
            let water = HeldBy.unit(try #require(city.configuration.territory.unit(code: "W")).id)
            #expect(sums.sums[water]?.working == 2 * 3_600_000_000 && sums.held[water] == 2)
            var open = TicketFilter()
            open.states = ["dispatched"]
            #expect(try await city.engine.ledger(open, in: city.configuration, until: end).tickets == 2)
        }
    }
}
