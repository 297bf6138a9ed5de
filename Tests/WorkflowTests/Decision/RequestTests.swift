import Testing
import Workflow

/// Requests (延期、挂账、补充、终止) that a level up decides, and work inside a department.
@Suite struct RequestTests {
    private static func signed(_ world: inout World, category: String = "园林") throws -> Ticket {
        let ticket = try world.dispatched(category: category)
        return try world.after("sign", by: liaison(category), on: ticket)
    }

    private static func liaison(_ category: String) -> Party {
        category == "园林" ? World.otherLiaison : World.liaison
    }

    @Test func `an extension puts the due time off by working days, and is asked for in time`() throws {
        var world = try World()
        var ticket = try Self.signed(&world)
        // 5wd from Monday: the next Monday at 18:00.
        #expect(ticket.clocks["whole"]?.due == World.time("2026-03-09T18:00:00"))
        var late = world
        #expect(
            Refusal.code {
                try late.after(
                    "ask_extension",
                    by: World.otherLiaison,
                    on: ticket,
                    at: "2026-03-09T10:00:00",
                    input: ["extension_days": 3],
                    words: ["reason": .some]
                )
            } == "asked_too_late"
        )
        ticket = try world.after(
            "ask_extension",
            by: World.otherLiaison,
            on: ticket,
            at: "2026-03-05T10:00:00",
            input: ["extension_days": 3],
            words: ["reason": .some]
        )
        #expect(ticket.clocks["extension_review"] != nil)
        ticket = try world.after("grant_extension", by: World.dispatcher, on: ticket)
        #expect(ticket.clocks["whole"]?.due == World.time("2026-03-12T18:00:00"))
        #expect(ticket.clocks["extension_review"] == nil && ticket.counters["extensions"] == 1)
        // What is reckoned anew keeps what was granted.
        ticket = try world.after(
            "correct",
            by: World.dispatcher,
            on: ticket,
            input: ["grade": "complex"],
            words: ["reason": .some]
        )
        #expect(ticket.clocks["whole"]?.due == World.time("2026-03-26T18:00:00"))
    }

    @Test func `an extension that nobody decides is refused`() throws {
        var world = try World()
        var ticket = try Self.signed(&world)
        let due = ticket.clocks["whole"]?.due
        ticket = try world.after(
            "ask_extension",
            by: World.otherLiaison,
            on: ticket,
            input: ["extension_days": 3],
            words: ["reason": .some]
        )
        world.context.now = World.time("2026-03-03T18:00:01")
        let caught = world.machine.catchUp(ticket, until: world.context.now, in: world.context)
        #expect(caught.refused == nil)
        #expect(caught.advance.ticket?.clocks["extension_review"] == nil)
        #expect(caught.advance.ticket?.clocks["whole"]?.due == due)
        #expect(caught.advance.events.last?.act == "refuse_extension")
    }

    @Test func `what is planned is parked, its time stands still, and it lapses back unless renewed`() throws {
        var world = try World()
        var ticket = try Self.signed(&world)
        let result: [FieldName: JSONValue] = ["outcome": "planned"]
        #expect(
            Refusal.code {
                try world.after(
                    "submit_result",
                    by: World.otherLiaison,
                    on: ticket,
                    input: result,
                    words: ["text": .some]
                )
            }
                == "not_given"
        )
        ticket = try world.after(
            "submit_result",
            by: World.otherLiaison,
            on: ticket,
            input: result.merging(["parking_days": 30]) { $1 },
            words: ["text": .some]
        )
        #expect(ticket.state == "signed" && ticket.clocks["parking_review"] != nil)
        ticket = try world.after("grant_parking", by: World.dispatcher, on: ticket)
        #expect(ticket.state == "parked" && ticket.clocks["whole"]?.paused != nil)
        ticket = try world.after(
            "renew_parking",
            by: World.dispatcher,
            on: ticket,
            at: "2026-03-31T10:00:00",
            input: ["parking_days": 10],
            words: ["reason": .some]
        )
        world.context.now = World.time("2026-05-20T09:00:00")
        let caught = world.machine.catchUp(ticket, until: world.context.now, in: world.context)
        #expect(caught.refused == nil)
        let back = try #require(caught.advance.events.first { $0.act == "lapse" })
        #expect(back.at == World.time("2026-04-10T18:00:00"))
        #expect(caught.advance.ticket?.state == "signed")
    }

    @Test func `a resident is asked once a holder, and work goes on without an answer`() throws {
        var world = try World()
        var ticket = try Self.signed(&world)
        ticket = try world.after("ask", by: World.otherLiaison, on: ticket, words: ["note": .some])
        #expect(ticket.state == "awaiting_information" && ticket.responsible == World.parks)
        ticket = try world.after("supply", by: Party(identity: .resident), on: ticket, words: ["text": .some])
        #expect(ticket.state == "signed")
        #expect(
            Refusal.code { try world.after("ask", by: World.otherLiaison, on: ticket, words: ["note": .some]) }
                == "too_many"
        )
    }

    @Test func `a section works, its department approves and answers for it`() throws {
        var world = try World()
        var ticket = try Self.signed(&world, category: "水务")
        #expect(
            Refusal.code { try world.after("assign_inside", by: World.liaison, on: ticket, input: ["section": 6]) }
                == "not_inside"
        )
        ticket = try world.after("assign_inside", by: World.liaison, on: ticket, input: ["section": 10])
        #expect(ticket.inside == World.section && ticket.responsible == World.water)
        ticket = try world.after(
            "submit_result",
            by: World.handler,
            on: ticket,
            input: ["outcome": "solved"],
            words: ["text": .some]
        )
        #expect(ticket.state == "awaiting_approval")
        let refused = try world.after("refuse_answer", by: World.head, on: ticket, words: ["reason": .some])
        #expect(refused.state == "signed")
        ticket = try world.after("approve_answer", by: World.head, on: ticket)
        #expect(ticket.state == "handled" && ticket.people["approver"] == World.head.person)
        #expect(Refusal.code { try world.after("verify", by: World.handler, on: ticket) } == "not_for_this_person")
    }

    @Test func `nothing is sent down that the law has taken back from the street`() throws {
        var world = try World()
        world.context.directory = try Workflow.Directory([
            DirectoryRule(id: "R", category: "收回", place: nil, lead: World.water, duty: .reclaimed),
            DirectoryRule(id: "B", category: "基本", place: nil, lead: World.water),
        ])
        for (category, code) in [("收回", "wrong_duty"), ("基本", nil as String?)] {
            let ticket = try world.filed(by: World.dispatcher, category: category, place: World.community)
            #expect(
                Refusal.code {
                    try world.after("send_down", by: World.dispatcher, on: ticket, input: ["unit_below": 3])
                }
                    == code
            )
        }
        let ticket = try world.filed(by: World.dispatcher, category: "基本", place: World.community)
        #expect(
            Refusal.code { try world.after("send_down", by: World.dispatcher, on: ticket, input: ["unit_below": 8]) }
                == "not_below"
        )
    }

    @Test func `a life ends early on approval of somebody else only`() throws {
        var world = try World()
        var ticket = try world.filed(by: World.dispatcher, category: "园林", place: World.community)
        ticket = try world.after("ask_void", by: World.dispatcher, on: ticket, words: ["reason": .some])
        #expect(Refusal.code { try world.after("void", by: World.dispatcher, on: ticket) } == "same_person")
        #expect(try world.after("void", by: World.secondDispatcher, on: ticket).state == "voided")
        #expect(Refusal.code { try world.after("terminate", by: World.secondDispatcher, on: ticket) } == "not_running")
    }

    @Test func `a leader's words want an answer, and go up without one`() throws {
        var world = try World()
        var ticket = try Self.signed(&world)
        ticket = try world.after(
            "instruct",
            by: World.dutyLeader,
            on: ticket,
            input: ["reply_days": 2],
            words: ["text": .some]
        )
        #expect(ticket.clocks["reply"]?.due == World.time("2026-03-04T18:00:00"))
        let answered = try world.after("answer_order", by: World.otherLiaison, on: ticket, words: ["text": .some])
        #expect(answered.clocks["reply"] == nil)
    }
}
