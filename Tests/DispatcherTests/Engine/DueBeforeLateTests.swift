import Dispatcher
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

/// Due comes before late: what is overdue fires before a command is decided, in the same transaction.
@Suite struct DueBeforeLateTests {
    private static let monday = Instant(microseconds: 1_772_413_200_000_000)

    @Test func `an act on a ticket with overdue timers writes the expiry first, at its due time`() async throws {
        try await TestDistrict.with(clock: .given) { city in
            let ticket = try await city.file(now: Self.monday)
            let due = try #require(try await city.ticket(ticket)?.clocks["accept"]?.due)
            let late = due.advanced(bySeconds: 3_600)
            try await city.act("accept", by: "desk", on: ticket, now: late)
            let events = try #require(try await city.engine.dossier(ticket, in: city.id)).events.map(\.event)
            #expect(events.compactMap(\.timer?.step.code) == ["w0", "due"])
            #expect(events[2].at == due)
            #expect(events[3].act == "accept")
            #expect(events[3].at == late)
            #expect(try await city.ticket(ticket)?.late == ["accept"])
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `an act at exactly the due second is in time`() async throws {
        try await TestDistrict.with(clock: .given) { city in
            let ticket = try await city.file(now: Self.monday)
            let due = try #require(try await city.ticket(ticket)?.clocks["accept"]?.due)
            try await city.act("accept", by: "desk", on: ticket, now: due)
            #expect(try await city.ticket(ticket)?.late == [])
        }
    }

    @Test func `what fired stands, even where the command is refused`() async throws {
        try await TestDistrict.with(clock: .given) { city in
            let ticket = try await city.file(now: Self.monday)
            let late = Self.monday.advanced(bySeconds: 7 * 86_400)
            await #expect(throws: DispatchError.self) {
                try await city.act("accept", by: "parks", on: ticket, now: late)
            }
            #expect(try await city.ticket(ticket)?.late == ["accept"])
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `no worker is needed: the next act finds what is due by the database's clock`() async throws {
        try await TestDistrict.with(definition: .tiny()) { city in
            let ticket = try await city.file()
            let due = try #require(try await city.ticket(ticket)?.clocks["accept"]?.due)
            try await eventually("the due time has passed") { try await city.engine.now() > due }
            try await city.act("accept", by: "desk", on: ticket)
            let events = try #require(try await city.engine.dossier(ticket, in: city.id)).events.map(\.event)
            #expect(events.map { $0.timer?.step.code ?? $0.act?.text } == ["report", "w0", "due", "accept"])
            #expect(events[2].at == due)
        }
    }
}
