import TestSupport
import Testing
import Workflow

/// Directories made for five real districts: what the check says holds of every category and a share of the places.
@Suite struct RealDistrictsTests {
    /// Those of the five that are there; what is missing is said.
    static let districts = ["bishan", "hanbin", "saihan", "shanwei_cheng", "zhongmu"].filter { name in
        let isThere = SharedData.has("units/\(name).csv")
        if !isThere { print("skipped: ../shared/data has no units/\(name).csv") }
        return isThere
    }

    @Test(
        .enabled(if: !districts.isEmpty, "skipped: ../shared/data has no units"),
        arguments: districts
    )
    func `a directory for a real district is proved, and a lookup agrees with the reference`(name: String) throws {
        let units = try Self.units(name)
        let tree = try UnitTree(units)
        let rules = Self.rules(tree)
        let directory = try Workflow.Directory(rules)
        let base: Set<UnitKind> = ["street", "community", "village"]
        let review = directory.review(in: tree, base: base, leads: ["department", "street"])
        let streets = tree.all.filter { $0.kind == "street" }
        #expect(review.places == tree.all.count { base.contains($0.kind) })
        // One category is left without an owner in one street, and one rule is hidden by those of all streets.
        #expect(
            review.problems.map { "\($0.code) \($0.path)" } == [
                "never_matches rules.hidden", "uncovered categories.缺口.places.\(streets[0].code)",
            ]
        )
        #expect(review.steps < 8 * (rules.count + directory.categories.count))
        let naive = NaiveDirectory(rules, units)
        for (index, place) in tree.all.enumerated() where index.isMultiple(of: 23) {
            for category in directory.categories {
                let found = directory.match(category: category, place: place.id, in: tree)?.id
                #expect(found == naive.match(category, place.id), "\(category) at \(place.name)")
            }
        }
    }

    /// Streets, communities and villages as published, a department, and attributes by turns.
    static func units(_ name: String) throws -> [Unit] {
        let text = try #require(SharedData.text("units/\(name).csv"))
        let rows = text.split(whereSeparator: \.isNewline).dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let ids = Dictionary(rows.enumerated().map { ($1[0], UnitID(Int64($0 + 1))) }, uniquingKeysWith: { $1 })
        let places = try rows.enumerated().map { index, row in
            Unit(
                id: UnitID(Int64(index + 1)),
                code: row[0],
                kind: try #require(UnitKind(row[1])),
                name: row[3],
                parent: ids[row[2]],
                attributes: index % 9 == 8 ? ["老旧小区"] : index % 11 == 10 ? ["三无", "老旧小区"] : []
            )
        }
        let department = Unit(id: UnitID(90_000), code: "D", kind: "department", name: "部门", parent: UnitID(1))
        return places + [department]
    }

    /// Forty categories for the whole district, of which each street and some villages keep a few for themselves.
    static func rules(_ tree: UnitTree) -> [DirectoryRule] {
        let department = UnitID(90_000)
        let streets = tree.all.filter { $0.kind == "street" }
        func rule(_ id: String, _ category: String, _ place: UnitID?, _ has: Set<String>, _ lead: UnitID)
            -> DirectoryRule
        {
            DirectoryRule(id: id, category: category, place: place, attributes: has, lead: lead)
        }
        var rules = (0..<40).map { rule("W\($0)", "类\($0 % 8)\($0 < 8 ? "" : "/目\($0)")", nil, [], department) }
        rules += (0..<8).map { rule("O\($0)", "类\($0)", nil, ["老旧小区"], department) }
        for (index, street) in streets.enumerated() {
            rules.append(rule("H\(index)", "类1/目9/细", street.id, [], street.id))
            // The first street keeps nothing, so that the rules for the whole district count somewhere.
            if index > 0 {
                rules += (0..<8).map { rule("S\(index)-\($0)", "类\($0)/目\($0 + 8)", street.id, [], street.id) }
                rules.append(rule("G\(index)", "缺口", street.id, [], department))
            }
            for village in tree.children(of: street.id).prefix(2) {
                rules.append(rule("V\(village.id)", "类2", village.id, [], street.id))
            }
        }
        return rules + [rule("hidden", "类1/目9/细", nil, [], department)]
    }
}
