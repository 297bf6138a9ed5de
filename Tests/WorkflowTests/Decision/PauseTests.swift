import Testing
import Workflow

/// A clock that stands still keeps the time already used, whatever comes between.
@Suite struct PauseTests {
    /// Filed on Monday, 2 March 2026 at nine; five working days, a warning at half of them.
    private var world: World

    init() throws {
        world = try World(machine: SmallDefinitions.parking())
    }

    private func filed(_ input: [FieldName: JSONValue] = [:], category: String = "其他") throws -> Ticket {
        try world.filed(by: World.dispatcher, category: category, place: World.community, input: input)
    }

    private mutating func act(
        _ act: ActionName,
        _ ticket: Ticket,
        _ local: String,
        _ input: [FieldName: JSONValue] = [:]
    ) throws -> Ticket {
        try world.after(act, by: World.dispatcher, on: ticket, at: "2026-03-\(local)", input: input)
    }

    private func steps(_ ticket: Ticket, until local: String) -> [String] {
        world.machine.catchUp(ticket, until: World.time("2026-03-\(local)"), in: world.context).advance.events
            .map { "\($0.timer?.clock.text ?? "") \($0.timer?.step.code ?? "") \($0.at)" }
    }

    private func local(_ time: Instant?) throws -> String {
        String(describing: world.context.calendars.standard.local(try #require(time)))
    }

    @Test func `the definition has no finding`() throws {
        #expect(try SmallDefinitions.parking().definition.problems() == [])
        #expect(try SmallDefinitions.waiting().definition.problems() == [])
    }

    @Test mutating func `used time is kept, and the warning keeps its distance`() throws {
        var ticket = try filed()
        #expect(ticket.clocks["whole"]?.due == World.time("2026-03-09T18:00:00"))
        #expect(ticket.clocks["whole"]?.warnings == [World.time("2026-03-04T18:00:00")])
        ticket = try act("park", ticket, "03T10:00:00")
        #expect(ticket.timers.map(\.clock) == ["parked"])
        #expect(ticket.clocks["whole"]?.paused == Remaining(kind: .working, microseconds: 34 * 3_600_000_000))
        #expect(steps(ticket, until: "20T10:00:00").isEmpty, "nothing fires while it stands still")
        ticket = try act("unpark", ticket, "05T10:00:00")
        #expect(ticket.clocks["whole"]?.due == World.time("2026-03-11T18:00:00"))
        #expect(ticket.clocks["whole"]?.warnings == [World.time("2026-03-06T18:00:00")])
        #expect(ticket.clocks["whole"]?.startedAt == World.time("2026-03-02T09:00:00"))
        #expect(ticket.clocks["parked"] == nil)
    }

    @Test mutating func `a pause of no working time moves nothing`() throws {
        var ticket = try act("park", filed(), "03T18:00:00")
        ticket = try act("unpark", ticket, "04T08:59:59")
        #expect(ticket.clocks["whole"]?.due == World.time("2026-03-09T18:00:00"))
    }

    @Test mutating func `a warning that was given is not given twice`() throws {
        var ticket = try act("park", filed(), "05T10:00:00")
        #expect(ticket.clocks["whole"]?.warned == 1)
        ticket = try act("unpark", ticket, "06T10:00:00")
        #expect(ticket.lamp == .yellow)
        #expect(steps(ticket, until: "11T09:00:00") == ["whole due 2026-03-10T10:00:00Z"])
    }

    @Test mutating func `several pauses add up, and an elapsed limit counts every second of them`() throws {
        var ticket = try filed(["grade": "day"])
        #expect(ticket.clocks["whole"]?.due == World.time("2026-03-04T09:00:00"))
        ticket = try act("park", ticket, "02T20:00:00")
        ticket = try act("unpark", ticket, "02T21:00:00")
        ticket = try act("park", ticket, "03T02:00:00")
        ticket = try act("unpark", ticket, "03T02:00:07")
        #expect(ticket.clocks["whole"]?.due == World.time("2026-03-04T10:00:07"))
        #expect(ticket.clocks["whole"]?.warnings == [World.time("2026-03-03T10:00:07")])
        #expect(ticket.clocks["whole"]?.pauses.count == 2)
    }

    @Test mutating func `a pause after the expiry puts off the ladder, and forgives nothing`() throws {
        var ticket = try act("park", filed(), "10T10:00:00")
        #expect(ticket.late == ["whole"])
        #expect(ticket.clocks["whole"]?.rung?.at == World.time("2026-03-10T18:00:00"))
        ticket = try act("unpark", ticket, "12T10:00:00")
        #expect(ticket.lamp == .red)
        #expect(try local(ticket.clocks["whole"]?.rung?.at) == "2026-03-12T18:00:00")
        #expect(
            steps(ticket, until: "16T10:00:00") == ["whole l1 2026-03-12T10:00:00Z", "whole l2 2026-03-13T10:00:00Z"]
        )
    }

    @Test mutating func `an end while parked stops everything`() throws {
        var ticket = try act("park", filed(), "03T10:00:00")
        ticket = try act("finish", ticket, "04T10:00:00")
        #expect(ticket.clocks.isEmpty)
        #expect(ticket.timers.isEmpty)
    }

    @Test(arguments: ["correct", "regrade"] as [ActionName])
    mutating func `another limit keeps what pauses saved, whether given before, in, or after them`(act: ActionName)
        throws
    {
        // Ten working days end on Monday the 16th; two days parked make it Wednesday the 18th.
        let wanted = World.time("2026-03-18T18:00:00")
        let complex: [FieldName: JSONValue] = ["grade": "complex"]
        for turn in 0...2 {
            world.context.now = World.time("2026-03-02T09:00:00")
            var ticket = try filed()
            if turn == 0 { ticket = try self.act(act, ticket, "03T09:30:00", complex) }
            ticket = try self.act("park", ticket, "03T10:00:00")
            if turn == 1 { ticket = try self.act(act, ticket, "04T11:00:00", complex) }
            ticket = try self.act("unpark", ticket, "05T10:00:00")
            if turn == 2 { ticket = try self.act(act, ticket, "06T11:00:00", complex) }
            #expect(ticket.clocks["whole"]?.due == wanted, "turn \(turn)")
            #expect(ticket.clocks["whole"]?.startedAt == World.time("2026-03-02T09:00:00"))
            #expect(try local(ticket.clocks["whole"]?.warnings.first) == "2026-03-11T14:30:00", "turn \(turn)")
        }
    }
}
