import Testing
import Workflow

/// What place an address names.
@Suite struct UnitNamingTests {
    private static let kinds: [UnitKind] = ["building", "community", "street"]

    private static func territory() throws -> UnitTree {
        func unit(_ id: Int64, _ kind: UnitKind, _ name: String, _ parent: Int64?) -> Workflow.Unit {
            Unit(id: UnitID(id), code: "u\(id)", kind: kind, name: name, parent: parent.map { UnitID($0) })
        }
        return try UnitTree([
            unit(1, "street", "江南街道", nil), unit(2, "community", "桃园社区", 1), unit(3, "community", "李园社区", 1),
            unit(4, "building", "1号楼", 2), unit(5, "building", "1号楼", 3), unit(6, "department", "水务局", nil),
            unit(7, "building", "铁塔楼", 3),
        ])
    }

    @Test(
        arguments: [
            ("江南街道桃园社区1号楼3单元", [4]), ("李园社区 1号楼 502", [5]), ("1号楼", [4, 5]), ("江南街道", [1]), ("桃园社区西门", [2]),
            ("铁塔楼", [7]), ("水务局门口", []), ("某地", []), ("", []), ("桃园社区与李园社区之间", [2, 3]),
            ("桃园社区11号楼", [2]), ("李园社区十一号楼旁", [3]), ("李园社区一栋", [5]), ("桃园社区２１#", [2]),
        ] as [(String, [Int64])]
    )
    func `the lowest unit that is named counts, by what stands above it where a name is shared`(
        _ address: String,
        _ ids: [Int64]
    ) throws {
        let found = try Self.territory().named(in: address, kinds: Self.kinds)
        #expect(found.map(\.id.rawValue) == ids)
    }
}
