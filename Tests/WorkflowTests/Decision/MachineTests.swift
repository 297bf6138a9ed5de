import Testing
import Workflow

@Suite struct MachineTests {
    @Test func `a matter goes from filed to closed`() throws {
        var world = try World()
        var ticket = try world.handled()
        #expect(ticket.state == "handled")
        ticket = try world.after("verify", by: World.secondDispatcher, on: ticket)
        ticket = try world.after(
            "call_back",
            by: World.secondDispatcher,
            on: ticket,
            input: ["callback": "satisfied"]
        )
        #expect(ticket.state == "closed")
        #expect(ticket.isFinal)
        #expect(ticket.responsible == nil)
        #expect(ticket.timers.isEmpty)
        #expect(ticket.closedAt == world.context.now)
        #expect(ticket.facts["outcome"] == "solved")
    }

    @Test func `a building leader's matter climbs the ladder and skips missing levels`() throws {
        var world = try World()
        var ticket = try world.filed()
        #expect(ticket.desk == World.building)
        for (party, desk) in [
            (World.leader, World.grid), (World.gridWorker, World.community), (World.dispatcher, World.street),
        ] {
            ticket = try world.after("accept", by: party, on: ticket)
            ticket = try world.after("elevate", by: party, on: ticket)
            #expect(ticket.desk == desk)
            #expect(ticket.state == "reported")
            #expect(ticket.responsible == desk)
        }
        #expect(
            refusal { try world.after("elevate", by: World.streetDispatcher, on: ticket) }?.code == "no_level_above"
        )
        ticket = try world.after("accept", by: World.streetDispatcher, on: ticket)
        #expect(ticket.state == "awaiting_dispatch")
    }

    @Test func `the whole clock runs on while the ladder is climbed`() throws {
        var world = try World()
        var ticket = try world.after("accept", by: World.leader, on: world.filed())
        let whole = try #require(ticket.clocks["whole"])
        ticket = try world.after("elevate", by: World.leader, on: ticket, at: "2026-03-02T10:00:00")
        #expect(ticket.clocks["whole"] == whole)
        #expect(ticket.clocks["accept"]?.startedAt == World.time("2026-03-02T10:00:00"))
    }

    @Test func `limits come from the directory, the grade, or the platform above`() throws {
        var world = try World()
        func due(_ category: String, _ input: [FieldName: JSONValue] = [:]) throws -> Instant? {
            let ticket = try world.filed(by: World.dispatcher, category: category, place: World.community, input: input)
            return try world.after("accept", by: World.dispatcher, on: ticket).clocks["whole"]?.due
        }
        #expect(try due("水务") == World.time("2026-03-04T18:00:00"))
        #expect(try due("水务/停水") == World.time("2026-03-03T09:00:00"))
        #expect(throws: Refusal.unknownCategory("水务/停水/整片")) { try due("水务/停水/整片") }
        #expect(try due("园林") == World.time("2026-03-09T18:00:00"))
        #expect(try due("园林", ["grade": "enquiry"]) == World.time("2026-03-03T18:00:00"))
        let given = World.time("2026-03-02T11:11:11")
        #expect(try due("水务", ["target_due": .int(given.microseconds)]) == given)
    }

    @Test func `who handled may neither verify nor call back`() throws {
        var world = try World()
        var ticket = try world.handled()
        let turncoat = Party(
            identity: World.liaison.identity,
            posts: [Post(role: "community_dispatcher", unit: World.community)]
        )
        #expect(refusal { try world.after("verify", by: turncoat, on: ticket) }?.code == "same_person")
        ticket = try world.after("verify", by: World.dispatcher, on: ticket)
        let callBack = refusal {
            try world.after("call_back", by: turncoat, on: ticket, input: ["callback": "satisfied"])
        }
        #expect(callBack?.code == "same_person")
    }

    @Test func `a resident who is not satisfied has it done again`() throws {
        var world = try World()
        var ticket = try world.after("verify", by: World.dispatcher, on: world.handled())
        ticket = try world.after("call_back", by: World.dispatcher, on: ticket, input: ["callback": "dissatisfied"])
        #expect(ticket.state == "rework")
        #expect(ticket.responsible == World.water)
        #expect(ticket.counters["reworks"] == 1)
        #expect(ticket.clocks["rework"]?.due == World.time("2026-03-05T18:00:00"))
    }

    @Test func `a desk closes without the resident only after three calls`() throws {
        var world = try World()
        var ticket = try world.after("verify", by: World.dispatcher, on: world.handled())
        for _ in 1...3 {
            #expect(refusal { try world.after("close", by: World.dispatcher, on: ticket) } != nil)
            ticket = try world.after("call_back", by: World.dispatcher, on: ticket, input: ["callback": "no_answer"])
        }
        #expect(try world.after("close", by: World.dispatcher, on: ticket).state == "closed")
    }

    @Test func `a correction runs the directory again and keeps the time used`() throws {
        var world = try World()
        var ticket = try world.filed(by: World.dispatcher, category: "园林", place: World.community)
        ticket = try world.after("accept", by: World.dispatcher, on: ticket)
        ticket = try world.after(
            "correct",
            by: World.dispatcher,
            on: ticket,
            at: "2026-03-03T10:00:00",
            input: ["category": "水务"],
            words: ["reason": .some]
        )
        #expect(ticket.rule?.id == "W1")
        #expect(ticket.clocks["whole"]?.startedAt == World.time("2026-03-02T09:00:00"))
        #expect(ticket.clocks["whole"]?.due == World.time("2026-03-04T18:00:00"))
    }
}
