import Testing
import Workflow

@Suite struct ClockTests {
    @Test func `unsigned at expiry is signed by the clock, at the due time`() throws {
        var world = try World()
        let ticket = try world.dispatched()
        let due = World.time("2026-03-02T15:00:00")
        #expect(ticket.clocks["sign"]?.due == due)
        let late = world.machine.catchUp(ticket, until: World.time("2026-03-02T17:00:00"), in: world.context)
        #expect(late.refused == nil)
        let after = try #require(late.advance.ticket)
        #expect(after.state == "signed")
        #expect(after.late == ["sign"])
        let event = try #require(late.advance.events.first { $0.act == "sign" })
        #expect(event.at == due)
        #expect(event.by.identity == .clock)
        #expect(after.clocks["contact"]?.startedAt == due)
    }

    @Test func `an act at exactly the due time is in time, one microsecond later is late`() throws {
        var world = try World()
        let ticket = try world.dispatched()
        let due = try #require(ticket.clocks["sign"]?.due)
        let until = world.machine.catchUp(ticket, until: due, in: world.context).advance.ticket
        #expect(until?.state == "dispatched")
        let past = world.machine.catchUp(ticket, until: due.advanced(byMicroseconds: 1), in: world.context)
        #expect(past.advance.ticket?.state == "signed")
    }

    @Test func `warning, expiry and ladder come in due order and each once`() throws {
        var world = try World()
        let signed = try world.after("sign", by: World.liaison, on: world.dispatched())
        let run = world.machine.catchUp(signed, until: World.time("2026-03-20T09:00:00"), in: world.context)
        let steps = run.advance.events.compactMap { $0.timer?.clock == "whole" ? $0.timer?.step.code : nil }
        #expect(steps == ["w0", "due", "l1", "l2", "l3"])
        #expect(run.advance.events.map(\.at) == run.advance.events.map(\.at).sorted())
        let whole = run.advance.events.filter { $0.timer?.clock == "whole" }
        #expect(whole[1].at == World.time("2026-03-04T18:00:00"))
        #expect(whole[2].at == World.time("2026-03-05T18:00:00"))
        #expect(whole[1].act == "urge")
        #expect(whole[2].act == "supervise")
        let after = try #require(run.advance.ticket)
        #expect(after.lamp == .red)
        #expect(after.late == ["contact", "reply", "whole"], "nobody answered the supervision either")
        #expect(after.timers.isEmpty)
        #expect(after.counters["supervisions"] == 1)
    }

    @Test func `a late act comes after the expiry, and its clock keeps the flag`() throws {
        var world = try World()
        let signed = try world.after("sign", by: World.liaison, on: world.dispatched())
        let answered = try world.after(
            "submit_result",
            by: World.liaison,
            on: signed,
            at: "2026-03-05T09:00:00",
            input: ["outcome": "solved"],
            words: ["text": .some]
        )
        #expect(answered.state == "handled")
        #expect(answered.late.contains("whole"))
        #expect(answered.clocks["whole"]?.paused != nil)
        #expect(answered.lamp == .green)
    }

    @Test func `how late the clock's party is makes no difference`() throws {
        var world = try World()
        let ticket = try world.dispatched()
        let end = World.time("2026-03-30T09:00:00")
        let atOnce = world.machine.catchUp(ticket, until: end, in: world.context).advance
        var stepwise = Advance(ticket: ticket)
        var now = world.context.now
        while now < end {
            now = now.advanced(bySeconds: 1_800)
            let step = world.machine.catchUp(try #require(stepwise.ticket), until: now, in: world.context).advance
            stepwise = Advance(ticket: step.ticket)
        }
        #expect(stepwise.ticket == world.machine.catchUp(ticket, until: now, in: world.context).advance.ticket)
        #expect(atOnce.events.count > 8)
    }

    @Test func `silence closes, and a fruitless call begins it anew`() throws {
        var world = try World()
        var ticket = try world.after("verify", by: World.dispatcher, on: world.handled())
        #expect(ticket.clocks["silence"]?.due == World.time("2026-03-05T18:00:00"))
        ticket = try world.after(
            "call_back",
            by: World.dispatcher,
            on: ticket,
            at: "2026-03-03T09:00:00",
            input: ["callback": "no_answer"]
        )
        #expect(ticket.clocks["silence"]?.due == World.time("2026-03-06T18:00:00"))
        let end = world.machine.catchUp(ticket, until: World.time("2026-03-09T09:00:00"), in: world.context)
        #expect(end.advance.ticket?.state == "closed")
        #expect(end.advance.ticket?.closedAt == World.time("2026-03-06T18:00:00"))
    }

    @Test func `urgent matters run around the clock`() throws {
        let world = try World(now: "2026-03-07T23:00:00")
        let ticket = try world.filed(input: ["urgency": "urgent"])
        #expect(ticket.clocks["accept"]?.due == World.time("2026-03-07T23:15:00"))
    }
}
