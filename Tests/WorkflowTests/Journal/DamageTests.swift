import TestSupport
import Testing
import Workflow

/// Random damage to journal and rows: it is named, or does no harm; it never stops the process.
@Suite struct DamageTests {
    @Test(arguments: PropertyRuns.seeds(0...29)) func `damaged payloads are refused or fold`(seed: Int) throws {
        var lives = try RandomLives(seed: UInt64(seed))
        try lives.live(tries: 25)
        var random = Seeded(UInt64(seed))
        let parts = lives.events.flatMap(\.payload.json.parts)
        for _ in 0..<40 {
            var events = lives.events
            let index = Int.random(in: events.indices, using: &random)
            let payload = events[index].payload.json.damaged(with: parts, using: &random)
            guard let event = try? Event(payload: payload, of: events[index]) else {
                #expect(throws: Problem.self) { try Event(payload: payload, of: events[index]) }
                continue
            }
            #expect(try Event(payload: event.payload.json, of: event) == event)
            events[index] = event
            do throws(FoldFault) {
                if let ticket = try Ticket.fold(events) { use(ticket, lives) }
            } catch {
                // Named: that is all that is wanted.
            }
        }
    }

    @Test(arguments: PropertyRuns.seeds(0...29)) func `damaged rows are refused or can be worked with`(seed: Int) throws
    {
        var lives = try RandomLives(seed: UInt64(seed))
        try lives.live(tries: 12)
        let ticket = try #require(lives.ticket)
        var random = Seeded(UInt64(seed))
        let parts = ticket.body.json.parts
        for _ in 0..<60 {
            let body = ticket.body.json.damaged(with: parts, using: &random)
            guard let damaged = try? Ticket(columns: .init(ticket), body: body) else { continue }
            use(damaged, lives)
        }
    }

    @Test(arguments: PropertyRuns.seeds(0...9)) func `damaged bytes are refused or read`(seed: Int) throws {
        var lives = try RandomLives(seed: UInt64(seed))
        try lives.live(tries: 10)
        var random = Seeded(UInt64(seed))
        for event in lives.events {
            for _ in 0..<50 {
                var bytes = event.payload.canonicalBytes
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
                guard let value = try? JSONValue(parsing: bytes) else { continue }
                _ = try? Event(payload: value, of: event)
            }
        }
    }

    @Test(arguments: [Int64.min, .min + 1, -1, 0, 1, .max - 1, .max])
    func `times at the ends of what can be written do no harm`(time: Int64) throws {
        var world = try World()
        let ticket = try world.after("sign", by: World.liaison, on: world.dispatched())
        let paths = [
            "due", "from", "warnings.0", "since", "paused.microseconds", "pauses.0.from", "pauses.0.to", "rung.at",
        ]
        let paused: JSONValue = ["kind": "working", "microseconds": 0, "opening": false]
        for path in paths {
            for clock in [0, 2] {
                var body = ticket.body.json
                let place = "clocks.\(clock)"
                body = try body.setting("\(place).pauses", to: [["from": 0, "to": 0]])
                if path == "since" || path.hasPrefix("paused") {
                    body = try body.setting("\(place).since", to: 0).setting("\(place).paused", to: paused)
                }
                if path == "rung.at" {
                    body = try body.setting("\(place).rung", to: ["rung": 1, "at": 0]).setting(
                        "\(place).expired",
                        to: true
                    )
                }
                body = try body.setting("\(place).\(path)", to: .int(time))
                let damaged = try Ticket(columns: .init(ticket), body: body)
                use(damaged, try RandomLives(seed: 1, world: world))
            }
        }
    }

    /// Every act by everybody, and every timer: nothing but a refusal may come of it.
    private func use(_ ticket: Ticket, _ lives: RandomLives) {
        let world = lives.world
        let caught = world.machine.catchUp(ticket, until: world.context.now, in: world.context)
        let inputs: [FieldName: JSONValue] = ["category": "园林", "urgency": "urgent", "grade": "complex"]
        for act in world.machine.definition.actions.keys.sorted() {
            for party in World.everybody {
                for input in [[:], inputs, ["outcome": "solved"], ["callback": "no_answer"]] {
                    let command = Command(
                        act: act,
                        by: party,
                        input: input,
                        words: act == "note" ? ["note": .some] : ["text": .some]
                    )
                    _ = try? world.machine.decide(command, on: ticket, in: world.context)
                }
                let correct = Command(act: act, by: party, input: inputs, words: ["reason": .some])
                _ = try? world.machine.decide(correct, on: caught.advance.ticket ?? ticket, in: world.context)
            }
        }
    }
}
