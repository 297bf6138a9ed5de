import Dispatcher
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

/// A district whose time is given: what falls due fires when time is moved on, and not before.
@Suite struct GivenClockAdvanceTests {
    /// Monday 2 March 2026, 09:00 in Shanghai.
    private let monday = Instant(seconds: 1_772_413_200)

    @Test func `an unsigned matter counts as signed at its very due time`() async throws {
        try await TestDistrict.with(clock: .given) { city in
            let clock = GivenClock(engine: city.engine, district: city.id)
            let ticket = try await dispatched(in: city, at: monday)
            #expect(try await clock.advance(to: monday.advanced(bySeconds: 600)).events == 0)
            #expect(try await clock.next() != nil)
            let fired = try await clock.advance(to: monday.advanced(bySeconds: 86_400))
            #expect(fired.events > 0 && fired.dead == 0)
            let dossier = try #require(try await city.engine.dossier(ticket, in: city.id))
            #expect(dossier.ticket.state == "signed")
            let sign = try #require(dossier.events.first { $0.event.act == "sign" }).event
            // Four working hours after 09:20: 12:00 to 14:00 is lunch.
            #expect(sign.at == monday.advanced(bySeconds: 20 * 60 + 6 * 3_600))
            #expect(try await city.engine.verify(city.id).findings == [])
            let waiting = try await city.engine.pool.query(
                "SELECT count(*) FROM outbox WHERE district_id = \(city.id.rawValue)"
            )
            #expect(try waiting.only()[0, as: Int64.self] == 0)
        }
    }

    @Test func `it does not matter how often time is moved on`() async throws {
        let end = monday.advanced(bySeconds: 30 * 86_400)
        let often = try await history(steps: (1...720).map { monday.advanced(bySeconds: $0 * 3_600) })
        let once = try await history(steps: [end])
        #expect(often.count > 20)
        #expect(often == once)
    }

    @Test func `a district on the database's clock cannot be moved on`() async throws {
        _ = try await TestDistrict.with { city in
            await #expect(throws: DispatchError.self) {
                try await GivenClock(engine: city.engine, district: city.id).advance(to: monday)
            }
        }
    }

    @Test func `after it is handed over the database's clock rules`() async throws {
        try await TestDistrict.with(clock: .given) { city in
            let clock = GivenClock(engine: city.engine, district: city.id)
            let ticket = try await dispatched(in: city, at: monday)
            try await clock.handOver()
            await #expect(throws: DispatchError.self) { try await clock.advance(to: monday) }
            try await city.act("first_contact", by: "water", on: ticket)
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }
}

extension GivenClockAdvanceTests {
    private func dispatched(in city: TestDistrict, at start: Instant) async throws -> TicketID {
        let ticket = try await city.file(now: start)
        try await city.act("accept", by: "desk", on: ticket, now: start.advanced(bySeconds: 600))
        try await city.act("dispatch", by: "desk", on: ticket, now: start.advanced(bySeconds: 1_200))
        return ticket
    }

    private func history(steps: [Instant]) async throws -> [String] {
        try await TestDistrict.with(clock: .given) { city in
            let clock = GivenClock(engine: city.engine, district: city.id, batch: 2)
            var tickets: [TicketID] = []
            for minute in [0, 7, 14] {
                tickets.append(try await dispatched(in: city, at: monday.advanced(bySeconds: Int64(minute) * 60)))
            }
            for step in steps { try await clock.advance(to: step) }
            var lines: [String] = []
            for ticket in tickets {
                let dossier = try #require(try await city.engine.dossier(ticket, in: city.id))
                lines += dossier.events.map { stored in
                    let event = stored.event
                    let timer = event.timer.map { "\($0.clock)/\($0.step.code)" } ?? ""
                    return "\(event.seq) \(event.at) \(event.act?.text ?? "") \(timer)"
                }
                lines.append(dossier.ticket.state.text)
            }
            return lines
        }
    }
}
