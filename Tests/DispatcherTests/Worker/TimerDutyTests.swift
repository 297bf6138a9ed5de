import Logging
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

@testable import Dispatcher

/// How a worker rests, and what it never passes over.
@Suite struct TimerDutyTests {
    private func duty(
        _ city: TestDistrict,
        tally: FiringTally? = nil,
        _ change: (inout Worker.Settings) -> Void = { _ in }
    ) -> TimerDuty {
        var settings = Worker.Settings()
        change(&settings)
        let firing = TimerFiring(district: city.id, engine: city.engine, logger: city.engine.logger)
        return TimerDuty(firing, settings, tally: tally)
    }

    @Test func `with nothing due a turn is one look, and the rest as long as the settings say`() async throws {
        try await TestDistrict.with { city in
            var duty = duty(city)
            let rest = try await duty.turn(StopSign())
            #expect(rest.until == nil)
            #expect(rest.atMost == Worker.Settings().idle)
            // A look each half minute, a sweep each minute: three queries a minute, and a cleaning an hour.
            let settings = Worker.Settings()
            #expect(settings.idle >= .seconds(30))
            #expect(settings.sweep >= .seconds(60))
            #expect(settings.cleaning >= .seconds(3_600))
            #expect(Deliverer.Settings().idle >= .seconds(30))
        }
    }

    @Test func `it rests until the next timer, and only an earlier one wakes it`() async throws {
        try await TestDistrict.with(definition: .tiny(["accept": "20s"])) { city in
            let ticket = try await city.file()
            let first = try #require(try await city.ticket(ticket)?.timers.first?.due)
            var duty = duty(city)
            let rest = try await duty.turn(StopSign())
            #expect(rest.until == first)
            #expect(rest.atMost <= .seconds(20))
            let write = { Hints.Write(district: city.id, timer: $0) }
            #expect(TimerDuty.isCalled(by: write(first.advanced(bySeconds: -1)), from: rest))
            #expect(!TimerDuty.isCalled(by: write(first.advanced(bySeconds: 1)), from: rest))
            #expect(!TimerDuty.isCalled(by: write(nil), from: rest))
        }
    }

    @Test func `what is due and held by another is waited for in pauses, not in a spin`() async throws {
        try await TestDistrict.with(definition: .tiny()) { city in
            let ticket = try await city.file()
            let due = try #require(try await city.ticket(ticket)?.clocks["accept"]?.due)
            try await eventually("it is due") { try await city.engine.now() > due }
            var duty = duty(city)
            try await city.holding(ticket) {
                var rests: [Duration] = []
                for _ in 0..<10 { rests.append(try await duty.turn(StopSign()).atMost) }
                #expect(rests.allSatisfy { $0 >= .milliseconds(5) })
                #expect(rests.last.map { $0 >= .milliseconds(500) } == true)
            }
            #expect(try await duty.turn(StopSign()).atMost == .zero)
            #expect(try await city.ticket(ticket)?.late == ["accept"])
        }
    }

    @Test func `what is more than a batch is fired by several hands in one turn, each timer once`() async throws {
        try await TestDistrict.with(definition: .tiny(), connections: 6) { city in
            var tickets: [TicketID] = []
            for _ in 0..<40 { tickets.append(try await city.file()) }
            let last = try #require(tickets.last)
            let due = try #require(try await city.ticket(last)?.clocks["accept"]?.due)
            try await eventually("all are due") { try await city.engine.now() > due }
            let tally = FiringTally()
            var duty = duty(city, tally: tally) {
                $0.batch = 5
                $0.hands = 3
            }
            #expect(try await duty.turn(StopSign()).atMost == .zero)
            var events = 0
            for ticket in tickets {
                let ticket = try #require(try await city.ticket(ticket))
                #expect(ticket.late == ["accept"])
                events += ticket.seq - 1
            }
            #expect(tally.events == events && tally.dead == 0)
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `nothing is claimed any more once the stop sign is up`() async throws {
        try await TestDistrict.with(definition: .tiny()) { city in
            let ticket = try await city.file()
            let due = try #require(try await city.ticket(ticket)?.clocks["accept"]?.due)
            try await eventually("it is due") { try await city.engine.now() > due }
            let stop = StopSign()
            stop.raise()
            var duty = duty(city)
            _ = try await duty.turn(stop)
            #expect(try await city.ticket(ticket)?.seq == 1)
        }
    }

    @Test func `arming at random while workers poll leaves nothing behind the low watermark`() async throws {
        let log = KeptLog()
        let limits: JSONValue = ["ordinary": "1s", "urgent": "3s"]
        try await TestDistrict.with(definition: .tiny(["accept": limits]), connections: 8, logger: log.logger) { city in
            let workers = (0..<2).map { _ in
                city.worker {
                    $0.idle = .milliseconds(50)
                    $0.sweep = .milliseconds(100)
                }
            }
            try await city.running(workers) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<4 {
                        group.addTask {
                            for _ in 0..<50 {
                                let isUrgent = Bool.random()
                                let ticket = try await city.file(input: ["urgency": isUrgent ? "urgent" : "ordinary"])
                                if Bool.random() { try await city.act("accept", by: "desk", on: ticket) }
                                try await Task.sleep(for: .milliseconds(Int.random(in: 0...20)))
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                try await eventually("all that is due has fired") {
                    try await city.count(
                        """
                        SELECT count(*) FROM timer
                        WHERE district_id = \(city.id.rawValue) AND fire_at < clock_timestamp()
                        """
                    ) == 0
                }
            }
            #expect(log.lines(from: .error) == [])
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `a timer that lies behind the mark is counted, said aloud, and fired all the same`() async throws {
        let log = KeptLog()
        try await TestDistrict.with(definition: .tiny(["accept": "5s"]), logger: log.logger) { city in
            let ticket = try await city.file()
            var duty = duty(city) { $0.sweep = .zero }
            _ = try await duty.turn(StopSign())
            #expect(log.lines(from: .error) == [])
            try await city.tamper("UPDATE timer SET fire_at = '2000-01-01' WHERE district_id = \(city.id.rawValue)")
            let due = try #require(try await city.ticket(ticket)?.clocks["accept"]?.due)
            try await eventually("it is due") { try await city.engine.now() > due }
            try await eventually("it fires") {
                _ = try await duty.turn(StopSign())
                return try await city.ticket(ticket)?.late == ["accept"]
            }
            #expect(log.lines(from: .error).contains { $0.hasPrefix("timers behind the low watermark") })
        }
    }

    @Test func `expired keys are removed in batches, others stay`() async throws {
        try await TestDistrict.with { city in
            for number in 0..<25 { _ = try await city.engine.submit(city.filing(key: .given("\(number)"))) }
            _ = try await city.engine.submit(city.filing(key: .external(source: "letters", id: "x")))
            let id = city.id.rawValue
            try await city.tamper(
                """
                UPDATE command_key SET keep_until = clock_timestamp() - interval '1 second'
                WHERE district_id = \(id) AND key IN (SELECT n::text FROM generate_series(0, 22) AS n)
                """
            )
            // Those of writes that no ticket's command bears go the same way.
            let person = try #require(city.party("desk").person)
            for number in 0..<25 {
                let request = RequestKey("\(number)", of: person, in: city.id, for: [UInt8(number)], under: nil)
                let done = try await city.engine.once(request) { (number, KeptAnswer(status: 204, answer: [:])) }
                guard case .now = done else {
                    Issue.record("\(number) was done before")
                    continue
                }
            }
            try await city.tamper(
                """
                UPDATE request_key SET keep_until = clock_timestamp() - interval '1 second'
                WHERE district_id = \(id) AND key IN (SELECT n::text FROM generate_series(0, 22) AS n)
                """
            )
            var duty = duty(city) { $0.cleaningBatch = 10 }
            _ = try await duty.turn(StopSign())
            #expect(try await city.count("SELECT count(*) FROM request_key WHERE district_id = \(id)") == 2)
            let kept = try await city.count("SELECT count(*) FROM command_key WHERE district_id = \(id)")
            #expect(kept == 3)
            #expect(try await city.engine.submit(city.filing(key: .given("24"))).isRepeat)
            #expect(try await city.engine.submit(city.filing(key: .given("3"))).isRepeat == false)
        }
    }

    @Test func `sessions that are long over are removed in batches, others stay`() async throws {
        try await TestDistrict.with { city in
            let accounts = try await city.accounts(of: "desk")
            for _ in 0..<5 { _ = try await accounts.enter("desk", in: city) }
            try await city.tamper(
                """
                UPDATE session SET made_at = made_at - interval '8 days', expires_at = expires_at - interval '8 days'
                WHERE district_id = \(city.id.rawValue)
                """
            )
            let fresh = try await accounts.enter("desk", in: city)
            var duty = duty(city) { $0.cleaningBatch = 2 }
            _ = try await duty.turn(StopSign())
            #expect(try await city.count("SELECT count(*) FROM session WHERE district_id = \(city.id.rawValue)") == 1)
            _ = try await accounts.authenticate(session: fresh.secret)
        }
    }
}
