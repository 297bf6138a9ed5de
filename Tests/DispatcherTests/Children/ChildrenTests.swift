import Dispatcher
import PGStore
import Postgres
import Shipped
import TestSupport
import Testing
import Workflow

/// Tickets made for another, on a real database: they begin with it in one transaction, and it hears of their end.
@Suite struct ChildrenTests {
    /// A matter at the water department, which the parks department helps.
    private static func helped(_ city: TestDistrict) async throws -> (matter: TicketID, task: TicketID) {
        let matter = try await city.file()
        try await city.act("accept", by: "desk", on: matter)
        let parks = try unit("P", city)
        try await city.act("dispatch", by: "desk", on: matter, input: ["co_handlers": [parks]])
        let children = try #require(try await city.ticket(matter)).children
        #expect(children.count == 1 && children.values.first?.end == nil)
        return (matter, try #require(children.keys.first))
    }

    private static func unit(_ code: String, _ city: TestDistrict) throws -> JSONValue {
        .int(try #require(city.configuration.territory.unit(code: code)).id.rawValue)
    }

    private static func answered(_ city: TestDistrict, _ matter: TicketID) async throws {
        let input: [FieldName: JSONValue] = ["outcome": "solved"]
        try await city.act("submit_result", by: "water", on: matter, input: input, texts: ["text": "好了"])
    }

    @Test func `a co-handled matter waits for its task, and hears of its end`() async throws {
        try await TestDistrict.with { city in
            try await city.running([city.worker()]) {
                let (matter, task) = try await Self.helped(city)
                let child = try #require(try await city.ticket(task))
                #expect(child.definition.name == "task" && child.state == "assigned" && child.parent == matter)
                #expect(try await child.lead == city.ticket(matter)?.children[task]?.lead)
                try await city.act("sign", by: "water", on: matter)
                await #expect(throws: DispatchError.self) { try await Self.answered(city, matter) }
                try await city.act("sign", by: "parks", on: task)
                try await city.act("submit_result", by: "parks", on: task, texts: ["text": "树已修剪"])
                try await city.act("confirm", by: "desk", on: task)
                try await eventually("the matter hears of it") {
                    try await city.ticket(matter)?.children[task]?.end == "done"
                }
                try await Self.answered(city, matter)
                let events = try #require(try await city.engine.dossier(matter, in: city.id)).events.map(\.event)
                let heard = try #require(events.first { $0.act == "task_ended" })
                #expect(heard.by.identity == .ticket(task))
                #expect(try await heard.at == city.ticket(task)?.closedAt)
            }
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `what a claim saw and another worker has carried out since is no news, and no dead letter`() async throws
    {
        try await TestDistrict.with { city in
            let (matter, task) = try await Self.helped(city)
            try await city.act("recall", by: "desk", on: task, texts: ["reason": "不需要了"])
            let claim = TimerClaim(district: city.id, low: Instant(microseconds: 0), limit: 10)
            var found = try await city.engine.pool.withConnection { connection in
                let found = try claim.found(try await connection.flight(claim.statements))
                try await connection.rollBack()
                return found
            }
            #expect(found.followUps[matter]?.map(\.ticket) == [task])
            try await found.keep(city.engine.pool.query(#require(found.still(in: city.id))))
            #expect(found.followUps[matter]?.map(\.ticket) == [task], "nobody has carried it out yet")
            try await city.running([city.worker()]) {
                try await eventually("the matter hears of it") {
                    try await city.ticket(matter)?.children[task]?.end == "recalled"
                }
            }
            try await found.keep(city.engine.pool.query(#require(found.still(in: city.id))))
            #expect(found.followUps.isEmpty && found.still(in: city.id) == nil)
        }
    }

    @Test func `what nobody has heard of yet is counted by verify only once it is lost`() async throws {
        try await TestDistrict.with { city in
            let (_, task) = try await Self.helped(city)
            try await city.act("recall", by: "desk", on: task, texts: ["reason": "不需要了"])
            #expect(try await city.engine.verify(city.id).findings == [], "a timer says it")
            try await city.tamper("DELETE FROM timer WHERE district_id = \(city.id.rawValue) AND clock LIKE '~%'")
            #expect(try await city.engine.verify(city.id).findings.map(\.code) == ["child_unheard"])
        }
    }

    @Test func `an end that the rules refuse is put aside, not lost`() async throws {
        try await TestDistrict.with { city in
            let (matter, task) = try await Self.helped(city)
            try await city.tamper(
                """
                INSERT INTO timer (district_id, ticket_id, due_at, fire_at, clock, step)
                VALUES (\(city.id.rawValue), \(matter.rawValue), now(), now(), \("~\(task.rawValue + 1_000)"), 'done')
                """
            )
            #expect(try await city.engine.verify(city.id).findings.map(\.code) == ["timer_stray"])
            try await city.running([city.worker()]) {
                try await eventually("it is put aside") {
                    try await city.count("SELECT count(*) FROM timer_dead WHERE district_id = \(city.id.rawValue)") == 1
                }
            }
        }
    }

    @Test func `a refused act makes no children, a repeated one makes none twice`() async throws {
        try await TestDistrict.with { city in
            let matter = try await city.file()
            try await city.act("accept", by: "desk", on: matter)
            let parks = try Self.unit("P", city)
            for input: [FieldName: JSONValue] in [
                ["co_handlers": [parks, parks]], ["co_handlers": 5], ["co_handlers": [999_999]],
            ] {
                await #expect(throws: DispatchError.self) {
                    try await city.act("dispatch", by: "desk", on: matter, input: input)
                }
            }
            let once = city.acting(
                "dispatch",
                by: "desk",
                on: matter,
                input: ["co_handlers": [parks]],
                key: .given("once")
            )
            _ = try await city.engine.submit(once)
            #expect(try await city.engine.submit(once).isRepeat)
            #expect(try await city.ticket(matter)?.children.count == 1)
            #expect(try await city.count("SELECT count(*) FROM ticket WHERE district_id = \(city.id.rawValue)") == 2)
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `a red whistle summons two departments, and ends when both have come and gone`() async throws {
        try await TestDistrict.with { city in
            try await city.running([city.worker()]) {
                let matter = try await city.file(input: ["urgency": "urgent"])
                let both: JSONValue = [try Self.unit("W", city), try Self.unit("P", city)]
                let blow: [FieldName: JSONValue] = [
                    "whistle_kind": "emergency", "whistle_level": "three", "departments": both,
                ]
                try await city.act("whistle", by: "desk", on: matter, input: blow, texts: ["tried": "已疏散"])
                let whistled = try #require(try await city.ticket(matter))
                #expect(whistled.state == "answering" && whistled.children.count == 2)
                for (task, child) in whistled.children {
                    let due = try #require(try await city.ticket(task)?.clocks["arrival"]).due
                    #expect(due == whistled.lastAt.advanced(bySeconds: 1_800))
                    let who = child.lead == city.configuration.territory.unit(code: "W")?.id ? "water" : "parks"
                    try await city.act("sign", by: who, on: task)
                    try await city.act("check_in", by: "desk", on: task, input: ["rank": "section_head"])
                    #expect(try await city.ticket(task)?.clocks["arrival"] == nil)
                    try await city.act("submit_result", by: who, on: task, texts: ["text": "险情已排除"])
                    try await city.act("confirm", by: "desk2", on: task)
                }
                try await eventually("the matter hears of both") {
                    try await city.ticket(matter)?.childrenEnded == true
                }
                try await city.act(
                    "end_whistle",
                    by: "desk",
                    on: matter,
                    input: ["outcome": "solved"],
                    texts: ["text": "已处置"]
                )
                #expect(try await city.ticket(matter)?.state == "handled")
            }
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `in a given district children end and are heard of by the given clock`() async throws {
        try await TestDistrict.with(clock: .given) { city in
            let now = Instant(seconds: 1_772_413_200)
            let matter = try await city.file(now: now)
            try await city.act("accept", by: "desk", on: matter, now: now)
            let parks = try Self.unit("P", city)
            try await city.act("dispatch", by: "desk", on: matter, input: ["co_handlers": [parks]], now: now)
            let task = try #require(try await city.ticket(matter)?.children.keys.first)
            try await city.act("recall", by: "desk", on: task, texts: ["reason": "不需要了"], now: now)
            let clock = GivenClock(engine: city.engine, district: city.id)
            try await clock.advance(to: now.advanced(bySeconds: 1))
            #expect(try await city.ticket(matter)?.children[task]?.end == "recalled")
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }
}
