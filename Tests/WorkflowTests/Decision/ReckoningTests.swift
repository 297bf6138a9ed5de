import Testing
import Workflow

/// Limits that change while their clock runs.
@Suite struct ReckoningTests {
    private var world: World

    init() throws {
        world = try World(machine: SmallDefinitions.parking())
    }

    private func filed(_ input: [FieldName: JSONValue] = [:]) throws -> Ticket {
        try world.filed(by: World.dispatcher, category: "其他", place: World.community, input: input)
    }

    private mutating func act(
        _ act: ActionName,
        _ ticket: Ticket,
        _ local: String,
        _ input: [FieldName: JSONValue]
    ) throws -> Ticket {
        try world.after(act, by: World.dispatcher, on: ticket, at: "2026-03-\(local)", input: input)
    }

    private func steps(_ ticket: Ticket, until local: String) -> [String] {
        world.machine.catchUp(ticket, until: World.time("2026-03-\(local)"), in: world.context).advance.events
            .compactMap { $0.timer?.step.code }
    }

    @Test mutating func `an expired clock that a shorter limit would have ended earlier expires once only`() throws {
        let ticket = try act("correct", filed(), "10T10:00:00", ["grade": "quick"])
        let whole = try #require(ticket.clocks["whole"])
        #expect(whole.due == World.time("2026-03-04T18:00:00"))
        #expect(whole.isExpired)
        #expect(whole.warned == whole.warnings.count)
        #expect(ticket.lamp == .red)
        // The ladder goes on from where it stood, by the new due time.
        #expect(steps(ticket, until: "20T10:00:00") == ["l1", "l2"])
    }

    @Test mutating func `an expired clock whose new limit has not run out is given back its time`() throws {
        var ticket = try act("correct", filed(), "10T10:00:00", ["grade": "complex"])
        #expect(ticket.clocks["whole"]?.isExpired == false)
        #expect(ticket.clocks["whole"]?.due == World.time("2026-03-16T18:00:00"))
        #expect(ticket.late == ["whole"], "the flag stays")
        #expect(steps(ticket, until: "17T09:00:00") == ["due"], "no second warning")
        ticket = try act("correct", ticket, "10T11:00:00", [:])
        #expect(ticket.clocks["whole"]?.due == World.time("2026-03-16T18:00:00"))
    }

    @Test mutating func `a ladder that has ended stays ended`() throws {
        var ticket = try act("regrade", filed(), "20T10:00:00", [:])
        #expect(ticket.counters["nudges"] == 2)
        ticket = try act("correct", ticket, "20T11:00:00", ["grade": "quick"])
        #expect(steps(ticket, until: "31T10:00:00").isEmpty)
    }

    @Test mutating func `a due time from above counts as given, also when it is given anew`() throws {
        var ticket = try filed(["target": .int(World.time("2026-03-20T12:00:00").microseconds)])
        #expect(ticket.clocks["whole"]?.due == World.time("2026-03-20T12:00:00"))
        #expect(ticket.clocks["whole"]?.limit == nil)
        for (act, day) in [("correct", 25), ("regrade", 26)] as [(ActionName, Int)] {
            let target = World.time("2026-03-\(day)T12:00:00")
            ticket = try self.act(act, ticket, "03T10:00:00", ["target": .int(target.microseconds)])
            #expect(ticket.clocks["whole"]?.due == target, "\(act)")
        }
        ticket = try act("correct", ticket, "03T11:00:00", ["grade": "quick"])
        #expect(ticket.clocks["whole"]?.due == World.time("2026-03-26T12:00:00"), "a grade does not outdo it")
    }

    @Test mutating func `the grade that a dispatcher gives counts for the clock that runs already`() throws {
        world = try World()
        var ticket = try world.filed(by: World.dispatcher, category: "园林", place: World.community)
        ticket = try world.after("accept", by: World.dispatcher, on: ticket)
        #expect(ticket.clocks["whole"]?.due == World.time("2026-03-09T18:00:00"))
        ticket = try world.after("dispatch", by: World.dispatcher, on: ticket, input: ["grade": "complex"])
        #expect(ticket.clocks["whole"]?.due == World.time("2026-03-23T18:00:00"))
        #expect(ticket.clocks["whole"]?.startedAt == World.time("2026-03-02T09:00:00"))
        #expect(ticket.clocks["sign"]?.startedAt == World.time("2026-03-02T09:00:00"))
    }

    @Test mutating func `a correction to urgent ends in time what is not yet due, and at once what would be`() throws {
        world = try World()
        var ticket = try world.filed(by: World.dispatcher, category: "水务", place: World.community)
        #expect(ticket.clocks["accept"]?.due == World.time("2026-03-02T11:00:00"))
        ticket = try world.after(
            "correct",
            by: World.dispatcher,
            on: ticket,
            at: "2026-03-02T09:10:00",
            input: ["urgency": "urgent"],
            words: ["reason": .some]
        )
        #expect(ticket.clocks["accept"]?.due == World.time("2026-03-02T09:15:00"))
        let late = world.machine.catchUp(ticket, until: World.time("2026-03-02T09:16:00"), in: world.context)
        #expect(
            late.advance.events.map(\.at) == [World.time("2026-03-02T09:12:00"), World.time("2026-03-02T09:15:00")]
        )
    }
}
