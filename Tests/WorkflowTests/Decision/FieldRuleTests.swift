import Testing
import Workflow

/// Rules of the field that several acts together could break.
@Suite struct FieldRuleTests {
    @Test func `a due time from above stays where it is, whatever stands still here`() throws {
        var world = try World()
        let due = World.time("2026-03-20T18:00:00")
        var ticket = try world.filed(
            by: World.dispatcher,
            place: World.community,
            input: ["target_due": .int(due.microseconds)]
        )
        ticket = try world.after("accept", by: World.dispatcher, on: ticket)
        ticket = try world.after("dispatch", by: World.dispatcher, on: ticket)
        ticket = try world.after("sign", by: World.liaison, on: ticket)
        let days: [FieldName: JSONValue] = ["parking_days": 10]
        ticket = try world.after("ask_parking", by: World.liaison, on: ticket, input: days, words: ["reason": .some])
        ticket = try world.after("grant_parking", by: World.dispatcher, on: ticket)
        #expect(ticket.clocks["whole"]?.paused != nil)
        ticket = try world.after("resume", by: World.liaison, on: ticket, at: "2026-03-09T09:00:00")
        #expect(ticket.clocks["whole"]?.due == due && ticket.clocks["whole"]?.paused == nil)
    }

    @Test func `what the law has taken back goes to no street, whoever names it`() throws {
        var world = try World()
        world.context.directory = try Directory([
            DirectoryRule(id: "L1", category: "水务", place: nil, lead: World.water, duty: .reclaimed)
        ])
        let accepted = try world.after(
            "accept",
            by: World.dispatcher,
            on: world.filed(by: World.dispatcher, place: World.community)
        )
        let street: [FieldName: JSONValue] = ["lead": .int(World.street.rawValue)]
        #expect(
            Refusal.code { try world.after("dispatch", by: World.dispatcher, on: accepted, input: street) }
                == "wrong_duty"
        )
        #expect(try world.after("dispatch", by: World.dispatcher, on: accepted).lead == World.water)
    }

    @Test func `a whistle that has ended frees whoever returned the matter before`() throws {
        var world = try World()
        var ticket = try world.dispatched()
        let code: [FieldName: JSONValue] = ["return_code": "not_ours"]
        ticket = try world.after("return", by: World.liaison, on: ticket, input: code, words: ["evidence": .some])
        ticket = try world.after("accept_return", by: World.dispatcher, on: ticket)
        #expect(ticket.bound == World.water && ticket.responsible == World.water)
        world.context.ids = [TicketID(9)]
        let blow: [FieldName: JSONValue] = [
            "whistle_kind": "emergency", "whistle_level": "three", "departments": [.int(World.parks.rawValue)],
        ]
        ticket = try world.after("whistle", by: World.dispatcher, on: ticket, input: blow, words: ["tried": .some])
        let task = try #require(ticket.children.keys.first)
        let news = FollowUp(ticket: task, state: "done", due: world.context.now)
        ticket = try #require(try world.machine.follow(news, of: ticket, in: world.context)?.ticket)
        let solved: [FieldName: JSONValue] = ["outcome": "solved"]
        ticket = try world.after("end_whistle", by: World.dispatcher, on: ticket, input: solved, words: ["text": .some])
        #expect(ticket.bound == nil && ticket.responsible == World.community)
    }
}
