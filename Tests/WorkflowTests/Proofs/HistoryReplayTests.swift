import TestSupport
import Testing
import Workflow

/// A history is enough: events alone give the rows bit for bit, and the same acts under the same version give the same
/// events bit for bit.
@Suite struct HistoryReplayTests {
    @Test(arguments: PropertyRuns.seeds(0...3)) func `events give rows and timers bit for bit`(seed: Int) throws {
        let machines = try Ground.machines.get()
        var maker = LifeMaker(seed: UInt64(500 + seed))
        var tickets = 0
        for _ in 0..<3 {
            let made = try maker.life(tries: 80, under: machines) { _, _ in nil }
            for (ticket, events) in zip(made.family.tickets, made.family.events) {
                try replay(events, to: ticket)
                tickets += 1
            }
            let again = try events(of: made.life, under: machines)
            #expect(again == made.family.events.map { $0.map(\.payload.canonicalBytes) }, "seed \(seed)")
        }
        #expect(tickets >= 3)
    }

    /// From bytes to rows: nothing but what the journal keeps.
    private func replay(_ events: [Event], to ticket: Ticket) throws {
        let read = try events.map { try Event(payload: JSONValue(parsing: $0.payload.canonicalBytes), of: $0) }
        let folded = try #require(try Ticket.fold(read))
        #expect(folded.body.canonicalBytes == ticket.body.canonicalBytes)
        #expect(folded.timers == ticket.timers)
        #expect(folded == ticket)
        #expect(Set(events.map(\.definition)) == [ticket.definition])
        let row = try Ticket(columns: .init(folded), body: JSONValue(parsing: ticket.body.canonicalBytes))
        #expect(row == ticket)
    }

    private func events(of life: Life, under machines: Machines) throws -> [[[UInt8]]] {
        var family = Family(machines, start: life.start)
        for next in life.tries { _ = try family.take(next) { _, _ in nil } }
        return family.events.map { $0.map(\.payload.canonicalBytes) }
    }

    @Test func `an older version goes on deciding for its own tickets`() throws {
        // Two versions at once: the matter keeps the one that it began with, whatever the newer one says.
        let machines = try Ground.machines.get()
        let document = try machines.issue.definition.document.setting("clocks.sign.limit", to: "1h")
        let newer = Machine(definition: try WorkflowDefinition(document: document), version: 2)
        let story = try #require(Story.all.first { $0.name == "three calls" })
        var old = Family(machines, start: story.life.start)
        var new = Family(Machines(issue: newer, task: machines.task), start: story.life.start)
        for next in story.life.tries {
            _ = try old.take(next) { _, _ in nil }
            _ = try new.take(next) { _, _ in nil }
        }
        let versions = { (family: Family) in Set(family.events[0].map(\.definition.version)) }
        #expect(versions(old) == [1] && versions(new) == [2])
        #expect(old.events[0].map(\.payload.canonicalBytes) != new.events[0].map(\.payload.canonicalBytes))
        for family in [old, new] { try replay(family.events[0], to: family.tickets[0]) }
    }
}
