import Shipped
import Testing
@testable import Workflow

/// What goes out at once, and what waits for the digest.
@Suite struct PressingTests {
    /// The events of a matter until the clocks named have expired.
    private static func events(_ world: inout World, _ ticket: Ticket, until local: String) throws -> [(
        Event, Ticket, Ticket
    )] {
        world.context.now = World.time(local)
        var (before, all): (Ticket, [(Event, Ticket, Ticket)]) = (ticket, [])
        for event in world.machine.catchUp(ticket, until: world.context.now, in: world.context).advance.events {
            var after = before
            try after.apply(event)
            all.append((event, before, after))
            before = after
        }
        return all
    }

    @Test func `an ordinary matter waits, also when it is late; its short limits go to the duty roster`() throws {
        var world = try World()
        let ticket = try world.dispatched()
        let all = try Self.events(&world, ticket, until: "2026-03-06T09:00:00")
        let pressing = all.map { ($0.0.timer, $0.0.pressing(before: $0.1, after: $0.2)) }
        #expect(pressing.contains { $0.0?.clock == "sign" && $0.0?.step == .expiry })
        for (timer, pressing) in pressing {
            #expect(!pressing.isUrgent, "\(String(describing: timer))")
            // 4wh, even where the expiry signs and so ends the clock.
            #expect(pressing.goesToDuty == (timer?.clock == "sign" && timer?.step == .expiry))
        }
    }

    @Test func `urgent tickets, emergencies and day-long limits go out at once`() throws {
        var world = try World()
        let urgent = try world.filed(input: ["urgency": "urgent"])
        let first = try #require(Self.events(&world, urgent, until: "2026-03-02T10:00:00").first)
        #expect(first.0.pressing(before: first.1, after: first.2).isUrgent)
        var water = try World()
        let dry = try water.dispatched(category: "水务/停水")
        let late = try #require(
            Self.events(&water, dry, until: "2026-03-03T10:00:00").first {
                $0.0.timer?.clock == "whole" && $0.0.timer?.step == .expiry
            }
        )
        #expect(late.0.pressing(before: late.1, after: late.2) == Pressing(isUrgent: true, goesToDuty: true))
    }

    @Test func `what is sensitive goes out at once, from the act on that says so; other restrictions do not press`()
        throws
    {
        for (why, isUrgent) in [("sensitive", true), ("dispute", false)] {
            var world = try World()
            let ticket = try world.dispatched()
            let informed: [FieldName: JSONValue] = ["restriction": .string(why), "informed": [103]]
            let command = Command(act: "restrict", by: World.dispatcher, input: informed)
            let advance = try world.machine.decide(command, on: ticket, in: world.context)
            let (event, after) = (try #require(advance.events.first), try #require(advance.ticket))
            #expect(event.pressing(before: ticket, after: after).isUrgent == isUrgent, "\(why)")
            let late = try #require(Self.events(&world, after, until: "2026-03-06T09:00:00").first)
            #expect(late.0.pressing(before: late.1, after: late.2).isUrgent == isUrgent, "\(why)")
        }
    }

    @Test func `every choice that presses is one of the shipped definitions, and is kept`() throws {
        for name in ["issue", "task"] {
            let fields = try Shipped.definition(name).fields
            for (field, choice) in Pressing.choices {
                let rules = try #require(fields[field], "\(name) \(field)")
                #expect(rules.keep && rules.form.fits(choice), "\(name) \(field) \(choice)")
            }
        }
    }
}
