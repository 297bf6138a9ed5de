import TestSupport
import Testing
import Workflow

/// Plans that merge, split, rename, move and close units.
@Suite struct ReorganisationTests {
    static let at = World.time("2026-03-02T00:00:00")

    static func plan(_ steps: JSONValue...) throws -> Reorganisation {
        try Reorganisation(
            document: ["plan": "调整", "source": "政函1号", "effective": "2026-03-02", "steps": .array(steps)]
        )
    }

    static func units(_ steps: JSONValue...) throws -> ReorganisedUnits {
        try Reorganisation(
            document: ["plan": "调整", "source": "政函1号", "effective": "2026-03-02", "steps": .array(steps)]
        ).units(of: World.territory(), at: at, ids: [UnitID(501), UnitID(502)])
    }

    @Test func `a merger closes those who merge, and what was below stands below the new one`() throws {
        let units = try Self.units([
            "merge": ["units": ["990101", "990102"], "into": ["code": "990109", "name": "新社区"]]
        ])
        let new = try #require(units.tree.unit(code: "990109"))
        #expect(new.id == UnitID(501) && new.kind == "community" && new.parent == World.street)
        #expect(units.closed.map(\.id) == [World.community, World.bareCommunity])
        #expect(units.tree[World.community]?.closing == Unit.Closing(at: Self.at, successor: new.id))
        #expect(units.tree[World.grid]?.parent == new.id)
        #expect(units.tree.nearest(["community"], from: World.building) == new.id)
        #expect(units.succession.heir(of: World.bareCommunity, at: World.bareCommunity, in: units.tree) == new.id)
        #expect(units.newCount == 1 && units.tree.successor(of: World.community) == new)
        #expect(try Succession(json: JSONValue(parsing: units.succession.json.canonicalBytes)) == units.succession)
    }

    @Test func `one of those who merge can be the one that stays`() throws {
        let units = try Self.units([
            "merge": ["units": ["990101", "990102"], "into": ["code": "990101", "name": "大社区"]]
        ])
        #expect(units.closed.map(\.code) == ["990102"])
        #expect(units.tree[World.community]?.name == "大社区" && units.tree[World.community]?.closing == nil)
    }

    @Test func `a split assigns what is below, and the rest goes to the part that the plan names`() throws {
        let units = try Self.units([
            "split": [
                "unit": "9901", "into": [["code": "S1", "name": "东"], ["code": "S2", "name": "西"]],
                "below": ["S1": ["990102"], "S2": ["990101"]], "rest": "S1",
            ]
        ])
        let (east, west) = (UnitID(501), UnitID(502))
        #expect(units.tree[World.community]?.parent == west && units.tree[World.bareCommunity]?.parent == east)
        #expect(units.succession.heir(of: World.street, at: World.street, in: units.tree) == east)
        #expect(units.succession.heir(of: World.street, at: World.building, in: units.tree) == west)
    }

    @Test func `units are renamed, moved and closed`() throws {
        let units = try Self.units(
            ["rename": ["unit": "9901", "name": "新名街道"]],
            ["move": ["unit": "99010101", "under": "990102"]],
            ["close": ["unit": "990101", "successor": "990102"]]
        )
        #expect(units.tree[World.street]?.name == "新名街道")
        #expect(units.tree[World.grid]?.parent == World.bareCommunity)
        #expect(units.tree[World.community]?.closing?.successor == World.bareCommunity)
        #expect(units.tree.next(["community", "street"], above: World.grid) == World.bareCommunity)
    }

    static let faults: [(JSONValue, String)] = [
        (["merge": ["units": ["990101", "x"], "into": "990101"]], "unknown_unit steps[0].merge.units[1]"),
        (["merge": ["units": ["990101"], "into": "new"]], "missing_name steps[0].merge.into"),
        (
            ["split": ["unit": "9901", "into": [["code": "S1", "name": "东"]], "rest": "S2"]],
            "unknown_part steps[0].split.rest"
        ),
        (
            ["split": ["unit": "9901", "into": [["code": "S1", "name": "东"]], "rest": "S1", "below": ["S1": "99D1"]]],
            "not_below steps[0].split.below.S1[0]"
        ),
        (
            [
                "split": [
                    "unit": "9901", "into": [["code": "S1", "name": "东"]], "rest": "S1", "below": ["S1": "990101"],
                ]
            ],
            "below_unassigned steps[0].split.below"
        ),
        (["close": ["unit": "990101"]], "open_below_closed steps"),
        (["close": ["unit": "99010101", "successor": "99010101"]], "same_unit steps[0].close"),
        (["move": ["unit": "9901", "under": "990101"]], "unit_loop units.9901"),
        (["rename": ["unit": "x", "name": "y"]], "unknown_unit steps[0].rename.unit"),
    ]

    @Test(arguments: faults) func `a fault of the plan is named with its place`(step: JSONValue, finding: String) throws
    {
        do {
            _ = try Self.units(step)
            Issue.record("found sound")
        } catch let problems as Problems {
            #expect(problems.all.map { "\($0.code) \($0.path)" }.contains(finding), "\(problems.all)")
        }
    }

    @Test(
        arguments: [
            (["explode": [:]], "unknown_step steps[0].explode"),
            (["rename": ["unit": "9901"]], "missing_key steps[0].rename.name"),
        ] as [(JSONValue, String)]
    )
    func `a plan that is none is refused`(step: JSONValue, finding: String) throws {
        do throws(Problem) {
            _ = try Reorganisation(document: ["plan": "x", "source": "y", "effective": "2026-03-02", "steps": [step]])
            Issue.record("read")
        } catch {
            #expect("\(error.code) \(error.path)" == finding)
        }
    }
}
