import Testing
import Workflow

/// 并单、拆回、再次诉求、拆单: two matters of one kind, and what each keeps of its own.
@Suite struct MergeTests {
    /// Two matters at the water department; the second was filed and dispatched a day later.
    private static func two(_ world: inout World) throws -> (first: Ticket, second: Ticket) {
        let first = try world.dispatched()
        world.context.now = World.time("2026-03-03T09:00:00")
        return (first, try world.dispatched(id: TicketID(2)))
    }

    private static func input(_ main: Ticket) -> [FieldName: JSONValue] { ["main": .int(main.id.rawValue)] }

    /// The second merged into the first, or the other way.
    private static func merged(
        _ ticket: Ticket,
        into main: Ticket,
        _ world: inout World,
        by party: Party = World.dispatcher
    ) throws -> (ticket: Ticket, main: Ticket) {
        world.context.others = [main.id: main]
        let command = Command(act: "merge", by: party, input: input(main))
        let advance = try world.machine.decide(command, on: ticket, in: world.context)
        let joining = try #require(advance.joining)
        let joined = try world.machine.join(joining, to: main, in: world.context)
        return (try #require(advance.ticket), try #require(joined.ticket))
    }

    @Test func `the earliest clock rules, and the merged one stands still`() throws {
        var world = try World()
        let (first, second) = try Self.two(&world)
        let early = try #require(first.clocks["whole"]), late = try #require(second.clocks["whole"])
        #expect(early.due < late.due)
        // The earlier into the later: the main matter goes on by the earlier's time.
        let (merged, main) = try Self.merged(first, into: second, &world)
        #expect(merged.state == "merged" && merged.links.main == second.id && merged.responsible == first.responsible)
        #expect(merged.clocks["whole"]?.paused != nil && merged.clocks["main_wait"] != nil)
        #expect(main.links.merged == [first.id] && main.state == second.state)
        #expect(main.clocks["whole"]?.due == early.due)
        // The later into the earlier: nothing is hurried.
        let other = try Self.merged(second, into: first, &world)
        #expect(other.main.clocks["whole"] == early)
    }

    @Test func `parted again, it goes on where it was, with its time kept`() throws {
        var world = try World()
        let (first, second) = try Self.two(&world)
        let (merged, main) = try Self.merged(second, into: first, &world)
        let used = try #require(merged.clocks["whole"]?.paused)
        world.context.now = World.time("2026-03-04T09:00:00")
        world.context.others = [main.id: main]
        let part = Command(act: "unmerge", by: World.dispatcher, input: Self.input(main), words: ["reason": .some])
        let advance = try world.machine.decide(part, on: merged, in: world.context)
        let alone = try #require(advance.ticket)
        let joining = try #require(advance.joining)
        let rest = try #require(try world.machine.join(joining, to: main, in: world.context).ticket)
        #expect(alone.state == "dispatched" && alone.links.main == nil && alone.clocks["main_wait"] == nil)
        #expect(rest.links.merged.isEmpty)
        let due = try #require(alone.clocks["whole"]).due
        #expect(due > (second.clocks["whole"]?.due ?? due) && used.microseconds > 0)
    }

    @Test func `the main matter done, each resident is called back, and not by who handled it`() throws {
        var world = try World()
        let (first, second) = try Self.two(&world)
        let (merged, _) = try Self.merged(second, into: first, &world)
        let handler = try #require(World.secondDispatcher.person)
        let news = FollowUp(ticket: first.id, state: "closed", due: world.context.now, handler: handler)
        let heard = try #require(try world.machine.follow(news, of: merged, in: world.context)?.ticket)
        #expect(heard.state == "awaiting_callback" && heard.people["handler"] == handler)
        let call: [FieldName: JSONValue] = ["callback": "satisfied"]
        let own = Refusal.code { try world.after("call_back", by: World.secondDispatcher, on: heard, input: call) }
        #expect(own == "same_person")
        #expect(try world.after("call_back", by: World.dispatcher, on: heard, input: call).state == "closed")
        // Heard twice, it means nothing any more.
        #expect(try world.machine.follow(news, of: heard, in: world.context) == nil)
    }

    @Test(arguments: ["withdrawn", "voided", "terminated", "declined"])
    func `a main matter that ends otherwise sets free what was merged`(end: StateName) throws {
        var world = try World()
        let (first, second) = try Self.two(&world)
        let (merged, _) = try Self.merged(second, into: first, &world)
        let news = FollowUp(ticket: first.id, state: end, due: world.context.now)
        let heard = try #require(try world.machine.follow(news, of: merged, in: world.context)?.ticket)
        #expect(heard.state == "dispatched" && heard.back == nil && heard.clocks["whole"]?.paused == nil)
    }

    @Test func `one that its resident takes back is given up by the main matter`() throws {
        var world = try World()
        let (first, second) = try Self.two(&world)
        let (merged, main) = try Self.merged(second, into: first, &world)
        let command = Command(act: "withdraw_matter", by: Party(identity: .resident), words: ["reason": .some])
        let advance = try world.machine.decide(command, on: merged, in: world.context)
        let ended = try #require(advance.ticket), event = try #require(advance.events.first)
        let left = FollowUp.left(by: event, of: ended)
        #expect(left.map(\.to) == [first.id])
        let news = try #require(left.first?.1)
        let rest = try #require(try world.machine.follow(news, of: main, in: world.context)?.ticket)
        #expect(rest.links.merged.isEmpty && rest.state == main.state)
        // Had the main matter ended at the same time, that would be old news to both.
        let gone = try world.after(
            "withdraw_matter",
            by: Party(identity: .resident),
            on: main,
            words: ["reason": .some]
        )
        #expect(try world.machine.follow(news, of: gone, in: world.context) == nil)
        let back = FollowUp(ticket: first.id, state: "withdrawn", due: world.context.now)
        #expect(try world.machine.follow(back, of: ended, in: world.context) == nil)
    }

    @Test func `chains, strangers and itself are refused`() throws {
        var world = try World()
        let (first, second) = try Self.two(&world)
        let third = try world.dispatched(id: TicketID(3))
        let (merged, main) = try Self.merged(second, into: first, &world)
        let code: (Ticket, Ticket, Party) -> String? = { ticket, other, party in
            Refusal.code { try Self.merged(ticket, into: other, &world, by: party).ticket }
        }
        #expect(code(third, third, World.dispatcher) == "other_ticket")
        #expect(code(third, merged, World.dispatcher) == "other_ticket")
        #expect(code(main, third, World.dispatcher) == "already_merged")
        #expect(code(third, main, World.liaison) == "not_for_this_person")
        #expect(code(third, main, World.dispatcher) == nil)
        world.context.others = [:]
        let missing = Refusal.code { try world.after("merge", by: World.dispatcher, on: third, input: ["main": 9]) }
        #expect(missing == "unknown_ticket")
        let stranger = FollowUp(ticket: TicketID(99), state: "closed", due: world.context.now)
        #expect(throws: Refusal.noSuchChild(TicketID(99))) {
            try world.machine.follow(stranger, of: main, in: world.context)
        }
    }

    @Test func `within 30 days of its end a matter can come again, with its history`() throws {
        var world = try World()
        let closed = try world.after(
            "resolve_here",
            by: World.dispatcher,
            on: world.filed(by: World.dispatcher, place: World.community),
            words: ["text": .some]
        )
        let file: (String) throws -> Ticket? = { local in
            world.context.now = World.time(local)
            world.context.others = [closed.id: closed]
            let command = Command(
                act: "repeat",
                by: Party(identity: .resident),
                input: ["earlier": 1, "category": "水务", "place": .int(World.community.rawValue)],
                words: ["text": .some]
            )
            return try world.machine.file(command, district: World.district, id: TicketID(2), in: world.context).ticket
        }
        let again = try #require(try file("2026-04-01T17:59:00"))
        #expect(again.links.origin == Links.Origin(.repeat, closed.id) && again.counters["repeats"] == 1)
        #expect(again.state == "reported" && again.clocks["accept"] != nil)
        #expect(throws: Refusal.self) { try file("2026-04-02T09:00:00") }
    }

    @Test func `a part that is split off keeps the time that has been used`() throws {
        var world = try World()
        let matter = try world.after(
            "accept",
            by: World.dispatcher,
            on: world.filed(by: World.dispatcher, place: World.community)
        )
        world.context.now = World.time("2026-03-03T10:00:00")
        world.context.ids = [TicketID(2)]
        let split = Command(
            act: "split",
            by: World.dispatcher,
            input: ["category": "园林", "place": .int(World.building.rawValue)],
            words: ["text": .some, "note": .some]
        )
        let caught = world.machine.catchUp(matter, until: world.context.now, in: world.context).advance.ticket ?? matter
        let advance = try world.machine.decide(split, on: caught, in: world.context)
        let parent = try #require(advance.ticket), spawn = try #require(advance.spawns.first)
        #expect(parent.links.splitOff == [TicketID(2)] && parent.children.isEmpty)
        #expect(Set(spawn.words.keys) == ["text"] && Set(spawn.input.keys) == ["category", "place"])
        let part = try #require(try world.machine.begin(spawn, for: parent, in: world.context).ticket)
        #expect(part.links.origin == Links.Origin(.split, matter.id) && part.parent == nil)
        #expect(part.category == "园林" && part.place == World.building && part.desk == World.community)
        #expect(part.state == "awaiting_dispatch" && part.rule?.lead == World.parks)
        #expect(part.clocks["whole"]?.startedAt == matter.clocks["whole"]?.startedAt)
        #expect(part.clocks["dispatch"]?.startedAt == world.context.now)
    }

    @Test func `a draft is the reporter's until it is handed in, or lapses`() throws {
        var world = try World()
        let command = Command(
            act: "save_draft",
            by: World.leader,
            input: ["category": "水务", "place": .int(World.building.rawValue)],
            words: ["text": .some]
        )
        let made = try world.machine.file(command, district: World.district, id: TicketID(1), in: world.context)
        let draft = try #require(made.ticket)
        #expect(draft.state == "draft" && draft.clocks.keys.map(\.text) == ["draft_kept"])
        #expect(Refusal.code { try world.after("hand_in", by: World.dispatcher, on: draft) } == "not_for_this_person")
        let reported = try world.after("hand_in", by: World.leader, on: draft, at: "2026-03-03T09:00:00")
        #expect(reported.state == "reported" && reported.clocks["accept"]?.startedAt == world.context.now)
        let lapsed = world.machine.catchUp(draft, until: World.time("2026-05-01T09:00:00"), in: world.context)
        #expect(lapsed.advance.ticket?.state == "voided")
    }
}
