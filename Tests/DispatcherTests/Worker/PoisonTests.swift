import Dispatcher
import PGStore
import Postgres
import ServiceLifecycle
import TestSupport
import Testing
import Workflow

/// Timers that cannot fire are put aside, each with its reason; their neighbours fire, and nothing spins.
@Suite struct PoisonTests {
    /// A ladder that counts by a calendar which nobody has: the expiry that starts it refuses.
    private static let nowhere: JSONValue = [
        ["after": "0", "tell": ["desk"]], ["after": "1wd@nowhere", "tell": ["desk"]],
    ]

    /// Accepting and signing run into the ladder; dispatching does not.
    private static func poisoned() throws -> WorkflowDefinition {
        try WorkflowDefinition.tiny(["accept": "1s", "dispatch": "1s", "sign": "1s", "whole": "2s"]).with([
            "ladders.nowhere": nowhere, "clocks.accept.ladder": "nowhere", "clocks.sign.ladder": "nowhere",
        ])
    }

    @Test func `a timer that refuses is put aside, its neighbours fire, and it can be sent again`() async throws {
        try await TestDistrict.with(definition: Self.poisoned()) { city in
            let letters = DeadLetters(engine: city.engine)
            try await city.running([city.worker(), city.worker()]) {
                let bad = try await city.file()
                let good = try await city.file()
                try await city.act("accept", by: "desk", on: good)
                try await eventually("one is put aside") { try await letters.list(city.id).timers.count == 1 }
                try await eventually("the other fires") {
                    try await city.ticket(good)?.late.contains("dispatch") == true
                }
                let dead = try #require(try await letters.list(city.id).timers.first)
                #expect(dead.key == DeadTimerRow.Key(ticket: bad, clock: "accept", step: "due"))
                #expect(dead.code == "unknown_calendar")
                #expect(try await city.ticket(bad)?.timers.first?.due == dead.due)
                let findings = try await city.engine.verify(city.id).findings
                #expect(findings.map(\.code) == ["timer_dead"])
                // Sent again while nothing is mended, it dies again.
                #expect(try await letters.resend(timer: dead.key, in: city.id) == .resent)
                try await eventually("it dies again") {
                    try await letters.list(city.id).timers.first.map { $0.diedAt > dead.diedAt } ?? false
                }
                try await Self.addCalendar(city)
                #expect(try await letters.resend(timer: dead.key, in: city.id) == .resent)
                try await eventually("it fires") { try await city.ticket(bad)?.late == ["accept"] }
                #expect(try await letters.list(city.id).timers.isEmpty)
            }
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `timers behind one that refuses are put aside with it, and come back in order`() async throws {
        try await TestDistrict.with(definition: Self.poisoned()) { city in
            let letters = DeadLetters(engine: city.engine)
            try await city.running([city.worker()]) {
                let ticket = try await city.file()
                try await city.act("accept", by: "desk", on: ticket)
                try await city.act("dispatch", by: "desk", on: ticket)
                try await eventually("both are put aside") { try await letters.list(city.id).timers.count == 2 }
                let codes = try await letters.list(city.id).timers.map { "\($0.key.clock) \($0.code)" }
                #expect(codes == ["sign unknown_calendar", "whole blocked"])
                #expect(try await city.timers() == 0)
                try await Self.addCalendar(city)
                let tally = try await letters.resendAll(city.id, page: 1)
                #expect(tally.timers == 2)
                try await eventually("both fire") { try await city.ticket(ticket)?.late == ["sign", "whole"] }
            }
            let dead = try await letters.list(city.id).timers
            #expect(dead.isEmpty)
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `an act on a ticket with a timer that refuses is carried out, and the timer put aside`() async throws {
        try await TestDistrict.with(definition: Self.poisoned()) { city in
            let ticket = try await city.file()
            let due = try #require(try await city.ticket(ticket)?.clocks["accept"]?.due)
            try await eventually("it is due") { try await city.engine.now() > due }
            try await city.act("note", by: "desk", on: ticket, texts: ["note": "一"])
            try await city.act("note", by: "desk", on: ticket, texts: ["note": "二"])
            let letters = DeadLetters(engine: city.engine)
            #expect(try await letters.list(city.id).timers.map(\.key.clock) == ["accept"])
            #expect(try await city.timers() == 0)
            // The act that stops its clock makes it nobody's: no damage, and dropped when it is sent again.
            try await city.act("accept", by: "desk", on: ticket)
            #expect(try await city.engine.verify(city.id).findings == [])
            let key = DeadTimerRow.Key(ticket: ticket, clock: "accept", step: "due")
            #expect(try await letters.resend(timer: key, in: city.id) == .dropped(.notWanted))
            #expect(try await letters.resend(timer: key, in: city.id) == .unknown)
        }
    }

    @Test func `tickets of a version that is gone are put aside, those of others fire`() async throws {
        try await TestDistrict.with(definition: .tiny()) { city in
            let old = try await city.file()
            let next = try WorkflowDefinition.tiny(["accept": "1s", "verify": "1s"])
            try await city.engine.pool.withTransaction { connection in
                _ = try await connection.flight([
                    ConfigurationWrite.publish(city.id, next), ConfigurationWrite.touch(city.id),
                ])
            }
            try await city.tamper("DELETE FROM definition WHERE district_id = \(city.id.rawValue) AND version = 1")
            try await city.tamper(ConfigurationWrite.touch(city.id))
            let new = try await city.file()
            #expect(try await city.ticket(new)?.definition.version == 2)
            try await city.running([city.worker()]) {
                try await eventually("the new one fires") { try await city.ticket(new)?.late == ["accept"] }
                try await eventually("the old one is put aside") {
                    let dead = try await DeadLetters(engine: city.engine).list(city.id).timers
                    return dead.map(\.code) == ["unknown_definition"]
                }
            }
            let error = await #expect(throws: DispatchError.self) { try await city.act("accept", by: "desk", on: old) }
            #expect(error?.code == "unknown_definition")
        }
    }

    @Test func `what the database refuses is put aside by its ticket, with four workers at it`() async throws {
        let database = try await MigratedDatabase.migrated(TestServer.shared())
        try await TestDistrict.with(definition: .tiny(), connections: 8, in: database) { city in
            let tickets = try await city.file(count: 60)
            let bad = tickets[30].rawValue
            try await city.tamper(
                """
                ALTER TABLE ticket_event ADD CONSTRAINT refused
                CHECK (ticket_id <> \(unsafeSQL: "\(bad)") OR seq < 2) NOT VALID
                """
            )
            try await city.running((0..<4).map { _ in city.worker() }) {
                try await eventually("all are gone") { try await city.timers() == 0 }
            }
            let dead = try await DeadLetters(engine: city.engine).list(city.id).timers
            #expect(dead.map(\.key.ticket) == [tickets[30]])
            #expect(dead.map(\.code) == ["rejected"])
            #expect(try await city.fired("accept", "due") == 59)
            #expect(try await city.engine.verify(city.id).findings.map(\.code) == ["timer_dead"])
        }
    }

    @Test func `strays and tickets that cannot be read stop nobody`() async throws {
        try await TestDistrict.with(definition: .tiny()) { city in
            let (stray, broken, whole) = (try await city.file(), try await city.file(), try await city.file())
            let (district, bad) = (city.id.rawValue, broken.rawValue)
            try await city.tamper(
                """
                INSERT INTO timer (district_id, ticket_id, due_at, fire_at, clock, step)
                VALUES (\(district), \(stray.rawValue), clock_timestamp(), clock_timestamp(), 'verify', 'due')
                """
            )
            try await city.tamper("UPDATE ticket SET body = '{' WHERE district_id = \(district) AND id = \(bad)")
            try await city.running([city.worker()]) {
                try await eventually("all are gone") { try await city.timers() == 0 }
                #expect(try await city.ticket(whole)?.late == ["accept"])
                #expect(try await city.ticket(stray)?.late == ["accept"])
            }
            let letters = DeadLetters(engine: city.engine)
            let dead = try await letters.list(city.id).timers
            #expect(dead.map(\.code) == ["stray", "damaged_row"])
            #expect(try await letters.resend(timer: dead[0].key, in: city.id) == .dropped(.notWanted))
            #expect(try await letters.resend(timer: dead[1].key, in: city.id) == .kept)
        }
    }

    private static func addCalendar(_ city: TestDistrict) async throws {
        let document = #"{"name":"nowhere","zone":"Asia/Shanghai","workdays":["mon"],"hours":["09:00-18:00"]}"#
        try await city.engine.pool.withTransaction { connection in
            _ = try await connection.flight([
                ConfigurationWrite.calendar(city.id, name: "nowhere", document: document),
                ConfigurationWrite.touch(city.id),
            ])
        }
    }
}
