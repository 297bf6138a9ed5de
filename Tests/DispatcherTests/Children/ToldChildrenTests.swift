import Dispatcher
import PGStore
import Postgres
import Shipped
import TestSupport
import Testing
import Workflow

/// Tasks that hear what their matter came to know, on a real database.
@Suite struct ToldChildrenTests {
    /// A matter of the water department which the parks department helps, its task signed.
    private static func helped(_ city: TestDistrict) async throws -> (matter: TicketID, task: TicketID) {
        let matter = try await city.file()
        try await city.act("accept", by: "desk", on: matter)
        let parks: JSONValue = [.int(city.unit("P").rawValue)]
        try await city.act("dispatch", by: "desk", on: matter, input: ["co_handlers": parks])
        let task = try #require(try await city.ticket(matter)?.children.keys.first)
        try await city.act("sign", by: "parks", on: task)
        return (matter, task)
    }

    private static func complain(_ city: TestDistrict, _ matter: TicketID) async throws {
        let parks: JSONValue = [.int(city.unit("P").rawValue)]
        try await city.act("name_complained", by: "desk", on: matter, input: ["complained_of": parks])
    }

    @Test func `a task of a unit complained of later leaves its hands, and the matter hears of it`() async throws {
        try await TestDistrict.with { city in
            try await city.running([city.worker()]) {
                let (matter, task) = try await Self.helped(city)
                try await Self.complain(city, matter)
                try await eventually("the task is taken back") { try await city.ticket(task)?.state == "recalled" }
                try await eventually("the matter hears of it") {
                    try await city.ticket(matter)?.children[task]?.end == "recalled"
                }
                let dossier = try #require(try await city.engine.dossier(task, in: city.id))
                let events = dossier.events.map(\.event)
                #expect(events.last?.act == "be_told" && events.last?.by.identity == .ticket(matter))
                let calendar = city.configuration.calendars.standard
                let ledger = try TimeLedger(events, calendar: calendar, until: try await city.engine.now())
                #expect(ledger.sums.keys.allSatisfy { $0 == .unit(city.unit("P")) })
                let machine = try #require(city.configuration.machine(dossier.ticket.definition))
                let territory = city.configuration.territory
                #expect(machine.sight(of: city.party("parks"), on: dossier.ticket, in: territory) == .nothing)
                await #expect(throws: DispatchError.self) {
                    try await city.act("submit_result", by: "parks", on: task, texts: ["text": "好了"])
                }
                let told = try await city.count(
                    """
                    SELECT count(*) FROM outbox
                    WHERE district_id = \(city.id.rawValue) AND ticket_id = \(task.rawValue) AND payload::jsonb->>'about' = 'be_told'
                    """
                )
                #expect(told == 1)
            }
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `what a task was told and nobody will ever tell it is found`() async throws {
        try await TestDistrict.with { city in
            let (matter, task) = try await Self.helped(city)
            try await Self.complain(city, matter)
            #expect(try await city.engine.verify(city.id).findings == [], "a timer says it")
            try await city.tamper("DELETE FROM timer WHERE district_id = \(city.id.rawValue) AND clock LIKE '~%'")
            let findings = try await city.engine.verify(city.id).findings
            #expect(findings.map(\.code) == ["telling_unheard"] && findings.map(\.ticket) == [task])
        }
    }

    @Test func `two tellings one after the other are both heard, and one that is put aside can be sent again`()
        async throws
    {
        try await TestDistrict.with { city in
            let (matter, task) = try await Self.helped(city)
            let person: JSONValue = [.int(try #require(city.party("street").person).rawValue)]
            try await city.act("name_complained", by: "desk", on: matter, input: ["complained_people": person])
            try await Self.complain(city, matter)
            try await city.tamper(
                """
                WITH gone AS (
                    DELETE FROM timer WHERE district_id = \(city.id.rawValue) AND clock LIKE '~%'
                    RETURNING district_id, ticket_id, due_at, clock, step)
                INSERT INTO timer_dead (district_id, ticket_id, due_at, clock, step, code, reason)
                SELECT gone.*, 'test', '' FROM gone
                """
            )
            #expect(try await city.engine.verify(city.id).findings.map(\.code) == ["timer_dead", "timer_dead"])
            let tally = try await DeadLetters(engine: city.engine).resendAll(city.id)
            #expect(tally.timers == 2)
            try await city.running([city.worker()]) {
                try await eventually("the task is taken back") { try await city.ticket(task)?.state == "recalled" }
                try await eventually("the matter hears of it") {
                    try await city.ticket(matter)?.children[task]?.end == "recalled"
                }
            }
            #expect(try await city.ticket(task)?.facts["complained_people"] == person)
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `in a given district tasks hear by the given clock`() async throws {
        try await TestDistrict.with(clock: .given) { city in
            let now = Instant(seconds: 1_772_413_200)
            let matter = try await city.file(now: now)
            try await city.act("accept", by: "desk", on: matter, now: now)
            let parks: JSONValue = [.int(city.unit("P").rawValue)]
            try await city.act("dispatch", by: "desk", on: matter, input: ["co_handlers": parks], now: now)
            try await city.act("name_complained", by: "desk", on: matter, input: ["complained_of": parks], now: now)
            try await GivenClock(engine: city.engine, district: city.id).advance(to: now.advanced(bySeconds: 1))
            let children = try #require(try await city.ticket(matter)).children
            #expect(children.values.map(\.end) == ["recalled"])
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }
}
