import Testing
import Workflow

/// A second line, such as the party's, maps onto the ground of the first.
@Suite struct GroundTests {
    private static let party: [UnitKind] = ["party_group", "party_branch", "party_committee"]

    private static func unit(
        _ id: Int64,
        _ kind: UnitKind,
        below parent: Int64? = nil,
        on grounds: Set<Int64> = []
    ) -> Unit {
        Unit(
            id: UnitID(id),
            code: "C\(id)",
            kind: kind,
            name: "单位\(id)",
            parent: parent.map { UnitID($0) },
            grounds: Set(grounds.map { UnitID($0) })
        )
    }

    /// Two compounds with a building each under one branch (联合党支部); a third has none.
    private static let units = [
        unit(1, "community"), unit(2, "compound", below: 1), unit(3, "compound", below: 1),
        unit(4, "compound", below: 1), unit(5, "building", below: 2), unit(6, "building", below: 3),
        unit(7, "building", below: 4), unit(10, "party_committee", on: [1]),
        unit(11, "party_branch", below: 10, on: [2, 3]), unit(12, "party_group", below: 11, on: [5]),
    ]

    @Test func `a place belongs to the unit of the line on the nearest ground`() throws {
        let tree = try UnitTree(Self.units)
        #expect(tree.nearest(Self.party, from: UnitID(5)) == UnitID(12))
        #expect(tree.nearest(Self.party, from: UnitID(6)) == UnitID(11), "one branch for two compounds")
        #expect(tree.nearest(Self.party, from: UnitID(7)) == UnitID(10), "nobody nearer than the community")
        #expect(tree.nearest(["party_branch"], from: UnitID(5)) == UnitID(11), "a level that is not of the ladder")
        #expect(tree.nearest(["party_branch"], from: UnitID(7)) == nil)
        #expect(
            tree.nearest(["building", "compound"], from: UnitID(5)) == UnitID(5),
            "the ground's own line stays as it was"
        )
        #expect(tree.standing(on: UnitID(3)).map(\.id) == [UnitID(11)])
        #expect(tree.standing(on: UnitID(11)).isEmpty)
    }

    @Test func `of several units on one ground the lowest of the line counts, then the first`() throws {
        let more = [Self.unit(8, "party_committee", on: [5]), Self.unit(13, "party_group", below: 11, on: [5])]
        let tree = try UnitTree(Self.units + more + [Self.unit(14, "party_committee", below: 13)])
        #expect(tree.nearest(["party_group"], from: UnitID(5)) == UnitID(12))
        let stacked = [
            Self.unit(1, "community"), Self.unit(2, "party_committee", on: [1]),
            Self.unit(3, "party_branch", below: 2, on: [1]),
        ]
        #expect(try UnitTree(stacked).nearest(Self.party, from: UnitID(1)) == UnitID(3))
    }

    @Test func `a directory is checked for the ground that a line holds, not for the line's own units`() throws {
        let tree = try UnitTree(Self.units + [Self.unit(20, "department")])
        let directory = try Workflow.Directory([
            DirectoryRule(id: "R", category: "水务", place: UnitID(2), lead: UnitID(20))
        ])
        let branches = directory.review(in: tree, base: ["party_branch"], leads: ["department"])
        #expect(branches.places == 4, "two compounds with their buildings")
        #expect(branches.problems.map { "\($0.code) \($0.path)" } == ["uncovered categories.水务.places.C3"])
        let all = directory.review(in: tree, base: Set(Self.party), leads: ["department"])
        #expect(all.places == 7, "the committee stands on the whole community")
    }

    @Test func `ground that is not there is found`() throws {
        let codes: [String]
        do throws(Problems) {
            _ = try UnitTree([Self.unit(1, "party_branch", on: [2])])
            codes = []
        } catch {
            codes = error.all.map { "\($0.code) \($0.path)" }
        }
        #expect(codes == ["unit_unknown_ground units.C1"])
    }
}
