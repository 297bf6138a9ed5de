import Shipped
import TestSupport
import Testing
import Workflow

/// Who is told of what an adjustment did to a ticket: with the next digest, and only who it concerns.
@Suite struct AdjustmentMessagesTests {
    private static func told(_ advance: Advance?) throws -> [Audience] {
        let event = try #require(advance?.events.first)
        #expect(advance?.events.count == 1)
        return event.outcomes.compactMap { outcome in
            guard case .told(let audience) = outcome else { return nil }
            return audience
        }
    }

    @Test func `of another due time whoever answers is told once, and it never presses`() throws {
        var world = try World()
        world.context.calendars = try CalendarYear.book()
        var ticket = try world.filed(by: World.dispatcher, place: World.community, input: ["urgency": "urgent"])
        ticket = try world.after("accept", by: World.dispatcher, on: ticket)
        world.context.calendars = try CalendarYear.book(off: ["2026-03-03"])
        let advance = try world.machine.adjust(ticket, by: .calendars(["office"]), ordered: .clock, in: world.context)
        #expect(try Self.told(advance) == [.unit(World.community, roles: [])])
        let (event, after) = (try #require(advance?.events.first), try #require(advance?.ticket))
        #expect(event.pressing(before: ticket, after: after) == Pressing(isUrgent: false, goesToDuty: false))
        let again = try world.machine.adjust(after, by: .calendars(["office"]), ordered: .clock, in: world.context)
        #expect(again == nil)
    }

    @Test func `where a due time only becomes final nobody is told`() throws {
        var world = try World(machine: SmallDefinitions.parking())
        world.context.calendars = try CalendarYear.book()
        world.context.now = World.time("2026-12-21T09:30:00")
        let complex: [FieldName: JSONValue] = ["grade": "complex"]
        let ticket = try world.filed(by: World.dispatcher, category: "其他", place: World.community, input: complex)
        world.context.calendars = try CalendarYear.book(known: 2026...2027, off: ["2027-01-01"], makeUp: ["2027-01-03"])
        let advance = try world.machine.adjust(ticket, by: .calendars(["office"]), ordered: .clock, in: world.context)
        #expect(try Self.told(advance) == [])
    }

    @Test func `a migration tells both where another unit answers, and nobody where none does`() throws {
        var world = try World()
        let old = world.machine.definition
        let signed = try world.after("sign", by: World.liaison, on: world.dispatched())
        for (answering, told) in [
            ("lead", []), ("desk", [Audience.unit(World.community, roles: []), .unit(World.water, roles: [])]),
        ] {
            let new = try old.with(["states.signed.responsible": .string(answering), "clocks.contact.limit": "2wd"])
            let plan = try MigrationPlan(document: ["plan": "p", "definition": "issue", "from": 1, "to": 2])
            let migration = try Migration(plan, hash: "00", versions: [1: old, 2: new])
            let machine = Machine(definition: new, version: 2)
            let advance = try machine.adjust(signed, by: .migration(migration), ordered: .clock, in: world.context)
            #expect(try Self.told(advance) == told, "\(answering)")
        }
    }

    @Test func `units that were reorganised: who holds it now is told, and who held it, if it is still there`() throws {
        let merge: JSONValue = ["merge": ["units": ["990101", "990102"], "into": ["code": "990109", "name": "新社区"]]]
        let move: JSONValue = ["move": ["unit": "99010101", "under": "990102"]]
        for (step, told) in [
            (merge, [Audience.unit(UnitID(501), roles: [])]),
            (move, [.unit(World.bareCommunity, roles: []), .unit(World.community, roles: [])]),
        ] {
            var world = try World()
            let ticket = try world.filed(by: World.dispatcher, place: World.building)
            let units = try ReorganisationTests.units(step)
            world.context.territory = units.tree
            let advance = try world.machine.adjust(
                ticket,
                by: .reorganisation(units.succession, PlanMark(name: "调整", hash: "00")),
                ordered: .clock,
                in: world.context
            )
            #expect(try Self.told(advance) == told, "\(step.canonicalText)")
        }
    }
}
