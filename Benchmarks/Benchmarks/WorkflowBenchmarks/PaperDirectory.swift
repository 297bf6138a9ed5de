import Workflow

/// A directory of a district's size with its units, made by counting: no two runs differ.
struct PaperDirectory {
    private let directory: Directory
    private let territory: UnitTree
    private let categories: [String]
    private let places: [UnitID]

    private static let (streets, communities, departments) = (20, 480, 40)

    init() throws {
        var units: [Unit] = []
        for number in 0..<Self.streets {
            let id = UnitID(Int64(number + 1))
            units.append(Unit(id: id, code: "S\(number)", kind: "street", name: "街道\(number)", parent: nil))
        }
        for number in 0..<Self.communities {
            let (id, street) = (UnitID(Int64(1_000 + number)), UnitID(Int64(number % Self.streets + 1)))
            units.append(Unit(id: id, code: "C\(number)", kind: "community", name: "社区\(number)", parent: street))
        }
        for number in 0..<Self.departments {
            let id = UnitID(Int64(5_000 + number))
            units.append(Unit(id: id, code: "D\(number)", kind: "department", name: "部门\(number)", parent: nil))
        }
        territory = try UnitTree(units)
        places = units.filter { $0.kind != "department" }.map(\.id)
        // 20 × (1 + 75): each class with its items.
        categories = (0..<20).flatMap { group in ["类\(group)"] + (0..<75).map { "类\(group)/项\($0)" } }
        let (known, grounds) = (categories, places)
        directory = try Directory(
            (0..<1_000).map { number in
                DirectoryRule(
                    id: "R\(number)",
                    category: known[number * 7 % known.count],
                    place: number % 3 == 0 ? grounds[number * 11 % grounds.count] : nil,
                    lead: UnitID(Int64(5_000 + number % Self.departments))
                )
            },
            categories: categories
        )
    }

    /// The rule for one of all categories at one of all places, another each time.
    func match(_ number: Int) -> DirectoryRule? {
        directory.match(
            category: categories[number * 13 % categories.count],
            place: places[number * 17 % places.count],
            in: territory
        )
    }
}
