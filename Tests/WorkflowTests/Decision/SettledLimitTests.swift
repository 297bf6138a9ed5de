import Shipped
import Testing

@testable import Workflow

/// A limit that is known before there is a ticket is the one that asking its policy comes to.
@Suite struct SettledLimitTests {
    private static let start = World.time("2026-03-02T09:00:00")

    /// Ordinary and urgent ones; without a rule, with one that limits nothing, all, or another clock; with nothing kept, and
    /// with all that a policy asks for.
    private static func tickets(_ policies: [ClockName: LimitPolicy]) throws -> [Ticket] {
        let all = Dictionary(uniqueKeysWithValues: try policies.keys.map { ($0, try Limit("77h")) })
        let limits: [[ClockName: Limit]?] = [nil, [:], all, ["nobodys": try Limit("78h")]]
        var tickets: [Ticket] = []
        for urgency in [Urgency.ordinary, .urgent] {
            for limits in limits {
                for isKept in [false, true] {
                    var ticket = Ticket(
                        district: World.district,
                        id: TicketID(1),
                        definition: DefinitionRef(name: "issue", version: 1),
                        seq: 1,
                        at: start,
                        filing: Filing(category: "水务", urgency: urgency, place: World.grid, desk: World.community)
                    )
                    ticket.rule = limits.map { RuleMatch(id: "R", lead: World.water, limits: $0) }
                    if isKept { for policy in policies.values { ticket.keep(policy, from: start) } }
                    tickets.append(ticket)
                }
            }
        }
        return tickets
    }

    /// Compares what is known before with what the policy says; returns how many were known before, and how many not.
    private static func compare(_ clocks: [ClockName: ClockDefinition], _ machine: Machine) throws -> (Int, Int) {
        var count = (known: 0, asked: 0)
        for ticket in try tickets(clocks.mapValues(\.limit)) {
            for (clock, rules) in clocks {
                let asked = machine.source(of: rules.limit, clock, ticket)
                let found = machine.source(of: rules, clock, ticket)
                let what: Comment =
                    "\(clock), \(ticket.urgency), \(ticket.rule?.limits.count ?? -1), \(ticket.facts.count)"
                #expect((found == nil) == (asked == nil), what)
                #expect(found?.limit == asked?.limit, what)
                #expect(found?.bound?.field == asked?.bound?.field && found?.bound?.time == asked?.bound?.time, what)
                if rules.settledLimit(of: ticket) == nil { count.asked += 1 } else { count.known += 1 }
            }
        }
        return count
    }

    @Test(arguments: ["issue", "task"])
    func `each clock of the shipped definitions has the limit of its policy`(name: String) throws {
        let machine = Machine(definition: try Shipped.definition(name), version: 1)
        let (known, asked) = try Self.compare(machine.definition.clocks, machine)
        #expect(known > asked, "most are known before")
        #expect(asked > 0)
    }

    @Test func `so has a clock of any policy`() throws {
        let (short, long) = (LimitPolicy.fixed(try Limit("1h")), LimitPolicy.fixed(try Limit("5wd")))
        let leaves: [LimitPolicy] = [
            short, .none, .urgency(ordinary: long, urgent: short), .urgency(ordinary: .none, urgent: long),
            .field("grade", ["complex": try Limit("9wd")], otherwise: short),
            .given("upper_due", earlier: short, otherwise: long), .within("upper_due", earlier: short, long),
            .counted("days", unit: "wd", otherwise: short), .unless("contacts", otherwise: long),
        ]
        var policies = leaves + leaves.map { .directory(otherwise: $0) }
        policies += policies.map { .urgency(ordinary: $0, urgent: short) }
        policies += policies.map { .unless("contacts", otherwise: $0) } + policies.map { .directory(otherwise: $0) }
        var clocks: [ClockName: ClockDefinition] = [:]
        for (number, policy) in policies.enumerated() {
            clocks[try #require(ClockName("clock_\(number)"))] = ClockDefinition(
                title: Bilingual(zh: "时限", en: "Limit"),
                limit: policy,
                warnings: [],
                warn: [],
                ladder: nil,
                pauses: [],
                lamp: true,
                isWindow: false
            )
        }
        let machine = Machine(definition: try Shipped.definition("issue"), version: 1)
        let (known, asked) = try Self.compare(clocks, machine)
        #expect(known > 0 && asked > 0)
    }
}

extension Ticket {
    /// Keeps whatever a policy looks for, so that it comes to something else than its last resort.
    fileprivate mutating func keep(_ policy: LimitPolicy, from start: Instant) {
        switch policy {
        case .fixed, .none: break
        case .urgency(let ordinary, let urgent):
            keep(ordinary, from: start)
            keep(urgent, from: start)
        case .field(let field, let limits, let otherwise):
            facts[field] = limits.keys.min().map { .string($0) }
            keep(otherwise, from: start)
        case .directory(let otherwise): keep(otherwise, from: start)
        case .given(let field, _, let otherwise), .within(let field, _, let otherwise):
            facts[field] = .int(start.advanced(bySeconds: 86_400).microseconds)
            keep(otherwise, from: start)
        case .counted(let field, _, let otherwise):
            facts[field] = .int(3)
            keep(otherwise, from: start)
        case .unless(let counter, let otherwise):
            counters[counter] = 1
            keep(otherwise, from: start)
        }
    }
}
