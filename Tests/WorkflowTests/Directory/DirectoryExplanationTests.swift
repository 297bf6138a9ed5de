import Testing
import Workflow

/// What a clerk reads: which rule counts, and which nearly did.
@Suite struct DirectoryExplanationTests {
    typealias World = DirectoryCheckTests

    static func explain(
        _ rules: [DirectoryRule],
        _ category: String,
        _ place: UnitID,
        pair: UnitID? = nil,
        most: Int = 8
    ) throws -> DirectoryExplanation {
        try Workflow.Directory(rules).explain(
            category: category,
            place: place,
            in: UnitTree(World.units(pair: pair)),
            clocks: ["whole": Bilingual(zh: "全程", en: "in all")],
            most: most
        )
    }

    static func rules() throws -> [DirectoryRule] {
        [
            try DirectoryRule(
                id: "R1",
                category: "水务/积水",
                place: World.west,
                lead: World.water,
                coHandlers: [World.parks, World.west],
                limits: ["whole": Limit("24h")],
                duty: .assist,
                evidence: EvidenceRule(asked: [.photo], necessity: "须认定积水范围", approval: "区清单第1项"),
                source: "《城镇排水与污水处理条例》"
            ),
            World.rule("R2", "水务/积水"), World.rule("R3", "水务"), World.rule("R4", "水务/积水", World.east),
            World.rule("R5", "水务/积水", World.west, ["城乡融合发展区"]), World.rule("R6", "水务/积水", World.west),
            World.rule("R7", "水务/积水/地下通道"), World.rule("R8", "水务/停水"), World.rule("R9", "园林"),
            World.rule("R10", "水务", nil, ["三无"]),
        ]
    }

    @Test func `every near miss says why it did not count, the nearest first`() throws {
        let rules = try Self.rules()
        let explanation = try Self.explain(rules, "水务/积水", World.building)
        #expect(explanation.answer == .rule(rules[0]))
        #expect(explanation.nearMisses.map(\.rule.id) == ["R6", "R2", "R10", "R3", "R5", "R4", "R7", "R8"])
        #expect(
            explanation.nearMisses.map(\.reason) == [
                .later, .widerPlace, .shorterCategory, .shorterCategory, .missingAttributes(["城乡融合发展区"]), .otherPlace,
                .otherCategory, .otherCategory,
            ]
        )
        #expect(try Self.explain(rules, "水务/积水", World.building, most: 3).more == 5)
        let fewer = try Self.explain([World.rule("A", "水务"), World.rule("B", "水务", nil, ["三无"])], "水务", World.compound)
        #expect(fewer.nearMisses.map(\.reason) == [.fewerAttributes])
    }

    @Test func `it reads in Chinese and in English`() throws {
        let rules = try Self.rules()
        let explanation = try Self.explain(rules, "水务/积水", World.building, most: 6)
        #expect(
            explanation.chinese == """
                “水务/积水”在“某区 › 西街道 › 纺织厂宿舍 › 甲楼”：
                适用规则 R1（水务/积水 × 西街道）→ 水务局
                  协办：园林局、西街道
                  时限：全程 24 小时
                  履职：配合履职
                  取证：照片（须认定积水范围；区清单第1项）；也可以只写文字说明
                  依据：《城镇排水与污水处理条例》
                差一点适用的规则：
                  R6（水务/积水 × 西街道）→ 水务局 — 也适用、同样具体，但排在后面
                  R2（水务/积水 × 全区）→ 水务局 — 也适用，但地方较大
                  R10（水务 × 全区 × 三无）→ 水务局 — 也适用，但类别较宽
                  R3（水务 × 全区）→ 水务局 — 也适用，但类别较宽
                  R5（水务/积水 × 西街道 × 城乡融合发展区）→ 水务局 — 此处没有属性“城乡融合发展区”
                  R4（水务/积水 × 东街道）→ 水务局 — 只用于“东街道”
                  另有 2 条
                """
        )
        #expect(explanation.englishLines.count == explanation.chineseLines.count)
        #expect(explanation.english.contains("rule R1 (水务/积水 × 西街道) → 水务局"))
        #expect(explanation.english.contains("R5 (水务/积水 × 西街道 × 城乡融合发展区) → 水务局 — the place is not “城乡融合发展区”"))
        #expect(explanation.english.contains("limits: in all: 24 h"))
        #expect(explanation.english.contains("a written account will do instead"))
    }

    @Test func `what differs in more than one respect is not near, and the nearest ground comes first`() throws {
        let rules = [
            World.rule("far", "水务/积水", World.east), World.rule("below", "水务/积水", World.compound),
            World.rule("top", "园林"), World.rule("deep", "水务/积水/通道/东口"), World.rule("two", "水务/停水", World.east),
            World.rule("wide", "水务", World.east), World.rule("also", "水务/积水", World.east, ["三无和别的"]),
        ]
        let explanation = try Self.explain(rules, "水务/积水", World.west)
        #expect(explanation.answer == .nobody)
        #expect(explanation.nearMisses.map(\.rule.id) == ["below", "far"])
        let top = try Self.explain([World.rule("W", "水务"), World.rule("P", "园林")], "水务", World.building)
        #expect(top.nearMisses.isEmpty && top.rule?.id == "W")
    }

    @Test func `where no rule fits the paired department is asked, the nearest pair first`() throws {
        let rules = [World.rule("E", "园林", World.east)]
        let paired = try Self.explain(rules, "园林", World.building, pair: World.parks)
        #expect(paired.rule?.id == "pair/C4")
        #expect(paired.rule?.lead == World.parks)
        #expect(paired.chineseLines.dropFirst().first == "没有规则适用；按一对一结对包建，先请与“纺织厂宿舍”结对的“园林局”")
        #expect(paired.english.contains("no rule fits; “园林局”, paired with “纺织厂宿舍”, is asked first"))
        let nobody = try Self.explain(rules, "园林", World.west, pair: World.parks)
        #expect(nobody.answer == .nobody)
        #expect(nobody.chinese.contains("没有主办单位"))
        let ruled = try Self.explain([World.rule("P", "园林")], "园林", World.building, pair: World.parks)
        #expect(ruled.rule?.id == "P", "a rule goes before a pair")
    }
}
