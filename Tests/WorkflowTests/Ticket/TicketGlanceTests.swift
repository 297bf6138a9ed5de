import TestSupport
import Testing
import Workflow

/// A glance at a ticket's body says what the whole ticket says.
@Suite struct TicketGlanceTests {
    @Test(arguments: PropertyRuns.seeds(0...3)) func `what is due next and what was late, after each event`(
        seed: Int
    ) throws {
        let machines = try Ground.machines.get()
        var maker = LifeMaker(seed: UInt64(900 + seed))
        var (seen, late, still, past) = (0, 0, 0, 0)
        for _ in 0..<4 {
            let made = try maker.life(tries: 120, under: machines) { _, _ in nil }
            for events in made.family.events {
                guard let first = events.first else { continue }
                var ticket = try Ticket(first: first)
                var held = Self.holders(of: ticket)
                for event in events {
                    if event != first { try ticket.apply(event) }
                    // Whoever had it once still sees it: by every outcome of the event, not only by how it ended.
                    held.formUnion(event.outcomes.flatMap(\.holders))
                    held.formUnion(Self.holders(of: ticket))
                    #expect(ticket.formerly == held.subtracting(Self.holders(of: ticket)))
                    let glance = try TicketGlance(body: ticket.body.canonicalText)
                    #expect(glance.next == ticket.next && glance.nextDue == ticket.nextDue)
                    #expect(glance.late == ticket.late.sorted())
                    #expect(glance.formerly == ticket.formerly.sorted())
                    #expect(Set(glance.leads) == Set(ticket.children.values.map(\.lead)))
                    let helpers = ticket.children.values.filter { $0.end == nil }.map(\.lead)
                    #expect(glance.helpers == Set(helpers).sorted())
                    #expect(glance.parent == ticket.parent && glance.counters == ticket.counters)
                    for clock in glance.clocks {
                        let countdown = try #require(ticket.clocks[clock.name])
                        #expect(clock.due == countdown.due && clock.isExpired == countdown.isExpired)
                        #expect(clock.rung == countdown.rung?.index && clock.isPaused == (countdown.paused != nil))
                        #expect(clock.isLit == countdown.isLit && clock.measure == countdown.measure)
                    }
                    #expect(glance.clocks.map(\.name) == ticket.clocks.map(\.key))
                    #expect(glance.reporter == ticket.reporter)
                    past += ticket.formerly.isEmpty ? 0 : 1
                    seen += 1
                    late += glance.late.isEmpty ? 0 : 1
                    still += ticket.clocks.values.contains { !$0.isLit || $0.paused != nil } ? 1 : 0
                }
            }
        }
        #expect(seen > 50 && late > 0 && still > 0 && past > 0, "seed \(seed): \(seen), \(late), \(still), \(past)")
    }

    private static func holders(of ticket: Ticket) -> Set<UnitID> {
        Set([ticket.desk, ticket.lead, ticket.inside].compactMap(\.self))
    }

    @Test func `a ticket without clocks is due at no time`() throws {
        #expect(try TicketGlance(body: "{}").nextDue == nil)
        #expect(try TicketGlance(body: #"{"late":["sign","whole"]}"#).late == ["sign", "whole"])
    }

    static let damaged = [
        ("", "json_ends_early"), ("[]", "json_unexpected"), (#"{"clocks":[{"clock":"x"}]}"#, "missing_key"),
        (#"{"clocks":[{"due":"soon"}]}"#, "wrong_type"), (#"{"late":["A B"]}"#, "bad_name"),
    ]

    @Test(arguments: damaged) func `a damaged body is told with its code`(body: String, code: String) {
        #expect { try TicketGlance(body: body) } throws: { ($0 as? Problem)?.code == code }
    }
}

extension Outcome {
    /// The units that an outcome gives a ticket to.
    fileprivate var holders: [UnitID] {
        switch self {
        case .filed(let filing): [filing.desk, filing.lead].compactMap(\.self)
        case .desk(let unit): [unit]
        case .lead(let unit), .inside(let unit): [unit].compactMap(\.self)
        default: []
        }
    }
}
