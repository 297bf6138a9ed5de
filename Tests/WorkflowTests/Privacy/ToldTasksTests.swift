import Shipped
import Testing
import Workflow

/// What a matter comes to know after its tasks were made: they hear of it, and a unit complained of loses its task.
@Suite struct ToldTasksTests {
    private static let water: JSONValue = [.int(World.water.rawValue)]

    /// A matter of the parks department which the water department helps, its task signed, and the task's machine.
    private struct Helped {
        var world: World
        let tasks: Machine
        var matter: Ticket
        var task: Ticket
        var events: [Event]

        init() throws {
            world = try World()
            world.context.ids = [TicketID(9)]
            tasks = Machine(definition: try Shipped.definition("task"), version: 1)
            var ticket = try world.filed(by: World.dispatcher, category: "园林", place: World.community)
            ticket = try world.after("accept", by: World.dispatcher, on: ticket)
            let help = Command(act: "dispatch", by: World.dispatcher, input: ["co_handlers": ToldTasksTests.water])
            let dispatched = try world.machine.decide(help, on: ticket, in: world.context)
            matter = try #require(dispatched.ticket)
            let spawn = try #require(dispatched.spawns.first)
            let begun = try tasks.begin(spawn, for: matter, in: world.context)
            (task, events) = (try #require(begun.ticket), begun.events)
            world.context.now = World.time("2026-03-02T10:00:00")
            try take(tasks.decide(Command(act: "sign", by: World.liaison), on: task, in: world.context))
        }

        mutating func take(_ advance: Advance) throws {
            task = try #require(advance.ticket)
            events += advance.events
        }

        /// Lets somebody do something to the matter at 11:00; what it leaves for the task.
        mutating func tell(_ act: ActionName, _ input: [FieldName: JSONValue]) throws -> [FollowUp] {
            world.context.now = World.time("2026-03-02T11:00:00")
            let advance = try world.machine.decide(
                Command(act: act, by: World.dispatcher, input: input),
                on: matter,
                in: world.context
            )
            matter = try #require(advance.ticket)
            let left = FollowUp.left(by: try #require(advance.events.first), of: matter)
            #expect(left.allSatisfy { $0.to == task.id })
            return left.map(\.1)
        }

        /// Lets the task hear what was left for it, later.
        mutating func hear(_ left: [FollowUp]) throws {
            world.context.now = World.time("2026-03-02T11:30:00")
            let caught = tasks.catchUp(task, until: world.context.now, after: left, in: world.context)
            #expect(caught.lost.isEmpty && caught.followed == left)
            try take(caught.advance)
        }
    }

    @Test func `a unit complained of later loses its task, back to who gave it, by an event that says so`() throws {
        var helped = try Helped()
        let left = try helped.tell("name_complained", ["complained_of": Self.water])
        #expect(left.count == 1)
        try helped.hear(left)
        let task = helped.task
        #expect(task.state == "recalled" && task.isFinal && task.lead == nil && task.responsible == nil)
        #expect(task.closedAt == helped.matter.lastAt, "as of the matter's act, however late the worker is")
        let event = try #require(helped.events.last)
        #expect(event.act == "be_told" && event.by.identity == .ticket(helped.matter.id))
        #expect(event.outcomes.contains(.told(.unit(World.community, roles: []))))
        #expect(!event.outcomes.contains { if case .told(.unit(World.water, _)) = $0 { true } else { false } })
        // It sees neither the task nor the matter from then on.
        let territory = helped.world.context.territory
        #expect(helped.tasks.sight(of: World.liaison, on: task, in: territory) == .nothing)
        #expect(helped.world.machine.sight(of: World.liaison, on: helped.matter, in: territory) == .nothing)
        #expect(FollowUp.left(by: event, of: task).map(\.to) == [helped.matter.id], "the matter hears of its end")
        #expect(try Ticket.fold(helped.events) == task)
    }

    @Test func `the time that it used stays with the unit in the ledger`() throws {
        var helped = try Helped()
        try helped.hear(helped.tell("name_complained", ["complained_of": Self.water]))
        let calendar = helped.world.context.calendars.standard
        let ledger = try TimeLedger(helped.events, calendar: calendar, until: World.time("2026-03-02T12:00:00"))
        #expect(ledger.sums.mapValues(\.working) == [.unit(World.water): 2 * 3_600_000_000])
    }

    @Test func `a task of another unit stays, and knows from then on who is kept away`() throws {
        var helped = try Helped()
        let people: JSONValue = [.int(try #require(World.head.person).rawValue)]
        try helped.hear(helped.tell("name_complained", ["complained_people": people]))
        #expect(helped.task.state == "accepted" && helped.task.facts["complained_people"] == people)
        let territory = helped.world.context.territory
        #expect(helped.tasks.sight(of: World.head, on: helped.task, in: territory) == .nothing)
        #expect(helped.tasks.sight(of: World.liaison, on: helped.task, in: territory) == .full)
        let parks: JSONValue = [.int(World.parks.rawValue)]
        try helped.hear(helped.tell("name_complained", ["complained_of": parks]))
        #expect(helped.task.state == "accepted" && helped.task.lead == World.water)
    }

    @Test func `a matter that is restricted later restricts its tasks`() throws {
        var helped = try Helped()
        let informed: JSONValue = [.int(try #require(World.dispatcher.person).rawValue)]
        try helped.hear(helped.tell("restrict", ["restriction": "minor", "informed": informed]))
        let territory = helped.world.context.territory
        #expect(helped.tasks.sight(of: World.handler, on: helped.task, in: territory) == .nothing)
        #expect(helped.tasks.sight(of: World.liaison, on: helped.task, in: territory) == .full)
    }

    @Test func `nothing is left for tasks that have ended, nor by what says nothing new`() throws {
        var helped = try Helped()
        let left = try helped.tell("name_complained", ["complained_of": Self.water])
        #expect(try helped.tell("name_complained", ["complained_of": Self.water]) == [])
        let recall = Command(act: "recall", by: World.dispatcher, words: ["reason": .some])
        try helped.take(helped.tasks.decide(recall, on: helped.task, in: helped.world.context))
        let before = helped.task
        try helped.hear(left)
        #expect(helped.task == before)
    }

    @Test func `what a stranger says, or a version that knows no such act, is put aside`() throws {
        var helped = try Helped()
        let left = try helped.tell("name_complained", ["complained_of": Self.water])
        let telling = try #require(left.first)
        let stranger = FollowUp(ticket: TicketID(77), content: telling.content, due: telling.due)
        let context = helped.world.context
        let aside = helped.tasks.catchUp(helped.task, until: context.now, after: [stranger], in: context)
        #expect(aside.lost.map(\.why.code) == ["no_such_child"])
        let document = helped.tasks.definition.document
        let older = try WorkflowDefinition(document: document.setting("actions.be_told", to: nil))
        let old = Machine(definition: older, version: 1).catchUp(
            helped.task,
            until: context.now,
            after: left,
            in: context
        )
        #expect(old.lost.map(\.why.code) == ["unknown_act"] && old.advance.ticket == helped.task)
    }
}
