import Foundation
import Testing
import Workflow

@Suite struct LocalTimeTests {
    @Test func `dates and days since the epoch are one to one`() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        for days in stride(from: -141_000, through: 200_000, by: 37) {
            let date = LocalDate(daysSinceEpoch: days)
            let parts = calendar.dateComponents(
                [.year, .month, .day, .weekday],
                from: Date(timeIntervalSince1970: Double(days) * 86_400)
            )
            #expect(date.year == parts.year && date.month == parts.month && date.day == parts.day)
            #expect(date.weekday.index == ((parts.weekday ?? 0) + 5) % 7)
            #expect(LocalDate(year: date.year, month: date.month, day: date.day) == date)
            #expect(LocalDate(date.description) == date)
        }
    }

    @Test(arguments: [
        "2026-02-29", "2100-02-29", "2026-13-01", "2026-00-01", "2026-01-00", "2026-1-1", "26-01-01", "2026-01-32",
        "2026/01/01", " 2026-01-01", "0000-01-01", "2026-01-01-", "",
    ])
    func `no such date`(text: String) {
        #expect(LocalDate(text) == nil)
    }

    @Test func `dates stay within the years that can be written`() {
        #expect(LocalDate(daysSinceEpoch: .max) == .latest)
        #expect(LocalDate(daysSinceEpoch: .min) == .earliest)
        #expect(LocalDate.latest.adding(days: .max) == .latest)
        #expect(LocalDate.earliest.adding(days: .min) == .earliest)
        #expect(LocalDate.latest.description == "9999-12-31")
        #expect(LocalDate.earliest.description == "0001-01-01")
        #expect(LocalDate.endOfYear(2026).days(to: .startOfYear(2027)) == 1)
    }

    @Test(arguments: [("00:00", 0), ("09:05", 32_700), ("23:59:59", 86_399), ("24:00", 86_400)])
    func `times of day are read and written`(text: String, seconds: Int) throws {
        let time = try #require(TimeOfDay(text))
        #expect(time.seconds == seconds)
        #expect(time.description == text)
    }

    @Test(arguments: ["9:00", "24:01", "24:00:01", "12:60", "12", "12:00:60", "12:00:00:00", "-1:00", ""])
    func `no such time`(text: String) {
        #expect(TimeOfDay(text) == nil)
    }

    @Test func `midnight at the end of a day is the next day`() throws {
        let time = try #require(LocalDateTime("2026-02-28T24:00"))
        #expect(time.description == "2026-03-01T00:00:00")
        #expect(LocalDateTime("2026-02-28") == nil)
        #expect(LocalDateTime("2026-02-28X10:00") == nil)
        #expect(LocalDateTime("2026-02-28 10:00:01")?.description == "2026-02-28T10:00:01")
    }

    @Test func `instants read well and never overflow`() {
        #expect(Instant(seconds: 0).description == "1970-01-01T00:00:00Z")
        #expect(Instant(microseconds: -1).description == "1969-12-31T23:59:59.999999Z")
        #expect(Instant(microseconds: .min).advanced(bySeconds: -1) == Instant(microseconds: .min))
        #expect(Instant(seconds: .max) == Instant(microseconds: .max))
        #expect(Instant(microseconds: .max).advanced(bySeconds: .max) == Instant(microseconds: .max))
        #expect(Instant(microseconds: .min).microseconds(to: Instant(microseconds: .max)) == .max)
        #expect(Instant(microseconds: .min).seconds == -9_223_372_036_855)
    }
}
