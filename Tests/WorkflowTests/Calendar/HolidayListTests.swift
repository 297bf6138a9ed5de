import Testing
import Workflow

@Suite struct HolidayListTests {
    @Test func `the shipped list is read whole`() {
        let list = CalendarSamples.china
        #expect(list.exceptions.count == 678)
        #expect(list.knownYears == .years(2007...2026))
    }

    @Test(arguments: [
        ("date,name,is_off_day\n2026-02-30,春节,true", 2, HolidayFileError.Reason.badDate("2026-02-30")),
        ("2026-02-14,春节,yes", 1, .badFlag("yes")),
        ("2026-02-14,,true", 1, .noName),
        ("2026-02-14,春节", 1, .fieldCount(2)),
        ("2026-02-14,春节,true,x", 1, .fieldCount(4)),
        ("2026/02/14,春节,true", 1, .badDate("2026/02/14")),
        ("date,name,is_off_day\r\n\r\n,春节,true", 3, .badDate("")),
    ])
    func `a bad line is named with its reason`(text: String, line: Int, reason: HolidayFileError.Reason) throws {
        let error = #expect(throws: HolidayFileError.self) { try HolidayList(csv: text) }
        #expect(error?.line == line)
        #expect(error?.reason == reason)
        #expect(error?.description.hasPrefix("line \(line): ") == true)
    }

    @Test func `a date that is said twice is named with both lines`() throws {
        let text = "2026-02-14,春节,true\n2026-02-15,春节,true\n2026-02-14,春节,false\n"
        let error = #expect(throws: HolidayFileError.self) { try HolidayList(csv: text) }
        #expect(error?.description == "line 3: 2026-02-14 stands in line 1 already")
    }

    @Test func `byte order mark, line endings, quotes and spaces do no harm`() throws {
        let text = "\u{FEFF}date,name,is_off_day\r\n2026-02-16, \"春节, 除夕\" ,TRUE\r\n\r\n"
        let list = try HolidayList(csv: text)
        let date = try #require(LocalDate("2026-02-16"))
        #expect(list.exceptions == [DayException(date: date, name: "春节, 除夕", kind: .off)])
        #expect(list.knownYears == .none)
    }

    @Test func `known years end at the first gap`() throws {
        var text = ""
        for year in [2019, 2021, 2022] {
            for month in ["01", "05", "10"] { text += "\(year)-\(month)-01,假,true\n" }
        }
        text += "2022-12-31,元旦,true\n2023-01-01,元旦,true\n"
        #expect(try HolidayList(csv: text).knownYears == .years(2021...2022))
    }

    @Test func `an empty text knows nothing`() throws {
        #expect(try HolidayList(csv: "") == .none)
    }
}
