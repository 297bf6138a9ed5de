import Testing
import Workflow

@Suite struct CatchUpTests {
    private let world: World
    private let ticket: Ticket

    init() throws {
        world = try World(machine: SmallDefinitions.waiting())
        ticket = try world.filed(by: World.dispatcher, category: "其他", place: World.community)
    }

    private func caught(_ ticket: Ticket, until local: String) -> CatchUp {
        world.machine.catchUp(ticket, until: World.time("2026-03-02T\(local)"), in: world.context)
    }

    @Test func `a timer that refuses is named and leaves its ticket as it was`() {
        let early = caught(ticket, until: "10:30:00")
        #expect(early.refusals.count == 1)
        #expect(
            early.refused?.timer == TicketTimer(due: World.time("2026-03-02T10:00:00"), clock: "first", step: .expiry)
        )
        #expect(early.refused?.why.code == "too_few")
        #expect(early.advance.events.isEmpty)
        #expect(early.advance.ticket == ticket)
    }

    @Test func `a timer that refuses holds up no other clock, and is tried again after it`() throws {
        let both = caught(ticket, until: "11:30:00")
        #expect(both.refusals.isEmpty)
        #expect(both.advance.events.map { $0.timer?.clock } == ["second", "first"])
        #expect(both.advance.events.map(\.at) == Array(repeating: World.time("2026-03-02T11:00:00"), count: 2))
        #expect(both.advance.ticket?.state == "late")
        // The same by two steps: how late the worker is makes no difference.
        let first = try #require(caught(ticket, until: "10:30:00").advance.ticket)
        #expect(caught(first, until: "11:30:00").advance.ticket == both.advance.ticket)
    }

    @Test func `a ladder whose act ends its clock ends with it`() {
        let end = caught(ticket, until: "16:00:00")
        #expect(end.refusals.isEmpty)
        #expect(end.advance.ticket?.state == "done")
        #expect(end.advance.ticket?.closedAt == World.time("2026-03-02T14:00:00"))
        #expect(end.advance.ticket?.counters["ticks"] == 1, "no tick follows the end")
        #expect(end.advance.events.map { $0.act } == ["tick", "advance", "finish"])
    }

    @Test func `a timer that is not there, or not the next, is refused`() throws {
        for (clock, step) in [("third", .expiry), ("first", .warning(0)), ("first", .rung(0))]
            as [(ClockName, TimerStep)]
        {
            let timer = TicketTimer(due: world.context.now, clock: clock, step: step)
            #expect(throws: Refusal.noSuchTimer(clock, step)) {
                try world.machine.fire(timer, of: ticket, in: world.context)
            }
        }
    }

    @Test func `timers that call one another without end are stopped and named`() throws {
        let endless = try Document.issue
            .setting("clocks.silence.limit", to: "0")
            .setting("actions.close.to", to: nil)
            .setting("actions.close.effects", to: [["restart": "silence"]])
        let machine = Machine(definition: try WorkflowDefinition(document: endless), version: 1)
        var world = try World(machine: machine)
        let ticket = try world.after("verify", by: World.dispatcher, on: world.handled())
        let run = machine.catchUp(ticket, until: World.time("2026-03-02T09:00:01"), in: world.context)
        #expect(run.refused?.why == .timersWithoutEnd("silence"))
        #expect(run.advance.events.count == 1_000)
    }
}
