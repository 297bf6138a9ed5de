import Dispatcher
import Foundation
import PGStore
import Shipped
import Tabular
import TestSupport
import Testing
import Workflow

/// People, directory and calendars from sheets.
@Suite struct ConfigurationImportTests {
    @Test(arguments: SheetKind.allCases)
    func `people load with posts by Chinese titles, and again without doubling`(kind: SheetKind) async throws {
        let sheet = TestSheet(
            ["账号", "姓名", "岗位", "单位编码", "手机号"],
            [
                ["li", "李四", "网格员", "G", "13800000000"], ["li", "李四", "楼栋长", "B", ""],
                ["wang", "王五", "inspector", "S", ""],
            ]
        )
        let path = try sheet.file(kind)
        try await TestDistrict.with { city in
            let report = try await city.load(.people, .path(path))
            #expect(report.complaints == [])
            #expect((report.rows, report.loaded, report.alreadyThere) == (3, 3, 0))
            let posts = try await city.now().people["li"]?.party.posts
            #expect(
                Set(posts ?? []) == [
                    Post(role: "grid_worker", unit: city.unit("G")),
                    Post(role: "building_leader", unit: city.unit("B")),
                ]
            )
            let again = try await city.load(.people, .path(path))
            #expect((again.loaded, again.alreadyThere) == (0, 3))
        }
    }

    @Test func `people with unknown units, unknown roles and taken accounts are refused`() async throws {
        let text = """
            账号,姓名,岗位,单位编码,电话
            a,甲,网格员,没有,
            b,乙,皇帝,S,
            c,丙,emperor,S,
            resident,丁,网格员,G,
            d,戊,网格员,G,1
            d,己,楼栋长,B,1
            d,戊,网格员,G,1
            e f,庚,网格员,G,
            """
        try await TestDistrict.with { city in
            let report = try await city.load(.people, csv: text)
            #expect(
                report.complaints == [
                    "2 unknown_unit", "3 unknown_role", "4 unknown_role", "5 bad_account", "7 account_differs",
                    "8 row_twice", "9 bad_account",
                ]
            )
            #expect(report.loaded == 1)
            #expect(report.bad[1].message.zh.contains("社区派单员"))
            #expect(try await city.now().people["a"] == nil)
        }
    }

    @Test(arguments: SheetKind.allCases)
    func `a directory replaces the one before, with limits by clock`(kind: SheetKind) async throws {
        let sheet = TestSheet(
            ["规则编号", "类别", "地点编码", "主办单位编码", "办理时限", "签收时限", "先行联系时限", "履职类别", "依据"],
            [
                ["R1", "水务/供水", "", "W", "24h", "2wh", "2h", "配合履职", "《城市供水条例》"],
                ["R2", "水务", "C1", "S", "5wd", "", "", "基本履职", ""],
            ]
        )
        let path = try sheet.file(kind)
        try await TestDistrict.with { city in
            let report = try await city.load(.directory, .path(path))
            #expect(report.complaints == [])
            let directory = try await city.now().directory
            #expect(directory.rules.map(\.id) == ["R1", "R2"])
            #expect(directory.rules[0].limits == ["whole": try Limit("24h"), "sign": try Limit("2wh")])
            #expect(report.unknownColumns == ["先行联系时限"], "no rule says that limit: the definition does not ask")
            #expect(directory.rules[0].duty == .assist)
            #expect(directory.rules[1].lead == city.unit("S"))
            let again = try await city.load(.directory, .path(path))
            #expect((again.loaded, again.alreadyThere) == (0, 2))
        }
    }

    @Test func `a bad rule is refused, and the rule of that id stays as it was`() async throws {
        let text = """
            rule,category,place_code,lead_code,whole,duty
            W,水务,,没有,,
            R1,园林,,S,3wd,reclaimed
            R2,园林//树,,P,,
            R3,园林/树,没有,P,,
            R4,园林/树,,P,五天,
            R5,园林/树,,P,5wd@nowhere,
            R6,园林/树,,P,,谁管
            R7,园林/树,,B,,
            R8,园林/树,,P,15wd,上级收回
            R8,园林/草,,P,,
            """
        try await TestDistrict.with { city in
            let report = try await city.load(.directory, csv: text)
            #expect(
                report.complaints == [
                    "2 unknown_unit", "3 reclaimed_to_base", "4 bad_category", "5 unknown_unit", "6 bad_limit",
                    "7 unknown_calendar", "8 bad_duty", "9 cannot_lead", "11 row_twice",
                ]
            )
            let directory = try await city.now().directory
            #expect(Set(directory.rules.map(\.id)) == ["W", "R8"])
            #expect(directory.rules.first { $0.id == "W" }?.limits == ["whole": try Limit("2wd")])
        }
    }

    @Test func `calendar documents load, with the shipped holidays as days`() async throws {
        let office = Shipped.folder.appending(path: "calendars/office.yaml").path
        let more = """
            [{"name": "night", "zone": "Asia/Shanghai", "workdays": ["mon", "tue"], "hours": ["18:00-24:00"],
              "known_years": "every"},
             {"name": "day", "zone": "Asia/Shanghai", "windows": {"sat": ["09:00-12:00"]},
              "holidays": [{"date": "2026-05-01", "name": "劳动节"}]}]
            """
        try await TestDistrict.with { city in
            let report = try await city.load(.calendars, .path(office))
            #expect(report.complaints == [])
            let calendars = try await city.now().calendars
            let spring = try #require(LocalDate("2026-02-17"))
            #expect(!calendars.standard.isWorkday(spring))
            let second = try await city.load(.calendars, .bytes(Array(more.utf8)))
            #expect(second.complaints == [])
            #expect(second.loaded == 2)
            #expect(try await city.now().calendars.names == ["day", "night", "office"])
            #expect(try await city.load(.calendars, .path(office)).alreadyThere == 1)
        }
    }

    @Test func `a calendar that contradicts itself is refused, each with its code`() async throws {
        let text = """
            - {name: a, zone: Asia/Nowhere, workdays: [mon], hours: ["09:00-12:00"]}
            - {name: b, zone: Asia/Shanghai, workdays: [mon], hours: ["12:00-09:00"]}
            - {name: c, zone: Asia/Shanghai, workdays: [mon], hours: ["09:00-12:00", "11:00-13:00"]}
            - {name: d, zone: Asia/Shanghai, workdays: [mon]}
            - {name: e, zone: Asia/Shanghai, workdays: [mon], hours: ["09:00-12:00"], holidays: [{date: 2026-01-01, name: 元旦}, {date: 2026-01-01, name: 元旦, kind: make_up}]}
            - {name: f, zone: Asia/Shanghai, workdays: [mon], hours: ["09:00-12:00"], holidays: [{date: 1026-01-01, name: 元旦}]}
            - {name: g, zone: Asia/Shanghai, workdays: [mon], hours: ["09:00-12:00"], holidays: mars}
            - {name: h, zone: Asia/Shanghai, workday: [mon], hours: ["09:00-12:00"]}
            - {name: "1 2", zone: Asia/Shanghai, workdays: [mon], hours: ["09:00-12:00"]}
            """
        try await TestDistrict.with { city in
            let report = try await city.load(.calendars, .bytes(Array(text.utf8))) { $0.fileKind = .yaml }
            #expect(
                report.complaints == [
                    "1 unknown_zone", "2 bad_calendar", "3 overlapping_windows", "4 bad_calendar",
                    "5 contradicting_date", "6 date_out_of_range", "7 bad_calendar", "8 bad_calendar",
                    "9 bad_calendar_name",
                ]
            )
            #expect(try await city.now().calendars.names == ["office"])
        }
    }

    @Test(arguments: SheetKind.allCases)
    func `holidays go into the office calendar from every kind of file`(kind: SheetKind) async throws {
        let sheet = TestSheet(
            ["date", "name", "is_off_day"],
            [
                ["2026-02-17", "春节", "true"], ["2026-05-01", "劳动节", "true"], ["2026-10-01", "国庆节", "true"],
                ["2026-02-14", "春节", "false"],
            ]
        )
        let path = try sheet.file(kind)
        try await TestDistrict.with { city in
            let report = try await city.load(.calendars, .path(path))
            #expect(report.complaints == [])
            #expect(report.loaded == 4)
            let office = try await city.now().calendars.standard
            #expect(try !office.isWorkday(#require(LocalDate("2026-02-17"))))
            #expect(try office.isWorkday(#require(LocalDate("2026-02-14"))))
            #expect(office.knownYears == .years(2026...2026))
            let more = try await city.load(.calendars, csv: "日期,名称,是否放假\n2027年1月1日,元旦,放假\n2026-05-01,劳动节,是\n")
            #expect((more.loaded, more.alreadyThere) == (1, 1))
            #expect(try await city.now().calendars.standard.exceptions.count == 5)
        }
    }

    @Test func `bad holidays are refused`() async throws {
        let text = """
            date,name,is_off_day
            2026-02-30,春节,true
            1026-02-17,春节,true
            2026-02-17,,true
            2026-02-17,春节,也许
            2026-02-17,春节,true
            2026-02-17,春节,false
            2026-02-17,春节,true
            """
        try await TestDistrict.with { city in
            let report = try await city.load(.calendars, csv: text)
            #expect(
                report.complaints == [
                    "2 bad_date", "3 date_out_of_range", "4 missing_value", "5 bad_flag", "7 contradicting_date",
                    "8 row_twice",
                ]
            )
            #expect(report.loaded == 1)
        }
    }

    @Test func `every kind has a template that can be imported as it is`() async throws {
        try await TestDistrict.with { city in
            let importer = Importer(engine: city.engine, district: city.id)
            for kind in ImportKind.allCases {
                for file in [SheetKind.csv, .xlsx] {
                    let path = TestSheet.path(file.rawValue)
                    try await importer.template(kind).write(file, to: SheetOutput(path: path))
                    let report = try await city.load(kind, .path(path)) { $0.account = "desk" }
                    #expect((report.rows, report.unknownColumns) == (0, []))
                }
            }
        }
    }

    @Test(arguments: [SheetKind.csv, .xlsx, .json])
    func `a sheet comes back as it came, and can be corrected and imported again`(kind: SheetKind) async throws {
        let sheet = TestSheet(
            ["账号", "姓名", "岗位", "单位编码"],
            [["li", "李四", "网格员", "没有"], ["wang", "王五", "督查员", "S"]]
        )
        let path = try sheet.file(kind)
        let back = TestSheet.path(kind.rawValue)
        try await TestDistrict.with { city in
            let report = try await city.load(.people, .path(path)) { $0.errorsTo = try? SheetOutput(path: back) }
            #expect(report.complaints.map { $0.split(separator: " ").last } == ["unknown_unit"])
            let rows = try TestSheet.read(back)
            #expect(rows[0].suffix(1) == ["错误"])
            #expect(rows[1].last == "没有编码为“没有”的单位〔unknown_unit〕")
            #expect(rows[2].last == "")
            let mended = rows.dropFirst().map { row in row.map { $0 == "没有" ? "G" : $0 } }
            let again = try await city.load(.people, .path(TestSheet(rows[0], Array(mended)).file(kind)))
            #expect(again.complaints == [])
            #expect((again.loaded, again.alreadyThere) == (1, 1))
        }
    }
}
