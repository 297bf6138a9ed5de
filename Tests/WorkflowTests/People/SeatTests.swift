import Testing
import Workflow

/// An act counts by the posts of its instant.
@Suite struct SeatTests {
    private static let post = Post(role: "department_liaison", unit: World.water)

    /// A matter to be signed, and a book in which the liaison's time is from one day to another.
    private static func dispatched(from first: String?, through last: String?, absent: Bool = false) throws -> (
        World, Ticket
    ) {
        var world = try World()
        let ticket = try world.dispatched()
        let calendar = world.context.calendars.standard
        let liaison = try #require(World.liaison.person)
        let stand = try #require(World.otherLiaison.person)
        let period = try #require(
            Period(from: first.flatMap { LocalDate($0) }, through: last.flatMap { LocalDate($0) }, in: calendar)
        )
        world.context.people = PostBook(
            tenures: [
                Tenure(person: liaison, post: post, period: period, substitute: stand),
                Tenure(person: stand, post: Post(role: "department_liaison", unit: World.parks)),
            ],
            absences: absent ? [Absence(person: liaison, period: .always)] : []
        )
        return (world, ticket)
    }

    private static func sign(_ world: World, _ ticket: Ticket, by party: Party) throws -> Event {
        let advance = try world.machine.decide(Command(act: "sign", by: party), on: ticket, in: world.context)
        return try #require(advance.events.first)
    }

    @Test func `a post that has not begun, or is over, signs nothing, and says since when`() throws {
        let (early, first) = try Self.dispatched(from: "2026-03-03", through: nil)
        let soon = #expect(throws: Refusal.self) { try Self.sign(early, first, by: World.liaison) }
        #expect(soon?.code == "post_not_begun")
        #expect(soon?.message.zh.contains("自 2026-03-03 起") == true)
        #expect(early.machine.available(to: World.liaison, on: first, in: early.context).isEmpty)
        let (late, second) = try Self.dispatched(from: "2026-01-01", through: "2026-03-01")
        let over = #expect(throws: Refusal.self) { try Self.sign(late, second, by: World.liaison) }
        #expect(over?.code == "post_ended")
        #expect(over?.message.en.contains("ended on 2026-03-01") == true)
        let (now, third) = try Self.dispatched(from: "2026-03-02", through: "2026-03-02")
        #expect(try Self.sign(now, third, by: World.liaison).by.instead == nil)
        #expect(now.machine.available(to: World.liaison, on: third, in: now.context).contains("sign"))
    }

    @Test func `who has no post for it is refused as before`() throws {
        let (world, ticket) = try Self.dispatched(from: nil, through: nil)
        let refusal = #expect(throws: Refusal.self) { try Self.sign(world, ticket, by: World.otherLiaison) }
        #expect(refusal?.code == "not_for_this_person")
        #expect(throws: Refusal.self) {
            try Self.sign(world, ticket, by: World.person(999, "department_liaison", World.water))
        }
    }

    @Test func `who stands in acts by that post, and the event says for whom`() throws {
        let (world, ticket) = try Self.dispatched(from: nil, through: nil, absent: true)
        let event = try Self.sign(world, ticket, by: World.otherLiaison)
        #expect(event.by.post == Self.post)
        #expect(event.by.instead == World.liaison.person.map { .absent($0) })
        #expect(event.payload.json["for"]?.int == 105)
        #expect(world.machine.available(to: World.otherLiaison, on: ticket, in: world.context).contains("sign"))
        let (empty, other) = try Self.dispatched(from: "2026-01-01", through: "2026-03-01")
        let second = try Self.sign(empty, other, by: World.otherLiaison)
        #expect(second.payload.json["for"]?.string == "empty")
    }
}
