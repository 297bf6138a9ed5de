import Testing
import Workflow

/// Handing a matter over moves who is responsible, and nothing else.
@Suite struct HandOverTests {
    private static let successor = PersonID(200)

    /// The world, and a successor with posts.
    private static func world(_ posts: [Post], absent: Bool = false) throws -> World {
        var world = try World()
        let everybody = World.everybody.flatMap { party in
            party.person.map { id in party.posts.map { Tenure(person: id, post: $0) } } ?? []
        }
        world.context.people = PostBook(
            tenures: everybody + posts.map { Tenure(person: successor, post: $0) },
            absences: absent ? [Absence(person: successor, period: .always)] : []
        )
        return world
    }

    private static func refusal(_ world: World, _ ticket: Ticket, from: PersonID?, to: PersonID) throws -> String? {
        let handOver = HandOver(from: try #require(from), to: to)
        return Refusal.code { try world.machine.handOver(handOver, of: ticket, in: world.context).ticket ?? ticket }
    }

    @Test func `one event moves the owner, keeps everything else, and reads back`() throws {
        var world = try Self.world([Post(role: "department_liaison", unit: World.water)])
        let ticket = try world.dispatched()
        let liaison = try #require(World.liaison.person)
        world.context.now = World.time("2026-03-02T10:00:00")
        let handOver = HandOver(from: liaison, to: Self.successor)
        let advance = try world.machine.handOver(handOver, of: ticket, in: world.context)
        let event = try #require(advance.events.first)
        #expect(advance.events.count == 1)
        #expect((event.act, event.by.identity) == (Machine.handOverAct, .person(liaison)))
        #expect(event.outcomes == [.owner(Self.successor)])
        let after = try #require(advance.ticket)
        #expect(after.owner == Self.successor)
        #expect((after.state, after.clocks, after.responsible) == (ticket.state, ticket.clocks, ticket.responsible))
        var folded = ticket
        try folded.apply(try Event(payload: JSONValue(parsing: event.payload.canonicalBytes), of: event))
        #expect(folded == after)
        // Whoever it was handed to stays responsible when something else happens.
        #expect(
            try world.after("note", by: World.dispatcher, on: after, words: ["note": .some]).owner == Self.successor
        )
    }

    @Test func `what is not one's own, is over, or has nobody to take it is not handed over`() throws {
        var world = try Self.world([Post(role: "department_liaison", unit: World.water)])
        let ticket = try world.dispatched()
        #expect(try Self.refusal(world, ticket, from: World.dispatcher.person, to: Self.successor) == "not_owner")
        let stranger = try #require(World.otherLiaison.person)
        #expect(try Self.refusal(world, ticket, from: World.liaison.person, to: stranger) == "successor_not_there")
        let away = try Self.world([Post(role: "department_liaison", unit: World.water)], absent: true)
        #expect(try Self.refusal(away, ticket, from: World.liaison.person, to: Self.successor) == "successor_not_there")
        let closed = try world.after(
            "withdraw_matter",
            by: Party(identity: .resident),
            on: ticket,
            words: ["reason": .some]
        )
        #expect(closed.isFinal)
        #expect(try Self.refusal(world, closed, from: World.liaison.person, to: Self.successor) == "not_in_this_state")
    }

    @Test func `who handled a matter does not take over its verification`() throws {
        var world = try Self.world([Post(role: "community_dispatcher", unit: World.community)])
        var ticket = try world.handled()
        let desk = try #require(ticket.owner)
        #expect(try Self.refusal(world, ticket, from: desk, to: Self.successor) == nil)
        // The same matter, handled by the successor before.
        let posts = [
            Post(role: "community_dispatcher", unit: World.community), Post(role: "handler", unit: World.water),
        ]
        var other = try Self.world(posts)
        ticket = try other.after("sign", by: World.liaison, on: other.dispatched())
        ticket = try other.after(
            "submit_result",
            by: Party(identity: .person(Self.successor)),
            on: ticket,
            input: ["outcome": "solved"],
            words: ["text": .some]
        )
        #expect(ticket.people["handler"] == Self.successor)
        #expect(try Self.refusal(other, ticket, from: ticket.owner, to: Self.successor) == "would_judge_own")
    }

    @Test func `the book after a handing over`() throws {
        let calendar = try World().context.calendars.standard
        let post = Post(role: "department_liaison", unit: World.water)
        let day = calendar.midnight(of: try #require(LocalDate("2026-03-05")))
        let book = PostBook(tenures: [Tenure(person: PersonID(1), post: post, substitute: PersonID(2))])
        let after = book.handing([post], HandOver(from: PersonID(1), to: PersonID(2)), from: day)
        let before = day.advanced(byMicroseconds: -1)
        #expect(after.holders(of: post.role, in: post.unit, at: before) == [PersonID(1)])
        #expect(after.holders(of: post.role, in: post.unit, at: day) == [PersonID(2)])
        #expect(after.tenures(of: PersonID(2)).first?.substitute == nil, "nobody stands in for themselves")
        #expect(after.handing([post], HandOver(from: PersonID(1), to: PersonID(2)), from: day) == after)
    }
}
