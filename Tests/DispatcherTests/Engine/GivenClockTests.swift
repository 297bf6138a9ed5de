import Dispatcher
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

/// A district whose time is given by one writer: for replays and for a city that needs a past.
@Suite struct GivenClockTests {
    private static let monday = Instant(microseconds: 1_772_413_200_000_000)

    @Test func `a given district refuses commands without a time, a live one those with`() async throws {
        try await TestDistrict.with(clock: .given) { city in
            let error = await #expect(throws: DispatchError.self) { try await city.file() }
            #expect(error?.code == "wrong_clock")
            let ticket = try await city.file(now: Self.monday)
            #expect(try await city.ticket(ticket)?.reportedAt == Self.monday)
        }
        try await TestDistrict.with { city in
            let error = await #expect(throws: DispatchError.self) { try await city.file(now: Self.monday) }
            #expect(error?.code == "wrong_clock")
        }
    }

    @Test func `a time before the ticket's last event is refused`() async throws {
        try await TestDistrict.with(clock: .given) { city in
            let ticket = try await city.file(now: Self.monday)
            let error = await #expect(throws: DispatchError.self) {
                try await city.act("accept", by: "desk", on: ticket, now: Self.monday.advanced(bySeconds: -1))
            }
            #expect(error?.code == "before_last_event")
        }
    }

    @Test func `workers never claim in a given district, until it is handed over, once and one way`() async throws {
        try await TestDistrict.with(clock: .given) { city in
            let ticket = try await city.file(now: Self.monday)
            let (id, clock) = (city.id, try await city.engine.now())
            let claim = TimerClaim(district: id, low: Instant(microseconds: 0), limit: 10)
            let found = try await city.engine.pool.withConnection { connection in
                try claim.found(try await connection.flight(claim.statements))
            }
            #expect(found.isGiven)
            #expect(found.clock >= clock)
            try await city.running([city.worker()]) {
                // A live district's timer fires meanwhile: the worker works.
                try await TestDistrict.with(definition: .tiny()) { live in
                    try await live.running([live.worker()]) {
                        let other = try await live.file()
                        try await eventually("the live one is late") { try await live.ticket(other)?.lamp == .red }
                    }
                }
            }
            #expect(try await city.ticket(ticket)?.seq == 1)
            #expect(try await city.engine.pool.query(ConfigurationWrite.handOver(id)).affectedRows == 1)
            #expect(try await city.engine.pool.query(ConfigurationWrite.handOver(id)).affectedRows == 0)
            let error = await #expect(throws: DispatchError.self) { try await city.file(now: Self.monday) }
            #expect(error?.code == "wrong_clock")
            try await city.running([city.worker()]) {
                try await eventually("the past is caught up") { try await city.ticket(ticket)?.lamp == .red }
            }
            #expect(try await city.engine.verify(id).findings == [])
        }
    }

    @Test func `timers of a given past fire no earlier than the database's clock at their arming`() async throws {
        try await TestDistrict.with(clock: .given) { city in
            let before = try await city.engine.now()
            let ticket = try await city.file(now: Self.monday)
            let behind = TimerQueries.behind(district: city.id, low: before)
            #expect(try await city.count(behind) == 0)
            #expect(try await city.ticket(ticket)?.timers.isEmpty == false)
            let id = city.id.rawValue
            let expired = try await city.count(
                "SELECT count(*) FROM command_key WHERE district_id = \(id) AND keep_until < clock_timestamp()"
            )
            #expect(expired == 0)
        }
    }

    @Test func `nobody is told of a past that is being loaded`() async throws {
        try await TestDistrict.with(clock: .given) { city in
            _ = try await city.file(now: Self.monday)
            let id = city.id.rawValue
            #expect(try await city.count("SELECT count(*) FROM outbox WHERE district_id = \(id)") == 0)
        }
    }
}
