import Dispatcher
import PGStore
import Tabular
import TestSupport
import Testing
import Workflow

/// Attributes, pairs, helpers and proof from sheets into the database and back.
@Suite struct DirectoryImportTests {
    @Test(arguments: SheetKind.allCases)
    func `units take attributes and pairs by Chinese headings, and again without doubling`(kind: SheetKind) async throws
    {
        let sheet = TestSheet(
            ["单位编码", "类型", "名称", "上级编码", "属性", "结对单位"],
            [
                ["X", "小区", "纺织厂宿舍", "C1", "三无、老旧小区", "P"], ["Y", "楼栋", "甲楼", "X", "", ""],
                ["Z", "小区", "新苑", "C2", "物业小区", "P"],
            ]
        )
        let path = try sheet.file(kind)
        try await TestDistrict.with { city in
            #expect(try await city.load(.units, .path(path)).complaints == [])
            let tree = try await city.now().territory
            let compound = try #require(tree.unit(code: "X"))
            #expect(compound.attributes == ["三无", "老旧小区"])
            #expect(compound.pair == city.unit("P"))
            let building = try #require(tree.unit(code: "Y"))
            #expect((building.attributes, building.pair) == ([], nil))
            #expect(tree.attributes(of: building.id) == ["三无", "老旧小区"])
            let again = try await city.load(.units, .path(path))
            #expect((again.loaded, again.alreadyThere) == (0, 3))
        }
    }

    @Test func `a sheet without the columns leaves attributes and pairs, an empty cell removes them`() async throws {
        try await TestDistrict.with { city in
            let head = "code,kind,name,parent_code"
            _ = try await city.load(.units, csv: "\(head),attributes,pair_code\nX,compound,宿舍,C1,三无,P\n")
            let plain = try await city.load(.units, csv: "\(head)\nX,compound,老宿舍,C1\n")
            #expect(plain.loaded == 1)
            let kept = try await city.now().territory.unit(code: "X")
            #expect((kept?.name, kept?.attributes, kept?.pair) == ("老宿舍", ["三无"], city.unit("P")))
            let emptied = try await city.load(.units, csv: "\(head),attributes,pair_code\nX,compound,老宿舍,C1,,\n")
            #expect(emptied.loaded == 1)
            let bare = try await city.now().territory.unit(code: "X")
            #expect((bare?.attributes, bare?.pair) == ([], nil))
        }
    }

    @Test func `a pair that is no unit, or the unit itself, is refused`() async throws {
        try await TestDistrict.with { city in
            let report = try await city.load(
                .units,
                csv: "code,kind,name,parent_code,pair_code\nX,compound,甲,C1,没有\nY,compound,乙,C1,Y\nZ,compound,丙,C1,X\n"
            )
            #expect(report.complaints == ["2 unknown_pair", "3 unknown_pair", "4 unknown_pair"])
        }
    }

    @Test func `a line of its own stands on the ground, keeps it without the column, and loses it by an empty cell`()
        async throws
    {
        try await TestDistrict.with { city in
            let head = "单位编码,类型,名称,上级编码"
            let first = try await city.load(
                .units,
                csv: "\(head),对应地域\nX,小区,甲,C1,\nY,小区,乙,C1,\nPW,党工委,街道党工委,,\nPB,党支部,联合党支部,PW,X、Y\n"
            )
            #expect(first.complaints == [])
            let tree = try await city.now().territory
            let branch = try #require(tree.unit(code: "PB"))
            #expect(
                branch.grounds == Set(["X", "Y"].compactMap { tree.unit(code: $0)?.id }) && branch.grounds.count == 2
            )
            #expect(tree.unit(code: "PW")?.kind == "party_work_committee")
            #expect(try tree.nearest(["party_branch"], from: #require(tree.unit(code: "Y")).id) == branch.id)
            _ = try await city.load(.units, csv: "\(head)\nPB,党支部,支部,PW\n")
            #expect(try await city.now().territory.unit(code: "PB")?.grounds == branch.grounds)
            _ = try await city.load(.units, csv: "\(head),对应地域\nPB,党支部,支部,PW,\n")
            #expect(try await city.now().territory.unit(code: "PB")?.grounds == [])
            let wrong = try await city.load(.units, csv: "\(head),对应地域\nPC,党支部,丙,PW,没有\nPD,党支部,丁,PW,PD\n")
            #expect(wrong.complaints == ["2 unknown_ground", "3 unknown_ground"])
        }
    }

    @Test(arguments: SheetKind.allCases)
    func `rules take attributes, helpers, proof and source`(kind: SheetKind) async throws {
        let sheet = TestSheet(
            ["规则编号", "类别", "适用属性", "主办单位", "协办单位", "办理时限", "履职类别", "取证", "取证必要性", "取证批准", "依据"],
            [
                ["R1", "水务", "", "W", "P、S", "24h", "配合履职", "照片 检测", "须认定范围", "清单第1项", "《城市供水条例》"],
                ["R2", "水务", "三无，老旧小区", "S", "", "", "", "", "", "", ""],
                ["R3", "园林", "", "P", "", "", "", "", "", "", ""],
            ]
        )
        let path = try sheet.file(kind)
        try await TestDistrict.with { city in
            let report = try await city.load(.directory, .path(path))
            #expect(report.complaints == [])
            let rules = try await city.now().directory.rules
            #expect(rules.map(\.id) == ["R1", "R2", "R3"])
            #expect(rules[0].coHandlers == [city.unit("P"), city.unit("S")])
            #expect(
                rules[0].evidence
                    == EvidenceRule(asked: [.photo, .measurement], necessity: "须认定范围", approval: "清单第1项")
            )
            #expect(rules[0].source == "《城市供水条例》")
            #expect(rules[1].attributes == ["三无", "老旧小区"])
            #expect((rules[1].coHandlers, rules[1].evidence) == ([], nil))
            #expect(report.findings.map { "\($0.code) \($0.path)" } == ["never_matches rules.R2"])
            let again = try await city.load(.directory, .path(path))
            #expect((again.loaded, again.alreadyThere) == (0, 3))
        }
    }

    @Test func `bad helpers, bad proof and ids of pairs are refused, and a refused rule keeps its helpers`()
        async throws
    {
        let first = "rule,category,lead_code,co_handler_codes\nR1,水务,W,P\nR2,园林,P,W\n"
        let text = """
            rule,category,lead_code,co_handler_codes,duty,evidence,necessity,approval
            R1,水务,没有,P,,,,
            A,水务/a,W,没有,,,,
            B,水务/b,W,W,,,,
            C,水务/c,W,P P,,,,
            D,水务/d,W,S,reclaimed,,,
            E,水务/e,W,,,指纹,需要,批准
            F,水务/f,W,,,照片,,批准
            G,水务/g,W,,,photo,需要,
            pair/X,水务/h,W,,,,,
            R2,园林,P,W,,account,,
            """
        try await TestDistrict.with { city in
            #expect(try await city.load(.directory, csv: first).findings == [])
            let report = try await city.load(.directory, csv: text)
            #expect(
                report.complaints == [
                    "2 unknown_unit", "3 unknown_unit", "4 lead_co_handles", "5 co_handler_twice",
                    "6 reclaimed_to_base",
                    "7 bad_evidence", "8 evidence_without_necessity", "9 evidence_not_approved", "10 bad_rule_id",
                ]
            )
            let rules = try await city.now().directory.rules
            #expect(Set(rules.map(\.id)) == ["R1", "R2"])
            #expect(rules.first { $0.id == "R1" }?.coHandlers == [city.unit("P")])
            #expect(rules.first { $0.id == "R2" }?.evidence?.asked == [.account])
        }
    }

    @Test func `an import tells what a check finds, and refuses nothing for it`() async throws {
        try await TestDistrict.with { city in
            let report = try await city.load(
                .directory,
                csv: "rule,category,place_code,lead_code\nA,水务,C1,W\nB,水务,C1,P\n"
            )
            #expect((report.loaded, report.badRows) == (2, 0))
            #expect(
                report.findings.map { "\($0.code) \($0.path)" }
                    == ["overlap rules.B", "uncovered categories.水务.places.S"]
            )
        }
    }

    @Test func `a matter that no rule fits goes to the paired department`() async throws {
        try await TestDistrict.with { city in
            _ = try await city.load(.units, csv: "code,kind,name,parent_code,pair_code\nC1,community,一社区,S,P\n")
            _ = try await city.load(.directory, csv: "rule,category,place_code,lead_code\nA,水务,C2,W\n")
            let ticket = try await city.file(place: "G")
            try await city.act("accept", by: "desk", on: ticket)
            try await city.act("dispatch", by: "desk", on: ticket)
            let filed = try #require(try await city.ticket(ticket))
            #expect(filed.lead == city.unit("P"))
            #expect(filed.rule?.id == "pair/C1")
        }
    }
}
