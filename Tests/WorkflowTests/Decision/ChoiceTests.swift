import Testing
import Workflow

/// Which words of a choice somebody may give at all.
@Suite struct ChoiceTests {
    @Test func `a community is offered the third level alone, a street the second, its head the first as well`() throws
    {
        var world = try World()
        let filed = try world.filed(by: World.dispatcher, place: World.community)
        let ticket = try world.after("accept", by: World.dispatcher, on: filed)
        func levels(_ party: Party, _ ticket: Ticket) -> Set<String>? {
            world.machine.choices(of: "whistle_level", in: "whistle", by: party, on: ticket, in: world.context)
        }
        #expect(levels(World.dispatcher, ticket) == ["three"])
        let raised = try world.after("elevate", by: World.dispatcher, on: ticket)
        #expect(levels(World.streetDispatcher, raised) == ["two"])
        #expect(levels(World.person(120, "street_head", World.street), raised) == ["one", "two"])
        // What is offered is taken, and what is not is refused.
        for (level, isTaken) in [("one", false), ("two", true), ("three", false)] {
            let command = Command(
                act: "whistle",
                by: World.streetDispatcher,
                input: [
                    "whistle_kind": "routine", "whistle_level": .string(level),
                    "departments": [.int(World.water.rawValue)],
                ],
                words: ["tried": Words(text: "去过", digest: "00")]
            )
            // Taken as far as guards go: a room for the tickets it makes is not prepared here.
            var isGuarded = false
            do throws(Refusal) {
                _ = try world.machine.decide(command, on: raised, in: world.context)
            } catch {
                if case .guarded = error { isGuarded = true }
            }
            #expect(isGuarded != isTaken, "\(level)")
        }
    }

    @Test func `a choice that no guard speaks of is offered whole; what is no choice is none`() throws {
        var world = try World()
        let filed = try world.filed(by: World.dispatcher, place: World.community)
        let ticket = try world.after("accept", by: World.dispatcher, on: filed)
        func words(_ field: FieldName, _ act: ActionName) -> Set<String>? {
            world.machine.choices(of: field, in: act, by: World.dispatcher, on: ticket, in: world.context)
        }
        #expect(words("whistle_kind", "whistle") == ["emergency", "enforcement", "routine"])
        #expect(words("tried", "whistle") == nil && words("whistle_level", "note") == nil)
    }
}
