import Foundation
import TestSupport
import Testing

/// Sheets as people send them, and sheets that contradict themselves.
@Suite struct SheetTests {
    @Test func `a sheet in GBK is known for one and read`() async throws {
        let city = try await SharedCity.city
        try city.workplace.write("编号,地点,类别,内容\nG1,竹影社区,市容环卫/垃圾清运,国标编码的诉求\n", to: "utf8.csv")
        var shell = city.workplace
        shell.prefix = ["/bin/sh", "-c", #"iconv -f UTF-8 -t GBK utf8.csv > gbk.csv && exec "$@""#, "sh"]
        let report = try await shell.run(["import", "matters", "gbk.csv", "--as", "zhuyingdispatch1"])
        #expect(report.status == 0, "\(report)")
        #expect(report.output.contains("1 rows: 1 loaded"))
        let tickets = try await city.expect("tickets", "--json")
        #expect(tickets.output.contains("国标编码的诉求"))
    }

    @Test func `a calendar that contradicts itself is refused, row by row or whole`() async throws {
        let city = try await SharedCity.city
        let twice =
            "date,name,is_off_day\n2028-05-01,劳动节,true\n2028-05-01,劳动节,false\n2300-01-01,远,true\n2027-13-01,无,true\n"
        try city.workplace.write(twice, to: "days.csv")
        let days = try await city.whistle("import", "calendars", "days.csv", zh: true)
        #expect(days.status == 1, "\(days)")
        #expect(days.output.contains("2028-05-01 在第 2 行是放假，这里是上班〔contradicting_date〕"), "\(days)")
        #expect(days.output.contains("〔date_out_of_range〕") && days.output.contains("〔bad_date〕"))
        let head = "name: twisted\nzone: Asia/Shanghai\nworkdays: [mon, tue]\n"
        for (rest, code) in [
            ("hours: [09:00-12:00, 11:00-18:00]\n", "overlapping_windows"), ("hours: [18:00-09:00]\n", "bad_calendar"),
            ("hours: []\n", "bad_calendar"),
            (
                "hours: [09:00-12:00]\nholidays: [{date: 2027-05-01, name: a}, {date: 2027-05-01, name: a, kind: make_up}]\n",
                "contradicting_date"
            ),
        ] {
            try city.workplace.write(head + rest, to: "calendar.yaml")
            let outcome = try await city.whistle("import", "calendars", "calendar.yaml")
            #expect(outcome.status == 1, "\(outcome)")
            #expect(outcome.output.contains("[\(code)]"), "\(outcome)")
        }
        try await city.expect("doctor")
    }

    @Test func `units in a loop are named, and the others taken`() async throws {
        let city = try await SharedCity.city
        let loop = "code,kind,name,parent_code\nA1,社区,环一,A2\nA2,社区,环二,A3\nA3,社区,环三,A1\nA4,社区,好的,990101001\n"
        try city.workplace.write(loop, to: "loop.csv")
        let report = try await city.whistle("import", "units", "loop.csv", "--errors", "loop-bad.csv")
        #expect(report.status == 1, "\(report)")
        #expect(report.output.contains("line 2: the units above run in a loop: A1 → A2 → A3 → A1 [unit_loop]"))
        #expect(report.output.contains("4 rows: 1 loaded, 0 there already, 3 bad"))
        #expect(try city.workplace.text("loop-bad.csv").contains("A4,社区,好的,990101001,"))
    }

    @Test func `a sheet of errors that cannot be written is told as such`() async throws {
        let city = try await SharedCity.city
        try city.workplace.write("code,kind,name,parent_code\nB1,社区,乙,乌有\n", to: "orphan.csv")
        let full = try await city.whistle("import", "units", "orphan.csv", "--errors", "/dev/full")
        #expect(full.complains("no_space", 73), "\(full)")
        let nowhere = try await city.whistle("import", "units", "--template", "/nowhere/units.xlsx")
        #expect(nowhere.complains("cannot_write", 73), "\(nowhere)")
    }
}
