import Testing
import Workflow

/// Every finding, provoked: in a district with two streets, a “三无” compound and two departments.
@Suite struct DirectoryCheckTests {
    static let (west, east, compound, building) = (UnitID(2), UnitID(3), UnitID(4), UnitID(5))
    static let (water, parks, association) = (UnitID(6), UnitID(7), UnitID(8))

    static func units(pair: UnitID? = nil) -> [Unit] {
        func unit(_ id: UnitID, _ kind: UnitKind, _ name: String, _ parent: Int64?, _ has: Set<String> = []) -> Unit {
            Unit(
                id: id,
                code: "C\(id)",
                kind: kind,
                name: name,
                parent: parent.map { UnitID($0) },
                attributes: has,
                pair: id == compound ? pair : nil
            )
        }
        return [
            unit(UnitID(1), "district", "某区", nil), unit(west, "street", "西街道", 1), unit(east, "street", "东街道", 1),
            unit(compound, "compound", "纺织厂宿舍", 2, ["三无", "老旧小区"]), unit(building, "building", "甲楼", 4),
            unit(water, "department", "水务局", 1), unit(parks, "department", "园林局", 1),
            unit(association, "association", "业委会", 1),
        ]
    }

    static func rule(
        _ id: String,
        _ category: String,
        _ place: UnitID? = nil,
        _ attributes: Set<String> = [],
        lead: UnitID = water,
        helpers: [UnitID] = [],
        duty: DirectoryRule.Duty = .assist,
        evidence: EvidenceRule? = nil
    ) -> DirectoryRule {
        DirectoryRule(
            id: id,
            category: category,
            place: place,
            attributes: attributes,
            lead: lead,
            coHandlers: helpers,
            duty: duty,
            evidence: evidence
        )
    }

    static func problems(_ rules: [DirectoryRule], _ categories: [String] = [], pair: UnitID? = nil) throws -> [Problem]
    {
        try Workflow.Directory(rules, categories: categories).problems(
            in: UnitTree(units(pair: pair)),
            base: ["street", "compound", "building"],
            leads: ["department", "street"]
        )
    }

    static func found(_ rules: [DirectoryRule], _ categories: [String] = [], pair: UnitID? = nil) throws -> [String] {
        try problems(rules, categories, pair: pair).map { "\($0.code) \($0.path)" }
    }

    @Test func `a directory that answers everywhere has no findings`() throws {
        let rules = [
            Self.rule("W", "水务"), Self.rule("W1", "水务/积水", Self.west, lead: Self.west, duty: .basic),
            Self.rule("W2", "水务", nil, ["三无"], lead: Self.west, helpers: [Self.water, Self.association]),
        ]
        #expect(try Self.found(rules) == [])
        #expect(try Self.found([]) == [])
    }

    @Test func `a category without an owner is named once, at the highest place, with the lowest as witness`() throws {
        let nowhere = try Self.problems([Self.rule("P", "园林", Self.compound), Self.rule("W", "水务")], ["园林/树"])
        #expect(nowhere.map { "\($0.code) \($0.path)" } == ["uncovered categories.园林"])
        #expect(nowhere.first?.message.zh == "“园林”在全区没有主办单位：2 处，如“西街道”，其下 1 个类别也有缺口")
        let east = try Self.problems([Self.rule("P", "园林", Self.west)])
        #expect(east.map { "\($0.code) \($0.path)" } == ["uncovered categories.园林.places.C3"])
        let some = try Self.problems([Self.rule("P", "园林", nil, ["三无"]), Self.rule("E", "园林", Self.east)])
        #expect(some.map(\.path) == ["categories.园林.places.C2"])
        let other = try Self.problems([Self.rule("P", "园林", nil, ["三无"]), Self.rule("P0", "园林/树")])
        #expect(other.map(\.path) == ["categories.园林"])
        #expect(other.first?.message.en == "“园林” has no owner in the district: 2 places, such as “西街道”")
    }

    @Test func `a category that has an owner below only is not covered itself`() throws {
        #expect(try Self.found([Self.rule("P", "园林/树")]) == ["uncovered categories.园林"])
        #expect(try Self.found([Self.rule("P", "园林/树"), Self.rule("rest", "")]) == [])
    }

    @Test func `two rules that say equally much overlap where both fit, and the first counts`() throws {
        let twins = try Self.problems([Self.rule("A", "水务"), Self.rule("B", "水务/", lead: Self.parks)])
        #expect(twins.map { "\($0.code) \($0.path)" } == ["overlap rules.B"])
        #expect(twins.first?.message.zh.contains("以 A 为准，本条从不适用") == true)
        let sets = [
            Self.rule("W", "水务"), Self.rule("A", "水务", nil, ["三无"]), Self.rule("B", "水务", nil, ["老旧小区"]),
        ]
        // Wherever B fits, A fits as well: B never counts.
        #expect(try Self.found(sets) == ["never_matches rules.B"])
    }

    @Test func `overlapping attributes are named with a place that has both`() throws {
        let old = Unit(
            id: UnitID(9),
            code: "C9",
            kind: "compound",
            name: "老楼",
            parent: Self.east,
            attributes: ["老旧小区"]
        )
        let rules = [
            Self.rule("W", "水务"), Self.rule("A", "水务", nil, ["三无"]), Self.rule("B", "水务", nil, ["老旧小区"]),
        ]
        let problems = try Workflow.Directory(rules).problems(in: UnitTree(Self.units() + [old]), base: ["street"])
        #expect(problems.map { "\($0.code) \($0.path)" } == ["overlap rules.B"])
        #expect(problems.first?.message.zh.contains("在“西街道 › 纺织厂宿舍 › 甲楼”两条都适用，以 A 为准") == true)
    }

    @Test func `rules that never match say why`() throws {
        let shadowed = try Self.problems([
            Self.rule("all", "水务"), Self.rule("w", "水务", Self.west), Self.rule("e", "水务", Self.east),
        ])
        #expect(shadowed.map { "\($0.code) \($0.path)" } == ["never_matches rules.all"])
        #expect(shadowed.first?.message.en.hasSuffix("others say more (w, e)") == true)
        let nowhere = try Self.problems([
            Self.rule("W", "水务"), Self.rule("D", "水务", Self.parks), Self.rule("N", "水务", Self.east, ["三无"]),
            Self.rule("Z", "水务", nil, ["没有"]),
        ])
        #expect(nowhere.map(\.path) == ["rules.D", "rules.N", "rules.Z"])
        #expect(nowhere.map(\.code) == ["never_matches", "never_matches", "never_matches"])
        #expect(nowhere.first?.message.zh.hasSuffix("“园林局”没有可以上报诉求的地方") == true)
        #expect(nowhere.dropFirst().first?.message.zh.hasSuffix("“东街道”没有属性为“三无”的地方") == true)
        #expect(try Self.found([Self.rule("W", "水务"), Self.rule("rest", "")]) == ["never_matches rules.rest"])
        #expect(try Self.found([Self.rule("W", "水务", Self.west), Self.rule("rest", "")]) == [])
    }

    @Test func `what the law has taken back may not go to the base, neither as lead nor as help`() throws {
        #expect(
            try Self.found([Self.rule("A", "水务", lead: Self.west, duty: .reclaimed)]) == ["reclaimed_to_base rules.A"]
        )
        #expect(
            try Self.found([Self.rule("A", "水务", helpers: [Self.east], duty: .reclaimed)])
                == ["reclaimed_to_base rules.A"]
        )
        let undone = [
            Self.rule("A", "水务", duty: .reclaimed), Self.rule("B", "水务", Self.west, lead: Self.west, duty: .basic),
            Self.rule("C", "水务/水表", Self.west, lead: Self.west, duty: .basic),
        ]
        #expect(try Self.found(undone) == ["reclaimed_undone rules.B"], "a narrower matter is another matter")
    }

    @Test func `leads and helpers are looked at`() throws {
        #expect(try Self.found([Self.rule("A", "水务", lead: Self.association)]) == ["cannot_lead rules.A"])
        #expect(try Self.found([Self.rule("A", "水务", lead: UnitID(404))]) == ["unknown_lead rules.A"])
        #expect(
            try Self.found([Self.rule("W", "水务"), Self.rule("A", "水务", UnitID(404))]) == ["unknown_place rules.A"]
        )
        #expect(
            try Self.found([Self.rule("A", "水务", helpers: [UnitID(404), Self.parks, Self.parks, Self.water])])
                == ["unknown_co_handler rules.A", "co_handler_twice rules.A", "lead_co_handles rules.A"]
        )
    }

    @Test func `proof needs a reason and the district's approval, and a written account always does`() throws {
        func rule(_ necessity: String, _ approval: String, _ asked: Set<EvidenceRule.Proof> = [.photo]) -> DirectoryRule
        {
            let evidence = EvidenceRule(asked: asked, necessity: necessity, approval: approval)
            #expect(evidence.accepted.contains(.account))
            return Self.rule("A", "水务", evidence: evidence)
        }
        #expect(try Self.found([rule("", "批准")]) == ["evidence_without_necessity rules.A"])
        #expect(try Self.found([rule("须认定范围", " ")]) == ["evidence_not_approved rules.A"])
        #expect(try Self.found([rule("须认定范围", "批准")]) == [])
        #expect(try Self.found([rule("", "", [.account])]) == [])
    }

    @Test func `a paired department owns what no rule fits`() throws {
        let rules = [Self.rule("P", "园林", Self.east), Self.rule("P2", "园林/树", Self.west)]
        let alone = try Self.problems(rules)
        let paired = try Self.problems(rules, pair: Self.parks)
        #expect(alone.map(\.path) == ["categories.园林.places.C2"])
        #expect(alone.first?.message.zh.contains("3 处，如“西街道 › 纺织厂宿舍 › 甲楼”") == true)
        #expect(paired.first?.message.zh.contains("1 处，如“西街道”") == true)
        #expect(
            try Self.found([Self.rule("W", "水务")], pair: Self.association) == ["pair_cannot_lead units.C4"]
        )
    }

    @Test func `the work follows rules and categories, not rules times places`() throws {
        let units = (1...500).map { Self.unit($0) }
        let rules = (0..<1_000).map { Self.rule(number: $0) }
        let directory = try Workflow.Directory(rules)
        let review = try directory.review(in: UnitTree(units), base: ["street", "compound"])
        #expect(review.places == 499)
        #expect(!review.problems.isEmpty)
        #expect(review.steps < 8 * (rules.count + directory.categories.count), "\(review.steps) operations")
    }

    /// One of five hundred units: a district, ten streets, compounds below them.
    private static func unit(_ number: Int) -> Unit {
        let kind: UnitKind = number == 1 ? "district" : number < 12 ? "street" : "compound"
        let parent = number < 12 ? 1 : Int64(number % 10 + 2)
        return Unit(
            id: UnitID(Int64(number)),
            code: "C\(number)",
            kind: kind,
            name: "单位\(number)",
            parent: number == 1 ? nil : UnitID(parent),
            attributes: number % 7 == 0 ? ["三无"] : []
        )
    }

    /// One of a thousand rules: a quarter for the whole district, the others for a place.
    private static func rule(number: Int) -> DirectoryRule {
        let place = UnitID(Int64(number / 250 * 100 + number % 100))
        return rule(
            "R\(number)",
            "类\(number % 25)/目\(number % 250)",
            number < 250 ? nil : place,
            number % 9 == 0 ? ["三无"] : []
        )
    }
}
