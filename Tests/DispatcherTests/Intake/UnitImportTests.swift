import Dispatcher
import Foundation
import PGStore
import Tabular
import TestSupport
import Testing
import Workflow

/// Units from sheets of every kind.
@Suite struct UnitImportTests {
    private static let sheet = TestSheet(
        ["单位编码", "类型", "名称", "上级编码"],
        [["Z1", "社区", "三社区", "S"], ["Z1G", "网格", "三社区网格", "Z1"], ["Z1B", "楼栋", "三社区一号楼", "Z1G"]]
    )

    @Test(arguments: SheetKind.allCases)
    func `units load from every kind of file, and again without doubling`(kind: SheetKind) async throws {
        let path = try Self.sheet.file(kind)
        try await TestDistrict.with { city in
            let report = try await city.load(.units, .path(path))
            #expect(report.complaints == [])
            #expect((report.rows, report.loaded, report.alreadyThere) == (3, 3, 0))
            let territory = try await city.now().territory
            let building = try #require(territory.unit(code: "Z1B"))
            #expect(territory.chain(from: building.id).map(\.code) == ["Z1B", "Z1G", "Z1", "S"])
            #expect(building.kind == "building")
            let again = try await city.load(.units, .path(path))
            #expect((again.loaded, again.alreadyThere) == (0, 3))
            #expect(try await city.now().territory == territory)
        }
    }

    @Test func `gaps that a change of units makes in the directory are told, and those of before are not`() async throws
    {
        try await TestDistrict.with { city in
            // A category that only a rule for the first community covers.
            let rules = "rule,category,place_code,lead_code\nB1,噪声,C1,P\n"
            let before = try await city.load(.directory, csv: rules).findings
            #expect(before.contains { $0.code == "uncovered" }, "\(before.map(\.code))")
            let same = try await city.load(.units, csv: "code,kind,name,parent_code\nP,department,园林中心,\n")
            #expect(same.loaded == 1 && same.findings.isEmpty)
            let moved = try await city.load(.units, csv: "code,kind,name,parent_code\nG,grid,一网格,C2\n")
            #expect(moved.loaded == 1 && !moved.findings.isEmpty)
            #expect(Set(moved.findings).isDisjoint(with: before))
            #expect(try await city.load(.units, csv: "code,kind,name,parent_code\nG,grid,一网格,C2\n").findings.isEmpty)
        }
    }

    @Test func `a CSV in GBK loads`() async throws {
        // code,kind,name,parent_code / Q1,街道,青埠,S in GBK.
        let bytes: [UInt8] =
            Array("code,kind,name,parent_code\nQ1,".utf8) + [0xBD, 0xD6, 0xB5, 0xC0, 0x2C, 0xC7, 0xE0, 0xB2, 0xBA]
            + Array(",S\n".utf8)
        try await TestDistrict.with { city in
            let report = try await city.load(.units, .bytes(bytes))
            #expect(report.complaints == [])
            let unit = try await city.now().territory.unit(code: "Q1")
            #expect(unit?.name == "青埠")
            #expect(unit?.kind == "street")
        }
    }

    @Test func `the unit above may come later in the file, thousands of rows away`() async throws {
        let rows = (0..<1_500).map { "N\($0),grid,网格\($0),N\($0 + 1)" } + ["N1500,street,新街道,"]
        try await TestDistrict.with { city in
            let report = try await city.load(.units, csv: "code,kind,name,parent_code\n" + rows.joined(separator: "\n"))
            #expect(report.complaints == [])
            let territory = try await city.now().territory
            let lowest = try #require(territory.unit(code: "N0"))
            #expect(territory.chain(from: lowest.id).count == 1_501)
        }
    }

    @Test func `a loop, also through the database, is refused and takes those below it along`() async throws {
        let text = """
            code,kind,name,parent_code
            L1,grid,甲,L2
            L2,grid,乙,L1
            L3,building,丙,L1
            S,street,一街道,B
            OK,grid,好,C1
            SELF,grid,自,SELF
            """
        try await TestDistrict.with { city in
            let report = try await city.load(.units, csv: text)
            // S under B, which stands below S in the database.
            #expect(
                report.complaints == ["2 unit_loop", "3 unit_loop", "4 unknown_parent", "5 unit_loop", "7 unit_loop"]
            )
            #expect(report.loaded == 1)
            #expect(report.bad[0].message.zh.contains("L1 → L2 → L1"))
            let territory = try await city.now().territory
            #expect(territory.unit(code: "L1") == nil)
            #expect(territory.unit(code: "OK") != nil)
            #expect(territory.unit(code: "S")?.parent == nil)
        }
    }

    @Test func `bad rows are named with line and reason, and the sheet comes back with them`() async throws {
        let long = String(repeating: "长", count: 101)
        let text =
            "code,kind,name,parent_code\nA,街道,甲,\n,社区,乙,S\nB2,社 区,丙,S\nB3,社区,\(long),S\nB4,社区,丁,没有\n"
            + "A,街道,重复,\nB5,社区,戊,S,多\nB6,社区,\"己\"x,S\nB7,社区,庚\u{0},S\nB8,社区,辛,S\n"
        let back = TestSheet.path("csv")
        try await TestDistrict.with { city in
            let report = try await city.load(.units, .bytes(Array(text.utf8))) { options in
                options.errorsTo = try? SheetOutput(path: back)
            }
            #expect(
                report.complaints == [
                    "3 missing_value", "4 bad_kind", "5 text_too_long", "6 unknown_parent", "7 row_twice",
                    "8 too_many_cells", "9 csv_broken_quote", "10 text_has_nul",
                ]
            )
            #expect((report.rows, report.loaded, report.badRows) == (10, 2, 8))
            let rows = try TestSheet.read(back)
            #expect(rows[0].last == "错误")
            #expect(rows.count == 11)
            #expect(rows[1].last == "")
            #expect(rows[2].last == "“单位编码”没有填〔missing_value〕")
            #expect(rows[5].last?.contains("没有") == true)
        }
    }

    @Test func `all or nothing writes nothing where one row is bad`() async throws {
        try await TestDistrict.with { city in
            let before = try await city.now()
            let text = "code,kind,name,parent_code\nA,street,甲,\nB,community,乙,没有\n"
            let report = try await city.load(.units, .bytes(Array(text.utf8))) { $0.isAllOrNothing = true }
            #expect(report.isRefused)
            #expect((report.rows, report.loaded, report.badRows) == (2, 0, 1))
            let after = try await city.now()
            #expect(after.territory == before.territory)
            #expect(after.revision == before.revision)
        }
    }

    @Test func `a crash in the middle leaves nothing, and a second run everything`() async throws {
        struct Crash: Error {}
        let rows = (0..<1_200).map { "N\($0),grid,网格\($0),S" }
        let text = "code,kind,name,parent_code\n" + rows.joined(separator: "\n")
        try await TestDistrict.with { city in
            await #expect(throws: Crash.self) {
                _ = try await city.load(
                    .units,
                    .bytes(Array(text.utf8)),
                    progress: { if $0.phase == .loading, $0.fraction ?? 0 > 0.5 { throw Crash() } }
                )
            }
            #expect(try await city.now().territory.unit(code: "N0") == nil)
            let report = try await city.load(.units, csv: text)
            #expect(report.loaded == 1_200)
        }
    }

    @Test(
        .enabled(if: !realDistricts.isEmpty, "skipped: ../shared/data has no units"),
        arguments: realDistricts
    )
    func `real districts load`(name: String) async throws {
        let path = try #require(Self.shared) + "/units/\(name).csv"
        try await TestDistrict.with { city in
            let report = try await city.load(.units, .path(path))
            #expect(report.complaints == [])
            #expect(report.loaded == report.rows && report.rows > 100)
            #expect(report.unknownColumns == [])
            let again = try await city.load(.units, .path(path))
            #expect((again.loaded, again.alreadyThere) == (0, report.rows))
        }
    }

    /// Those of the five that are there; what is missing is said.
    private static let realDistricts: [String] = ["bishan", "hanbin", "saihan", "shanwei_cheng", "zhongmu"].filter {
        name in
        let isThere = shared.map { FileManager.default.fileExists(atPath: $0 + "/units/\(name).csv") } ?? false
        if !isThere { print("skipped: ../shared/data has no units/\(name).csv") }
        return isThere
    }

    /// The folder of real data beside the sources, where there is one.
    private static let shared: String? = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let folder = root.deletingLastPathComponent().appending(path: "shared/data").path
        return FileManager.default.fileExists(atPath: folder + "/units") ? folder : nil
    }()
}
