import Dispatcher
import Foundation
import PGStore
import Tabular
import TestSupport
import Testing
import Workflow

/// Matters from sheets: streamed, filed under their external ids.
@Suite struct MatterImportTests {
    private static let headings = ["编号", "上报时间", "类别", "地点", "标题", "内容", "紧急程度", "来源", "联系人", "联系电话", "上报人"]

    @Test(arguments: SheetKind.allCases)
    func `matters load from every kind of file, and again without doubling`(kind: SheetKind) async throws {
        let sheet = TestSheet(
            Self.headings,
            [
                ["T1", "2026-03-02 09:30", "水务", "C1", "漏水", "楼道漏水", "紧急", "12345热线", "李女士", "13800000000", ""],
                ["T2", "2026/3/2 9:45", "园林", "一号楼", "", "树枝断了", "", "", "", "", "leader"],
            ]
        )
        let path = try sheet.file(kind)
        try await TestDistrict.with { city in
            let report = try await city.load(.matters, .path(path)) { $0.account = "desk" }
            #expect(report.complaints == [])
            #expect((report.rows, report.loaded, report.alreadyThere) == (2, 2, 0))
            let again = try await city.load(.matters, .path(path)) { $0.account = "desk" }
            #expect((again.loaded, again.alreadyThere) == (0, 2))
            let listed = try await Self.tickets(city)
            #expect(listed.count == 2)
            let leak = try #require(listed.first { $0.title == "漏水" })
            #expect(leak.ticket.urgency == .urgent)
            #expect(leak.ticket.facts["channel"] == "hotline")
            #expect(leak.text == "楼道漏水")
            let tree = try #require(listed.first { $0.title == nil })
            #expect(tree.ticket.desk == city.unit("B"))
            #expect(tree.ticket.facts["channel"] == "import")
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `bad matters are named with line and reason, the sheet comes back, the others are filed`() async throws {
        let long = String(repeating: "长", count: 101)
        let text = """
            编号,上报时间,类别,地点,标题,内容,紧急程度,上报人
            M1,2026-03-02 09:30,水务,C1,好,楼道漏水,一般,desk
            ,2026-03-02 09:30,水务,C1,,没编号,,desk
            M3,2026-02-30 09:30,水务,C1,,日期,,desk
            M4,1026-03-02,水务,C1,,年份,,desk
            M5,,天文,C1,,类别,,desk
            M6,,水务,没有,,地点,,desk
            M7,,水务,C1,\(long),标题,,desk
            M8,,水务,C1,,,,desk
            M9,,水务,C1,,紧急,马上,desk
            M10,,水务,C1,,账号,,nobody
            M11,,水务,C1,,没人,,
            M12,,水务,W,,部门不在阶梯上,,desk
            M1,2026-03-02 09:30,水务,C1,改,编号重复而内容不同,一般,desk
            M1,2026-03-02 09:30,水务,C1,好,楼道漏水,一般,desk
            """
        let back = TestSheet.path("csv")
        try await TestDistrict.with { city in
            let report = try await city.load(.matters, .bytes(Array(text.utf8))) {
                $0.errorsTo = try? SheetOutput(path: back)
            }
            #expect(
                report.complaints == [
                    "3 missing_value", "4 bad_time", "5 time_out_of_range", "6 unknown_category", "7 unknown_unit",
                    "8 text_too_long", "9 missing_need", "10 bad_field", "11 unknown_account", "12 missing_value",
                    "13 place_off_ladder", "14 key_reused",
                ]
            )
            #expect((report.rows, report.loaded, report.alreadyThere, report.badRows) == (14, 1, 1, 12))
            let rows = try TestSheet.read(back)
            #expect(rows.count == 15)
            #expect(rows[1].last == "")
            #expect(rows[4].last?.hasSuffix("〔time_out_of_range〕") == true)
            #expect(rows[14].last == "")
            #expect(try await Self.tickets(city).count == 1)
        }
    }

    @Test func `all or nothing checks every row by the rules, and writes nothing`() async throws {
        let text = """
            编号,类别,地点,内容
            M1,水务,C1,好
            M2,水务,W,部门不在阶梯上
            M3,天文,C1,类别
            M1,水务,C1,又是一
            """
        let back = TestSheet.path("csv")
        try await TestDistrict.with { city in
            let report = try await city.load(.matters, .bytes(Array(text.utf8))) { options in
                options.isAllOrNothing = true
                options.account = "desk"
                options.errorsTo = try? SheetOutput(path: back)
            }
            #expect(report.isRefused)
            #expect(report.complaints == ["3 place_off_ladder", "4 unknown_category", "5 row_twice"])
            #expect(report.loaded == 0)
            #expect(try await Self.tickets(city).isEmpty)
            #expect(try TestSheet.read(back).count == 5)
            let good = try await city.load(.matters, .bytes(Array("编号,类别,地点,内容\nM1,水务,C1,好\n".utf8))) { options in
                options.isAllOrNothing = true
                options.account = "desk"
            }
            #expect(!good.isRefused)
            #expect(good.loaded == 1)
        }
    }

    @Test func `a crash in the middle is finished by running it again`() async throws {
        struct Crash: Error {}
        let text = Self.many(5_000)
        try await TestDistrict.with { city in
            await #expect(throws: Crash.self) {
                _ = try await city.load(.matters, .bytes(text), { Self.byDesk(&$0) }) { progress in
                    if progress.phase == .loading, progress.rows >= 2_000 { throw Crash() }
                }
            }
            let before = try await Self.tickets(city).count
            #expect(before > 1_000 && before < 5_000)
            let report = try await city.load(.matters, .bytes(text), { Self.byDesk(&$0) })
            #expect(report.complaints == [])
            #expect((report.loaded, report.alreadyThere) == (5_000 - before, before))
            #expect(try await Self.tickets(city).count == 5_000)
            let again = try await city.load(.matters, .bytes(text), { Self.byDesk(&$0) })
            #expect((again.loaded, again.alreadyThere) == (0, 5_000))
        }
    }

    @Test func `in a district whose time is given the sheet's times rule, and must be in order`() async throws {
        let text = """
            id,reported_at,category,place_code,text,account
            M1,2026-03-02 09:30,水务,C1,一,desk
            M2,2026-03-02T01:31:00Z,水务,C1,二,desk
            M3,2026-03-02 09:00,水务,C1,三,desk
            M4,,水务,C1,四,desk
            M5,2026年3月3日 9时05分,水务,C1,五,desk
            """
        try await TestDistrict.with(clock: .given) { city in
            let report = try await city.load(.matters, csv: text)
            #expect(report.complaints == ["4 time_not_in_order", "5 missing_value"])
            let times = try await Self.tickets(city).map(\.ticket.reportedAt.description).sorted()
            #expect(times == ["2026-03-02T01:30:00Z", "2026-03-02T01:31:00Z", "2026-03-03T01:05:00Z"])
        }
    }

    @Test func `accounts, definitions and files that make no sense are refused at once`() async throws {
        try await TestDistrict.with { city in
            await #expect(throws: ImportError.unknownAccount("nobody")) {
                _ = try await city.load(.matters, .bytes(Self.many(1))) { $0.account = "nobody" }
            }
            await #expect(throws: ImportError.unknownDefinition("wish")) {
                _ = try await city.load(.matters, .bytes(Self.many(1))) { $0.definition = "wish" }
            }
            await #expect(throws: SheetError.self) { _ = try await city.load(.matters, csv: "编号,内容\n1,2\n") }
            await #expect(throws: SheetError.self) { _ = try await city.load(.matters, .path("/nowhere.csv")) }
        }
    }
}

extension MatterImportTests {
    private static func byDesk(_ options: inout ImportOptions) {
        options.account = "desk"
        options.isAllOrNothing = true
    }

    private static func many(_ count: Int) -> [UInt8] {
        var text = "编号,类别,地点,内容\n"
        for number in 1...count { text += "T\(number),水务,C1,第\(number)件\n" }
        return Array(text.utf8)
    }

    private static func tickets(_ city: TestDistrict) async throws -> [ListedTicket] {
        var listed: [ListedTicket] = []
        try await city.engine.tickets(TicketFilter(), in: city.id) { listed.append($0) }
        return listed
    }
}
