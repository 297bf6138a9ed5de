import TestSupport
import Testing
import Workflow

/// Whatever the trees and whichever levels a ladder names: a matter visits exactly those above its place.
@Suite struct LadderPropertyTests {
    private static let issue = Result { try Document.issue }

    @Test(arguments: PropertyRuns.seeds(0...39))
    func `elevation visits exactly the levels above the place, bottom up, and ends at the top`(seed: Int) throws {
        let random = RandomLadder(seed: UInt64(seed))
        let kinds = random.ladder
        let document = try Self.issue.get().setting("ladder", to: .names(kinds))
        var world = try World(machine: Machine(definition: WorkflowDefinition(document: document), version: 1))
        world.context.territory = try UnitTree(random.units)
        for place in random.units {
            let steps = random.steps(from: place.id)
            let comment: Comment = "seed \(seed), place \(place.id)\n\(random)"
            guard let lowest = steps.first else {
                #expect(
                    Refusal.code { try world.filed(by: Self.resident, place: place.id) } == "place_off_ladder",
                    comment
                )
                continue
            }
            var ticket = try world.filed(by: Self.resident, place: place.id)
            #expect(ticket.desk == lowest.id, comment)
            var held = [ticket.desk]
            // More than there are kinds would be a ladder without end.
            while held.count <= kinds.count, Refusal.code({ try Self.elevated(ticket, in: world) }) == nil {
                ticket = try Self.elevated(ticket, in: world)
                held.append(ticket.desk)
                #expect(ticket.responsible == ticket.desk, comment)
            }
            #expect(held == steps.map(\.id), comment)
            let order = steps.compactMap { kinds.firstIndex(of: $0.kind) }
            #expect(order == order.sorted() && Set(order).count == order.count, "bottom up: \(comment)")
            #expect(Refusal.code { try Self.elevated(ticket, in: world) } == "no_level_above", comment)
        }
    }

    private static let resident = Party(identity: .resident)

    private static func elevated(_ ticket: Ticket, in world: World) throws -> Ticket {
        var world = world
        return try world.after("elevate", by: World.person(1, "anybody", ticket.desk), on: ticket)
    }
}
