import Testing
import Workflow

/// The six ladders over five real districts; skipped, and said so, where ../shared/data/units is absent.
@Suite struct RealLadderTests {
    @Test(
        .enabled(if: !RealDistrictsTests.districts.isEmpty, "skipped: ../shared/data has no units"),
        arguments: RealDistrictsTests.districts,
        LadderPlan.six
    )
    func `each ladder, grafted onto a real district, carries a matter to its top`(name: String, plan: LadderPlan) throws
    {
        let real = try RealDistrictsTests.units(name)
        let communities = real.filter { $0.kind == "community" }
        for anchor in [communities.first, communities.last] {
            let anchor = try #require(anchor)
            let ground = try LadderGround(plan, on: real, at: anchor)
            #expect(try UnitTree(ground.units).isAbove(anchor.id, of: ground.place), "it grows under \(anchor.name)")
            try LadderTests.run(ground)
        }
    }

    @Test(
        .enabled(if: !RealDistrictsTests.districts.isEmpty, "skipped: ../shared/data has no units"),
        arguments: RealDistrictsTests.districts
    )
    func `every village and community of a real district files and elevates`(name: String) throws {
        let tree = try UnitTree(RealDistrictsTests.units(name))
        // A village is to a town what a community is to a street: a kind more in the ladder, no code.
        let ladder: [UnitKind] = ["stairwell", "building", "community", "village", "street", "district", "city"]
        let document = try LadderPlan.sixLevels.document().setting("ladder", to: .names(ladder))
        let definition = try WorkflowDefinition(document: document)
        #expect(definition.problems().isEmpty)
        var world = try World(machine: Machine(definition: definition, version: 1))
        world.context.territory = tree
        let places = tree.all.filter { ["community", "village"].contains($0.kind) }
        #expect(places.count > 100)
        for place in places {
            let secretary = World.person(1, "community_dispatcher", place.id)
            var ticket = try world.filed(by: secretary, place: place.id)
            #expect(ticket.responsible == place.id, "\(place.name)")
            ticket = try world.after("elevate", by: secretary, on: ticket)
            #expect(ticket.responsible == place.parent, "\(place.name)")
            let street = try #require(tree[ticket.desk])
            #expect(street.kind == "street")
            ticket = try world.after("elevate", by: World.person(2, "street_dispatcher", street.id), on: ticket)
            #expect(tree[ticket.desk]?.kind == "district", "\(place.name)")
            let district = World.person(3, "district_dispatcher", ticket.desk)
            #expect(Refusal.code { try world.after("elevate", by: district, on: ticket) } == "no_level_above")
        }
    }
}
