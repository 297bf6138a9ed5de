import Dispatcher
import PGStore
import Postgres
import Tabular
import TestSupport
import Testing
import Workflow

/// Calendars that change under running tickets, in a real database.
@Suite struct CalendarSweepTests {
    /// Friday, 25 December 2026, half past nine in China.
    private static let friday = Instant(seconds: 1_798_162_200)
    private static let list2026 = "日期,名称,是否放假\n2026-02-17,春节,是\n2026-05-01,劳动节,是\n2026-10-01,国庆节,是\n"
    private static let list2027 =
        "日期,名称,是否放假\n2027-01-01,元旦,是\n2027-01-04,元旦,是\n2027-05-03,劳动节,是\n2027-10-01,国庆节,是\n"

    /// A matter without a rule of its own, accepted: five working days.
    private static func file(_ city: TestDistrict, now: Instant? = friday) async throws -> TicketID {
        let ticket = try await city.engine.submit(city.filing(category: "园林", now: now)).ticket
        try await city.act("accept", by: "desk", on: ticket, now: now)
        return ticket
    }

    private static func due(_ ticket: TicketID, _ city: TestDistrict) async throws -> String {
        let due = try #require(try await city.ticket(ticket)?.clocks["whole"]).due
        return city.configuration.calendars.standard.local(due).description
    }

    private static func sweep(_ city: TestDistrict, page: Int = 500) -> AdjustmentSweep {
        AdjustmentSweep(.calendars(["office"]), engine: city.engine, district: city.id, ordered: .clock, page: page)
    }

    @Test func `the list of an unknown year makes due times final, as if it had been known before`() async throws {
        try await TestDistrict.with(clock: .given) { city in
            let first = try await city.load(.calendars, csv: Self.list2026)
            #expect(first.recomputed?.tickets == 0)
            let ticket = try await Self.file(city)
            #expect(try await city.ticket(ticket)?.clocks["whole"]?.isProvisional == true)
            #expect(try await Self.due(ticket, city) == "2027-01-01T18:00:00")

            let dry = try await Self.sweep(city).survey()
            #expect((dry.tickets, dry.moved, dry.unchanged) == (1, 0, 1))
            var told: [AdjustedTicket] = []
            let report = try await city.load(.calendars, .bytes(Array(Self.list2027.utf8))) { options in
                options.account = "street"
                options.eachAdjusted = { told.append($0) }
            }
            let recomputed = try #require(report.recomputed)
            #expect((recomputed.tickets, recomputed.moved, recomputed.unchanged) == (1, 1, 0))
            #expect(recomputed.clocks["whole"]?.later == 1 && recomputed.clocks["whole"]?.finalNow == 1)
            #expect(told.map(\.id) == [ticket])
            #expect(try await Self.due(ticket, city) == "2027-01-05T18:00:00")

            let dossier = try #require(try await city.engine.dossier(ticket, in: city.id))
            let event = try #require(dossier.events.last).event
            #expect(event.adjustment == .calendars(["office"]))
            #expect(event.by.identity == city.party("street").identity && event.at == Self.friday)
            let new = try await Self.file(city)
            #expect(try await city.ticket(new)?.clocks == dossier.ticket.clocks)

            // The same list again moves nothing.
            let again = try await city.load(.calendars, csv: Self.list2027)
            #expect((again.recomputed?.moved, again.recomputed?.unchanged) == (0, 2))
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `nobody may order it who has no account, and then nothing is imported`() async throws {
        try await TestDistrict.with { city in
            await #expect(throws: ImportError.unknownAccount("nobody")) {
                try await city.load(.calendars, .bytes(Array(Self.list2027.utf8))) { $0.account = "nobody" }
            }
            let calendar = try await city.now().calendars.standard
            #expect(calendar.exceptions == [])
        }
    }

    @Test func `one that breaks off is finished by running it again`() async throws {
        try await TestDistrict.with { city in
            for _ in 0..<7 { _ = try await Self.file(city, now: nil) }
            try await Self.holidays(city)
            struct Crash: Error {}
            var count = 0
            do {
                _ = try await Self.sweep(city, page: 2).run { _ in
                    count += 1
                    if count == 3 { throw Crash() }
                }
                Issue.record("it did not break off")
            } catch is Crash {}
            let rest = try await Self.sweep(city, page: 2).run()
            #expect((rest.tickets, rest.moved, rest.unchanged) == (7, 3, 4))
            #expect(try await Self.sweep(city).survey().moved == 0)
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `it runs beside live commands and workers, and the journal is whole`() async throws {
        try await TestDistrict.with { city in
            var tickets: [TicketID] = []
            for _ in 0..<40 { tickets.append(try await Self.file(city, now: nil)) }
            let known = tickets
            try await city.running([city.worker()]) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for ticket in known {
                        group.addTask {
                            try await city.act("note", by: "desk", on: ticket, texts: ["note": "在办"])
                            try await city.act("dispatch", by: "desk", on: ticket)
                        }
                    }
                    group.addTask {
                        try await Self.holidays(city)
                        _ = try await Self.sweep(city, page: 8).run()
                    }
                    group.addTask { for _ in 0..<20 { _ = try await Self.file(city, now: nil) } }
                    try await group.waitForAll()
                }
            }
            // Whatever came before whatever: nothing is left by the old days.
            let left = try await Self.sweep(city).survey()
            #expect((left.tickets, left.moved, left.refusedCount) == (60, 0, 0))
            let verification = try await city.engine.verify(city.id)
            #expect(verification.findings == [])
        }
    }

    @Test func `a survey writes nothing, and says what a run then does`() async throws {
        try await TestDistrict.with { city in
            let ticket = try await Self.file(city, now: nil)
            try await Self.holidays(city)
            let before = try await city.ticket(ticket)
            var surveyed: [AdjustedTicket] = []
            let dry = try await Self.sweep(city).survey { surveyed.append($0) }
            #expect(try await city.ticket(ticket) == before)
            var moved: [AdjustedTicket] = []
            let done = try await Self.sweep(city).run { moved.append($0) }
            #expect(dry.moved == 1 && done.moved == 1 && dry.clocks == done.clocks)
            guard case .moved(let planned)? = surveyed.first?.outcome, case .moved(let real)? = moved.first?.outcome
            else { return #expect(Bool(false), "both moved") }
            #expect(planned.after.clocks == real.after.clocks && planned.before == real.before)
            #expect(try await city.ticket(ticket) == real.after)
        }
    }

    /// The next four weeks are off: whatever runs in working time moves.
    ///
    /// Behind the importer's back, which would sweep.
    private static func holidays(_ city: TestDistrict) async throws {
        let today = try await city.engine.now().microseconds / 86_400_000_000
        let days = (0..<28).map { "\(LocalDate(daysSinceEpoch: Int(today) + $0))" }
        let calendar =
            #"{"name":"office","zone":"Asia/Shanghai","workdays":["mon","tue","wed","thu","fri"],"#
            + #""hours":["09:00-12:00","14:00-18:00"],"holidays":["#
            + days.map { #"{"date":"\#($0)","name":"假","kind":"off"}"# }.joined(separator: ",") + "]}"
        _ = try await city.engine.pool.flight([
            ConfigurationWrite.calendar(city.id, name: "office", document: calendar),
            ConfigurationWrite.touch(city.id),
        ])
    }
}
