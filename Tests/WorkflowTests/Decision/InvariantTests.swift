import TestSupport
import Testing
import Workflow

/// The invariants of DESIGN §3 over random lives of tickets.
@Suite struct InvariantTests {
    @Test(arguments: PropertyRuns.seeds(0...39)) func `random lives keep the invariants`(seed: Int) throws {
        var acts: Set<ActionName> = []
        for life in 0..<15 {
            var lives = try RandomLives(seed: UInt64(seed * 1_000 + life))
            try lives.live(tries: 80)
            acts.formUnion(lives.events.compactMap(\.act))
            try check(lives, "seed \(seed), life \(life)")
        }
        #expect(acts.count > 5)
    }

    private func check(_ lives: RandomLives, _ comment: Comment) throws {
        let final = try #require(lives.ticket)
        #expect(try Ticket.fold(lives.events) == final, comment)
        var ticket: Ticket?
        for event in lives.events {
            let copy = try Event(payload: JSONValue(parsing: event.payload.canonicalBytes), of: event)
            #expect(copy == event, comment)
            let before = ticket
            if ticket == nil { ticket = try Ticket(first: event) } else { try ticket?.apply(event) }
            let now = try #require(ticket)
            checkOne(now, after: event, before, comment)
        }
    }

    private func checkOne(_ ticket: Ticket, after event: Event, _ before: Ticket?, _ comment: Comment) {
        #expect((ticket.responsible == nil) == ticket.isFinal, comment)
        #expect(ticket.isFinal == (ticket.closedAt != nil), comment)
        #expect(!ticket.isFinal || ticket.clocks.isEmpty, comment)
        #expect(ticket.isFinal || !ticket.clocks.isEmpty, "nobody waits for ever: \(comment)")
        #expect(Set(ticket.timers.map(\.clock)).count == ticket.timers.count, comment)
        if let before {
            #expect(event.at >= before.lastAt, comment)
            #expect(before.late.isSubset(of: ticket.late), comment)
            // Due before late: no timer of the ticket was still to fire when somebody acted.
            if event.timer == nil { #expect(before.timers.allSatisfy { $0.due >= event.at }, comment) }
        }
        if event.act == "verify" || event.act == "call_back" {
            #expect(event.by.identity != ticket.people["handler"].map { .person($0) }, comment)
        }
        let row = try? JSONValue(parsing: ticket.body.canonicalBytes)
        #expect((try? Ticket(columns: Ticket.Columns(ticket), body: row ?? .null)) == ticket, comment)
    }

    @Test(arguments: PropertyRuns.seeds(0...19))
    func `what is offered is what is accepted, in every state and for everybody`(seed: Int)
        throws
    {
        var lives = try RandomLives(seed: UInt64(seed))
        try lives.live(tries: 20)
        var ticket: Ticket?
        for event in lives.events {
            if ticket == nil { ticket = try Ticket(first: event) } else { try ticket?.apply(event) }
            let now = try #require(ticket)
            for party in World.everybody { check(offersTo: party, now, lives.world) }
        }
    }

    /// An act that is not offered is refused for what it is; an offered one only for its input.
    private func check(offersTo party: Party, _ ticket: Ticket, _ world: World) {
        var context = world.context
        context.now = ticket.lastAt
        let offered = Set(world.machine.available(to: party, on: ticket, in: context))
        let aboutInput: Set<String> = [
            "missing_need", "no_lead", "cannot_lead", "complained_of", "not_given", "not_below", "not_inside",
        ]
        for act in world.machine.definition.actions.keys {
            do {
                _ = try world.machine.decide(Command(act: act, by: party), on: ticket, in: context)
                #expect(offered.contains(act), "\(act) in \(ticket.state) by \(party)")
            } catch {
                #expect(
                    !offered.contains(act) || aboutInput.contains(error.code),
                    "\(act) in \(ticket.state): \(error)"
                )
            }
        }
    }
}
