import Foundation
import Testing
import Workflow
import Yams

@Suite struct CalendarDocumentTests {
    private func document(_ yaml: String) throws -> CalendarDocument {
        try YAMLDecoder().decode(CalendarDocument.self, from: yaml)
    }

    @Test func `the shipped office and always are the presets`() throws {
        let office = try document(CalendarSamples.shipped("office.yaml")).calendar { name in
            name == "china" ? CalendarSamples.china : nil
        }
        #expect(office == CalendarSamples.office)
        let always = try document(CalendarSamples.shipped("always.yaml")).calendar()
        #expect(always == CalendarSamples.always)
    }

    @Test func `a list of holidays that is not there is refused`() throws {
        let office = try document(CalendarSamples.shipped("office.yaml"))
        #expect(throws: CalendarError.self) { try office.calendar() }
    }

    @Test func `windows by weekday go before hours`() throws {
        let calendar = try document(
            """
            {name: hall, zone: Asia/Shanghai, workdays: [mon, tue, sat], hours: ["09:00-17:00"],
             windows: {sat: ["09:00-12:00"], sun: ["00:00-24:00"]}, make_up: ["10:00-11:00"],
             holidays: [{date: 2026-01-05, name: 店庆}, {date: "2026-01-07", name: 店庆, kind: make_up}],
             known_years: 2026}
            """
        ).calendar()
        let hours = { (date: String) in calendar.windows(on: try #require(LocalDate(date))).map(\.description) }
        #expect(try hours("2026-01-03") == ["09:00-12:00"])
        #expect(try hours("2026-01-04") == ["00:00-24:00"])
        #expect(try hours("2026-01-05") == [])
        #expect(try hours("2026-01-06") == ["09:00-17:00"])
        #expect(try hours("2026-01-07") == ["10:00-11:00"])
        #expect(calendar.knownYears == .years(2026...2026))
    }

    @Test(arguments: ["office.yaml", "always.yaml", "boston.yaml"])
    func `a document survives JSON`(name: String) throws {
        let document = try document(CalendarSamples.shipped(name))
        let json = try JSONEncoder().encode(document)
        #expect(try JSONDecoder().decode(CalendarDocument.self, from: json) == document)
    }

    @Test(arguments: [
        ("{name: a, zone: Asia/Shanghai, hours: [\"09:00-12:00\"], holiday: china}", "holiday"),
        ("{name: a, zone: Asia/Shanghai, windows: {monday: [\"09:00-12:00\"]}}", "monday"),
        ("{name: a, zone: Asia/Shanghai, windows: {mon: [\"12:00-09:00\"]}}", "12:00-09:00"),
        ("{name: a, zone: Asia/Shanghai, known_years: 2026-2007}", "2026-2007"),
        ("{name: a, zone: Asia/Shanghai, holidays: [{date: 2026-02-30, name: x}]}", "2026-02-30"),
        ("{name: a, zone: Asia/Shanghai, holidays: [{date: 2026-02-03, name: x, off: true}]}", "off"),
    ])
    func `a slip of the pen is refused and named`(yaml: String, word: String) throws {
        let error = #expect(throws: DecodingError.self) { try document(yaml) }
        #expect(String(describing: error).contains(word))
    }

    @Test func `workdays without hours are refused`() throws {
        let document = try document("{name: a, zone: Asia/Shanghai, workdays: [mon]}")
        #expect(throws: CalendarError.self) { try document.calendar() }
    }
}
