import Testing
import Workflow

/// What was asked for and what became of it, and what an act is a judgement of.
@Suite struct AskedForTests {
    /// A matter of the parks department with its events.
    private struct Story {
        var world: World
        var ticket: Ticket
        var events: [Event] = []

        init() throws {
            world = try World()
            ticket = try world.dispatched(category: "园林")
            try take("sign")
        }

        @discardableResult
        mutating func take(
            _ act: ActionName,
            by party: Party = World.otherLiaison,
            input: [FieldName: JSONValue] = [:],
            words: [FieldName: Words] = [:]
        ) throws -> Int {
            let command = Command(act: act, by: party, input: input, words: words)
            let advance = try world.machine.decide(command, on: ticket, in: world.context)
            events += advance.events
            ticket = advance.ticket ?? ticket
            return ticket.seq
        }

        func asked(_ field: FieldName) -> AskedFor? { world.machine.definition.askedFor(field, after: events) }
        func judged(_ act: ActionName) -> Int? {
            world.machine.definition.judged(by: act, in: ticket.state, after: events)?.seq
        }
    }

    @Test func `an extension is asked for until it is granted, and not granted where it is refused or lapses`() throws {
        var story = try Story()
        #expect(story.asked("extension_days") == nil)
        let words: [FieldName: Words] = ["reason": .some]
        let seq = try story.take("ask_extension", input: ["extension_days": 3], words: words)
        #expect(story.asked("extension_days") == .pending)
        #expect(story.judged("grant_extension") == seq && story.judged("refuse_extension") == seq)
        #expect(story.judged("first_contact") == nil && story.judged("submit_result") == nil)
        var granted = story
        let grants = granted.world.machine.puttingOff(
            by: "grant_extension",
            on: granted.ticket,
            in: granted.world.context
        )
        #expect(grants.map(\.clock) == ["whole"])
        try granted.take("grant_extension", by: World.dispatcher)
        #expect(granted.asked("extension_days") == nil)
        #expect(granted.ticket.clocks["whole"]?.due == grants.first?.due)
        try story.take("refuse_extension", by: World.dispatcher)
        #expect(story.asked("extension_days") == .notGranted)
        #expect(story.world.machine.puttingOff(by: "note", on: story.ticket, in: story.world.context).isEmpty)
    }

    @Test func `what ends with the state was not granted, and who grants other days says them`() throws {
        var story = try Story()
        let words: [FieldName: Words] = ["reason": .some]
        try story.take("ask_parking", input: ["parking_days": 30], words: words)
        var granted = story
        try granted.take("grant_parking", by: World.dispatcher, input: ["parking_days": 10])
        #expect(granted.asked("parking_days") == nil && granted.ticket.facts["parking_days"] == 10)
        try story.take("submit_result", input: ["outcome": "solved"], words: ["text": .some])
        #expect(story.ticket.clocks["parking_review"] == nil)
        #expect(story.asked("parking_days") == .notGranted)
    }

    @Test func `an answer is judged by whoever verifies it or sends it back`() throws {
        var story = try Story()
        let seq = try story.take("submit_result", input: ["outcome": "solved"], words: ["text": .some])
        #expect(story.judged("verify") == seq && story.judged("send_back") == seq)
        #expect(story.judged("withdraw_step") == nil && story.asked("outcome") == nil)
    }
}
