import Dispatcher
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

/// Acts that concern two matters, on a real database: both are locked, both are written, and each hears of the other.
@Suite struct LinkTests {
    private static func dispatched(_ city: TestDistrict, text: String = "楼道漏水") async throws -> TicketID {
        let ticket = try await city.file(text: text)
        try await city.act("accept", by: "desk", on: ticket)
        try await city.act("dispatch", by: "desk", on: ticket)
        return ticket
    }

    private static func merge(_ city: TestDistrict, _ ticket: TicketID, into main: TicketID) async throws {
        try await city.act("merge", by: "desk", on: ticket, input: ["main": .int(main.rawValue)])
    }

    @Test func `three residents, one leak: worked on once, called back three times`() async throws {
        try await TestDistrict.with { city in
            try await city.running([city.worker()]) {
                let main = try await Self.dispatched(city)
                let others = [try await Self.dispatched(city), try await Self.dispatched(city)]
                for other in others { try await Self.merge(city, other, into: main) }
                #expect(try await city.ticket(main)?.links.merged == Set(others))
                try await city.act("sign", by: "water", on: main)
                let solved: [FieldName: JSONValue] = ["outcome": "solved"]
                try await city.act("submit_result", by: "water", on: main, input: solved, texts: ["text": "已修"])
                try await city.act("verify", by: "desk", on: main)
                try await city.act("call_back", by: "desk", on: main, input: ["callback": "satisfied"])
                for other in others {
                    try await eventually("it hears of the end") {
                        try await city.ticket(other)?.state == "awaiting_callback"
                    }
                    let handler = try await city.ticket(main)?.people["handler"]
                    #expect(try await city.ticket(other)?.people["handler"] == handler && handler != nil)
                    try await city.act("call_back", by: "desk", on: other, input: ["callback": "satisfied"])
                }
            }
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `news that are old when they come are cleared away`() async throws {
        try await TestDistrict.with { city in
            let (main, other) = (try await Self.dispatched(city), try await Self.dispatched(city))
            try await Self.merge(city, other, into: main)
            // Both end before either has heard of the other.
            for ticket in [other, main] {
                try await city.act("withdraw_matter", by: "resident", on: ticket, texts: ["reason": "不用了"])
            }
            #expect(try await city.timers() == 2)
            try await city.running([city.worker()]) {
                try await eventually("nothing is left to be told") { try await city.timers() == 0 }
            }
            #expect(try await DeadLetters(engine: city.engine).list(city.id).timers.isEmpty)
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `merged and parted by many at once, both sides always agree`() async throws {
        try await TestDistrict.with { city in
            let matters = [
                try await Self.dispatched(city), try await Self.dispatched(city), try await Self.dispatched(city),
            ]
            await withTaskGroup(of: Void.self) { group in
                for round in 0..<60 {
                    let (ticket, main) = (matters[round % 3], matters[(round / 3 + 1 + round % 3) % 3])
                    group.addTask {
                        _ = try? await Self.merge(city, ticket, into: main)
                        let input: [FieldName: JSONValue] = ["main": .int(main.rawValue)]
                        guard round % 2 == 0 else { return }
                        _ = try? await city.act(
                            "unmerge",
                            by: "desk",
                            on: ticket,
                            input: input,
                            texts: ["reason": "不同"]
                        )
                    }
                }
            }
            var links = 0
            for id in matters {
                let ticket = try #require(try await city.ticket(id))
                for other in matters where other != id {
                    let isMain = try await city.ticket(other)?.links.main == id
                    #expect(ticket.links.merged.contains(other) == isMain)
                }
                links += ticket.seq
                #expect((ticket.state == "merged") == (ticket.links.main != nil))
            }
            #expect(links > 9, "something was merged")
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `a refused merge changes neither; a repeated one is done once`() async throws {
        try await TestDistrict.with { city in
            let (ticket, main) = (try await Self.dispatched(city), try await Self.dispatched(city))
            for number: Int64 in [main.rawValue + 1_000, ticket.rawValue] {
                await #expect(throws: DispatchError.self) {
                    try await Self.merge(city, ticket, into: TicketID(number))
                }
            }
            #expect(try await city.ticket(main)?.seq == 3)
            let once = city.acting(
                "merge",
                by: "desk",
                on: ticket,
                input: ["main": .int(main.rawValue)],
                key: .given("once")
            )
            _ = try await city.engine.submit(once)
            #expect(try await city.engine.submit(once).isRepeat)
            #expect(try await city.ticket(main)?.seq == 4)
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `news that nobody heard are found by verify`() async throws {
        try await TestDistrict.with { city in
            let (ticket, main) = (try await Self.dispatched(city), try await Self.dispatched(city))
            try await Self.merge(city, ticket, into: main)
            try await city.act("withdraw_matter", by: "resident", on: main, texts: ["reason": "已好"])
            #expect(try await city.engine.verify(city.id).findings == [], "a timer says it")
            try await city.tamper("DELETE FROM timer WHERE district_id = \(city.id.rawValue) AND clock LIKE '~%'")
            #expect(try await city.engine.verify(city.id).findings.map(\.code) == ["link_unheard"])
        }
    }

    @Test func `a part that is split off has its own words, and its origin's time`() async throws {
        try await TestDistrict.with { city in
            let matter = try await city.file()
            try await city.act("accept", by: "desk", on: matter)
            let input: [FieldName: JSONValue] = ["category": "园林", "place": .int(city.unit("C1").rawValue)]
            let texts: [FieldName: String] = ["text": "树枝压线", "note": "两件事"]
            try await city.act("split", by: "desk", on: matter, input: input, texts: texts)
            let part = try #require(try await city.ticket(matter)?.links.splitOff.first)
            let dossier = try #require(try await city.engine.dossier(part, in: city.id))
            #expect(dossier.text("text", seq: 1) == "树枝压线" && dossier.ticket.category == "园林")
            #expect(dossier.ticket.links.origin == Links.Origin(.split, matter))
            let start = try await city.ticket(matter)?.clocks["whole"]?.startedAt
            #expect(dossier.ticket.clocks["whole"]?.startedAt == start)
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `a child's end that was put aside can be heard after all`() async throws {
        try await TestDistrict.with { city in
            let matter = try await city.file()
            try await city.act("accept", by: "desk", on: matter)
            let parks: JSONValue = .int(city.unit("P").rawValue)
            try await city.act("dispatch", by: "desk", on: matter, input: ["co_handlers": [parks]])
            let task = try #require(try await city.ticket(matter)?.children.keys.first)
            try await city.act("recall", by: "desk", on: task, texts: ["reason": "不需要了"])
            try await city.tamper(
                """
                WITH gone AS (DELETE FROM timer WHERE district_id = \(city.id.rawValue) AND clock LIKE '~%' RETURNING *)
                INSERT INTO timer_dead (district_id, ticket_id, due_at, clock, step, code, reason)
                SELECT district_id, ticket_id, due_at, clock, step, 'unknown_definition', 'gone' FROM gone
                """
            )
            #expect(try await city.engine.verify(city.id).findings.map(\.code).contains("timer_dead"))
            let tally = try await DeadLetters(engine: city.engine).resendAll(city.id)
            #expect(tally.timers == 1 && tally.dropped == 0)
            try await city.running([city.worker()]) {
                try await eventually("the matter hears of it") {
                    try await city.ticket(matter)?.children[task]?.end == "recalled"
                }
            }
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }
}
