import Testing
import Workflow

@Suite struct UnitTreeTests {
    static let ladder: [UnitKind] = ["building", "grid", "community", "street"]

    /// A street with a community that has grids, and a second one whose building stands right below it.
    static let units = [
        unit(1, "district"), unit(2, "street", below: 1), unit(3, "community", below: 2), unit(4, "grid", below: 3),
        unit(5, "building", below: 4), unit(6, "community", below: 2), unit(7, "building", below: 6),
        unit(8, "department", below: 1),
    ]

    static func unit(_ id: Int64, _ kind: UnitKind, below parent: Int64? = nil, code: String? = nil) -> Unit {
        Unit(id: UnitID(id), code: code ?? "C\(id)", kind: kind, name: "单位\(id)", parent: parent.map { UnitID($0) })
    }

    static func problems(_ units: [Unit]) -> [String] {
        do throws(Problems) {
            _ = try UnitTree(units)
            return []
        } catch {
            return error.all.map { "\($0.code) \($0.path)" }
        }
    }

    @Test func `the chain runs from the unit to the top`() throws {
        let tree = try UnitTree(Self.units)
        #expect(tree.chain(from: UnitID(5)).map(\.id.rawValue) == [5, 4, 3, 2, 1])
        #expect(tree.chain(from: UnitID(1)).map(\.id.rawValue) == [1])
        #expect(tree.chain(from: UnitID(99)).isEmpty)
    }

    @Test func `the next step of the ladder skips levels that a place lacks`() throws {
        let tree = try UnitTree(Self.units)
        func climb(_ unit: Int64) -> [Int64] {
            var steps: [Int64] = []
            var here = UnitID(unit)
            while let next = tree.next(Self.ladder, above: here) {
                steps.append(next.rawValue)
                here = next
            }
            return steps
        }
        #expect(climb(5) == [4, 3, 2])
        #expect(climb(7) == [6, 2])
        #expect(climb(2) == [])
        #expect(climb(1) == [])
        #expect(climb(99) == [])
        #expect(tree.next(["street"], above: UnitID(5)) == UnitID(2))
    }

    @Test func `the nearest unit of the ladder is the place itself or one above it`() throws {
        let tree = try UnitTree(Self.units)
        #expect(tree.nearest(Self.ladder, from: UnitID(7)) == UnitID(7))
        #expect(tree.nearest(["grid", "street"], from: UnitID(7)) == UnitID(2))
        #expect(tree.nearest(Self.ladder, from: UnitID(8)) == nil)
        #expect(tree.nearest([], from: UnitID(5)) == nil)
        #expect(tree.nearest(Self.ladder, from: UnitID(99)) == nil)
    }

    @Test func `below and above agree`() throws {
        let tree = try UnitTree(Self.units)
        #expect(tree.subtree(of: UnitID(2)).map(\.rawValue) == [2, 3, 6, 4, 7, 5])
        #expect(tree.subtree(of: UnitID(5)).map(\.rawValue) == [5])
        #expect(tree.subtree(of: UnitID(99)).isEmpty)
        #expect(tree.children(of: UnitID(1)).map(\.id.rawValue) == [2, 8])
        for upper in tree.all {
            let below = Set(tree.subtree(of: upper.id)).subtracting([upper.id])
            for lower in tree.all {
                #expect(tree.isAbove(upper.id, of: lower.id) == below.contains(lower.id))
            }
        }
    }

    @Test func `units are found by id and by code`() throws {
        let tree = try UnitTree(Self.units.reversed())
        #expect(tree[UnitID(4)]?.code == "C4")
        #expect(tree.unit(code: "C4")?.id == UnitID(4))
        #expect(tree.unit(code: "C99") == nil)
        #expect(tree.all.map(\.id.rawValue) == Array(1...8))
    }

    @Test func `every unit that is there twice is named`() {
        #expect(
            Self.problems([
                Self.unit(1, "street"), Self.unit(1, "street", code: "D"), Self.unit(2, "street", code: "C1"),
            ]) == ["unit_twice units.D", "unit_twice units.C1"]
        )
    }

    @Test func `unknown units above are named`() {
        #expect(
            Self.problems([
                Self.unit(1, "street", below: 9), Self.unit(2, "grid", below: 1), Self.unit(3, "grid", below: 8),
            ])
                == ["unit_unknown_parent units.C1", "unit_unknown_parent units.C3"]
        )
    }

    @Test func `each loop is named once, by a unit within it`() {
        let loop = [Self.unit(1, "street", below: 2), Self.unit(2, "street", below: 1)]
        #expect(Self.problems(loop) == ["unit_loop units.C1"])
        #expect(Self.problems([Self.unit(1, "street", below: 1)]) == ["unit_loop units.C1"])
        let hanging = [Self.unit(5, "grid", below: 1)] + loop + [Self.unit(6, "grid", below: 5)]
        #expect(Self.problems(hanging) == ["unit_loop units.C1"])
        let two = loop + [Self.unit(3, "street", below: 4), Self.unit(4, "street", below: 3)]
        #expect(Self.problems(two) == ["unit_loop units.C1", "unit_loop units.C3"])
    }

    @Test func `who follows a closed unit is the open one at the end, and nobody where there is none`() throws {
        let at = Instant(seconds: 0)
        func closed(_ id: Int64, followedBy successor: Int64?) -> Unit {
            Unit(
                id: UnitID(id),
                code: "C\(id)",
                kind: "community",
                name: "单位\(id)",
                parent: nil,
                closing: Unit.Closing(at: at, successor: successor.map { UnitID($0) })
            )
        }
        let tree = try UnitTree([
            Self.unit(1, "community"), closed(2, followedBy: 1), closed(3, followedBy: 2), closed(4, followedBy: nil),
            closed(5, followedBy: 4), closed(6, followedBy: 7), closed(7, followedBy: 6), closed(8, followedBy: 99),
        ])
        let followers = (1...9).map { tree.successor(of: UnitID($0))?.id.rawValue }
        #expect(followers == [1, 1, 1, nil, nil, nil, nil, nil, nil])
    }
}
