import Testing
import Workflow

/// A changed directory against past matters.
@Suite struct DirectorySimulationTests {
    typealias World = DirectoryCheckTests

    static func simulate(
        _ old: [DirectoryRule],
        _ new: [DirectoryRule],
        _ matters: [PastMatter],
        pair: UnitID? = nil
    ) throws -> DirectorySimulation {
        var simulation = try DirectorySimulation(
            from: Workflow.Directory(old),
            to: Workflow.Directory(new),
            in: UnitTree(World.units(pair: pair)),
            mostExamples: 2
        )
        for matter in matters { simulation.add(matter) }
        return simulation
    }

    static func matters(_ category: String, _ place: UnitID, _ ids: ClosedRange<Int64>, weight: Int = 1) -> [PastMatter]
    {
        ids.map { PastMatter(id: TicketID($0), category: category, place: place, weight: weight) }
    }

    @Test func `what moves is counted from unit to unit, the most first, with examples`() throws {
        let old = [World.rule("W", "水务"), World.rule("P", "园林", lead: World.parks)]
        let new = [
            World.rule("W", "水务"), World.rule("T", "水务", nil, ["三无"], lead: World.parks),
            World.rule("P", "园林", World.west, lead: World.west),
        ]
        let matters =
            Self.matters("水务", World.building, 1...3) + Self.matters("水务", World.east, 4...9)
            + Self.matters("园林", World.east, 10...10) + Self.matters("园林/树", World.west, 11...12, weight: 5)
        let simulation = try Self.simulate(old, new, matters)
        #expect((simulation.total, simulation.moved, simulation.otherTerms) == (20, 14, 0))
        let moves = simulation.moves
        try #require(moves.count == 3)
        #expect(moves.map(\.from) == [World.parks, World.water, World.parks])
        #expect(moves.map(\.to) == [World.west, World.parks, nil])
        #expect(moves.map(\.count) == [10, 3, 1])
        #expect(moves.map { $0.examples.map(\.matter.id.rawValue) } == [[11, 12], [1, 2], [10]])
        #expect(moves[1].examples[0].oldRule == "W" && moves[1].examples[0].newRule == "T")
        #expect(moves[2].examples[0].oldRule == "P" && moves[2].examples[0].newRule == nil)
    }

    @Test func `the same directory moves nothing, and other terms are counted apart`() throws {
        let old = [World.rule("W", "水务")]
        let matters = Self.matters("水务", World.building, 1...4) + Self.matters("园林", World.east, 5...5)
        let same = try Self.simulate(old, [World.rule("renamed", "水务")], matters)
        #expect((same.total, same.moved, same.otherTerms) == (5, 0, 0))
        #expect(same.moves == [])
        let helped = try Self.simulate(old, [World.rule("W", "水务", helpers: [World.parks])], matters)
        #expect((helped.moved, helped.otherTerms) == (0, 4))
    }

    @Test func `a matter that loses its rule moves to the paired department`() throws {
        let matters = Self.matters("园林", World.building, 1...2)
        let simulation = try Self.simulate([World.rule("W", "园林")], [], matters, pair: World.parks)
        #expect(simulation.moves.map(\.to) == [World.parks])
        #expect(simulation.moves[0].examples[0].newRule == "pair/C4")
    }
}
