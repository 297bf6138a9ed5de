import Testing
import Workflow

/// 退单、异议、裁定: who wants to give a matter back stays responsible until another signs or an arbiter rules.
@Suite struct ReturnTests {
    private static let why: [FieldName: Words] = ["evidence": .some]
    private static let notOurs: [FieldName: JSONValue] = ["return_code": "not_ours"]

    /// A matter at the water department, which wants to return it.
    private static func returned(_ world: inout World, signedFirst: Bool = true) throws -> Ticket {
        var ticket = try world.dispatched()
        if signedFirst { ticket = try world.after("sign", by: World.liaison, on: ticket) }
        return try world.after("return", by: World.liaison, on: ticket, input: notOurs, words: why)
    }

    @Test func `an accepted return leaves the first responsible until the second has signed`() throws {
        var world = try World()
        var ticket = try Self.returned(&world)
        #expect(ticket.state == "return_requested" && ticket.back == "signed")
        #expect(ticket.responsible == World.water)
        let due = try #require(ticket.clocks["whole"]?.due)
        ticket = try world.after("accept_return", by: World.dispatcher, on: ticket)
        #expect(ticket.state == "awaiting_dispatch" && ticket.lead == nil && ticket.back == nil)
        #expect(ticket.responsible == World.water && ticket.bound == World.water)
        ticket = try world.after("dispatch", by: World.dispatcher, on: ticket, input: ["lead": 6])
        #expect(ticket.state == "dispatched" && ticket.lead == World.parks && ticket.responsible == World.water)
        ticket = try world.after("sign", by: World.otherLiaison, on: ticket)
        #expect(ticket.responsible == World.parks && ticket.bound == nil)
        #expect(ticket.clocks["whole"]?.due == due, "no return stops the whole")
    }

    @Test func `the clock signs for the second, too, and frees the first`() throws {
        var world = try World()
        var ticket = try Self.returned(&world)
        ticket = try world.after("accept_return", by: World.dispatcher, on: ticket)
        ticket = try world.after("dispatch", by: World.dispatcher, on: ticket, input: ["lead": 6])
        world.context.now = World.time("2026-03-03T18:00:00")
        let caught = world.machine.catchUp(ticket, until: world.context.now, in: world.context)
        #expect(caught.refused == nil)
        #expect(caught.advance.ticket?.state == "signed" && caught.advance.ticket?.responsible == World.parks)
    }

    @Test func `a refused return goes back to where it was, with the time used`() throws {
        var world = try World()
        var ticket = try Self.returned(&world, signedFirst: false)
        let sign = try #require(ticket.clocks["sign"])
        #expect(sign.paused != nil)
        ticket = try world.after(
            "refuse_return",
            by: World.dispatcher,
            on: ticket,
            at: "2026-03-02T10:00:00",
            words: ["reason": .some]
        )
        #expect(ticket.state == "dispatched" && ticket.clocks["sign"]?.paused == nil)
        #expect(ticket.clocks["sign"]?.due == sign.due.advanced(bySeconds: 3_600))
    }

    @Test func `a first contact that was made is not asked for again after an aside`() throws {
        var world = try World()
        var ticket = try world.after("sign", by: World.liaison, on: world.dispatched())
        ticket = try world.after("first_contact", by: World.liaison, on: ticket)
        ticket = try world.after("return", by: World.liaison, on: ticket, input: Self.notOurs, words: Self.why)
        ticket = try world.after("refuse_return", by: World.dispatcher, on: ticket, words: ["reason": .some])
        #expect(ticket.state == "signed" && ticket.clocks["contact"] == nil)
    }

    @Test func `no return after its window, none without evidence, no third one`() throws {
        var world = try World()
        let signed = try world.after("sign", by: World.liaison, on: world.dispatched())
        #expect(throws: Refusal.self) {
            try world.after("return", by: World.liaison, on: signed, input: Self.notOurs)
        }
        var late = world
        #expect(
            Refusal.code {
                try late.after(
                    "return",
                    by: World.liaison,
                    on: signed,
                    at: "2026-03-03T18:00:01",
                    input: Self.notOurs,
                    words: Self.why
                )
            }
                == "too_late"
        )
        var ticket = signed
        for _ in 0..<2 {
            ticket = try world.after("return", by: World.liaison, on: ticket, input: Self.notOurs, words: Self.why)
            ticket = try world.after("refuse_return", by: World.dispatcher, on: ticket, words: ["reason": .some])
        }
        #expect(
            Refusal.code {
                try world.after("return", by: World.liaison, on: ticket, input: Self.notOurs, words: Self.why)
            }
                == "too_many"
        )
    }

    /// A refused return that the water department disputes.
    private static func disputed(_ world: inout World) throws -> Ticket {
        var ticket = try returned(&world)
        ticket = try world.after("refuse_return", by: World.dispatcher, on: ticket, words: ["reason": .some])
        let words: [FieldName: Words] = ["reason": .some, "evidence": .some]
        return try world.after("dispute", by: World.liaison, on: ticket, words: words)
    }

    @Test func `an arbiter above rules that it stays`() throws {
        var world = try World()
        var ticket = try Self.disputed(&world)
        #expect(ticket.state == "disputed" && ticket.responsible == World.water)
        ticket = try world.after("confer", by: World.dispatcher, on: ticket, words: ["note": .some])
        #expect(
            Refusal.code {
                try world.after(
                    "arbitrate",
                    by: World.dispatcher,
                    on: ticket,
                    input: ["ruling": "stays"],
                    words: ["reason": .some]
                )
            } == "not_for_this_person"
        )
        ticket = try world.after(
            "arbitrate",
            by: World.streetDispatcher,
            on: ticket,
            input: ["ruling": "stays"],
            words: ["reason": .some]
        )
        #expect(ticket.state == "signed" && ticket.responsible == World.water && ticket.counters["disputes"] == 1)
    }

    @Test func `an arbiter gives it to another, who answers at once`() throws {
        var world = try World()
        var ticket = try Self.disputed(&world)
        #expect(
            Refusal.code {
                try world.after(
                    "arbitrate",
                    by: World.streetDispatcher,
                    on: ticket,
                    input: ["ruling": "other"],
                    words: ["reason": .some]
                )
            } == "not_given"
        )
        ticket = try world.after(
            "arbitrate",
            by: World.streetDispatcher,
            on: ticket,
            input: ["ruling": "other", "lead": 6, "into_directory": true],
            words: ["reason": .some]
        )
        #expect(ticket.state == "dispatched" && ticket.lead == World.parks && ticket.responsible == World.parks)
        #expect(ticket.facts["into_directory"] == true)
    }

    @Test func `whoever dispatched, returned or answered by a slip takes it back`() throws {
        var world = try World()
        let dispatched = try world.dispatched()
        let again = try world.after("withdraw_step", by: World.dispatcher, on: dispatched)
        #expect(again.state == "awaiting_dispatch" && again.lead == nil && again.responsible == World.community)
        let back = try world.after("withdraw_step", by: World.liaison, on: Self.returned(&world))
        #expect(back.state == "signed")
        var handled = try world.handled()
        let before = try #require(handled.clocks["whole"])
        #expect(before.paused != nil)
        handled = try world.after("withdraw_step", by: World.liaison, on: handled, at: "2026-03-02T09:30:00")
        #expect(handled.state == "signed" && handled.clocks["whole"]?.paused == nil)
        #expect(
            Refusal.code { try world.after("withdraw_step", by: World.otherLiaison, on: handled) }
                == "not_in_this_state"
        )
    }
}
