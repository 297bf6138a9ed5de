import Testing
import Workflow

/// Who held a matter for how long: the parts make the whole, whatever happened.
@Suite struct TimeLedgerTests {
    @Test(arguments: 0..<25) func `the parts add up to the whole over random lives`(seed: Int) throws {
        for life in 0..<8 {
            var lives = try RandomLives(seed: UInt64(seed * 100 + life))
            try lives.live(tries: 60)
            let calendar = lives.world.context.calendars.standard
            let end = lives.world.context.now.advanced(bySeconds: 200_000)
            let ledger = try TimeLedger(lives.events, calendar: calendar, until: end)
            let ticket = try #require(lives.ticket)
            let last = ticket.closedAt ?? end
            #expect(ledger.working == calendar.workMicroseconds(from: ticket.reportedAt, to: last))
            #expect(ledger.sums.values.reduce(0) { $0 + $1.working } == ledger.working)
            #expect(ledger.entries.first.map(\.from) ?? last == ticket.reportedAt)
            #expect(ledger.entries.last.map(\.to) ?? last == last)
            for (one, next) in zip(ledger.entries, ledger.entries.dropFirst()) { #expect(one.to == next.from) }
            #expect(ledger.entries.allSatisfy { $0.from < $0.to && $0.working >= 0 })
            // Lateness is somebody's, and only where a lamp was red.
            if ticket.late.isEmpty, ticket.isFinal { #expect(ledger.entries.allSatisfy { !$0.isLate }) }
        }
    }

    @Test func `a return lies with the desk, a dispute with the arbiter, and lateness with who held it then`() throws {
        var world = try World()
        var events: [Event] = []
        var ticket: Ticket?
        func happen(
            _ act: ActionName,
            _ party: Party,
            _ at: String,
            _ input: [FieldName: JSONValue] = [:],
            _ words: [FieldName: Words] = [:]
        )
            throws
        {
            world.context.now = World.time(at)
            let before = try #require(ticket)
            let caught = world.machine.catchUp(before, until: world.context.now, in: world.context).advance
            let command = Command(act: act, by: party, input: input, words: words)
            let advance = try world.machine.decide(command, on: caught.ticket ?? before, in: world.context)
            events += caught.events + advance.events
            ticket = advance.ticket
        }
        let report = Command(
            act: "report",
            by: World.dispatcher,
            input: ["category": "水务", "place": .int(World.community.rawValue)],
            words: ["text": .some]
        )
        let first = try world.machine.file(report, district: World.district, id: TicketID(1), in: world.context)
        (events, ticket) = (first.events, first.ticket)
        try happen("accept", World.dispatcher, "2026-03-02T09:30:00")
        try happen("dispatch", World.dispatcher, "2026-03-02T10:00:00")
        try happen("sign", World.liaison, "2026-03-02T11:00:00")
        try happen("first_contact", World.liaison, "2026-03-02T11:30:00")
        try happen("return", World.liaison, "2026-03-02T12:00:00", ["return_code": "not_ours"], ["evidence": .some])
        try happen("refuse_return", World.dispatcher, "2026-03-02T15:00:00", [:], ["reason": .some])
        try happen("dispute", World.liaison, "2026-03-02T16:00:00", [:], ["reason": .some, "evidence": .some])
        try happen("arbitrate", World.streetDispatcher, "2026-03-02T18:00:00", ["ruling": "stays"], ["reason": .some])
        // Due on the 4th at 18:00; answered a working hour late.
        try happen("submit_result", World.liaison, "2026-03-05T10:00:00", ["outcome": "solved"], ["text": .some])
        try happen("verify", World.secondDispatcher, "2026-03-05T11:00:00")
        try happen("call_back", World.dispatcher, "2026-03-05T12:00:00", ["callback": "satisfied"])
        let ledger = try TimeLedger(events, calendar: world.context.calendars.standard, until: world.context.now)
        let hour: Int64 = 3_600_000_000
        #expect(ledger.sums[.unit(World.community)]?.working == (1 + 1 + 2) * hour)
        #expect(ledger.sums[.unit(World.street)]?.working == 2 * hour)
        #expect(ledger.sums[.unit(World.water)]?.working == (1 + 1 + 1 + 14 + 1) * hour)
        #expect(ledger.sums[.unit(World.water)]?.late == hour)
        #expect(ledger.sums[.unit(World.community)]?.late == 0)
        #expect(ledger.working == 24 * hour)
    }
}
