import Foundation
import Testing
import Workflow

/// New York: clocks jumped from 02:00 to 03:00 on 2024-03-10 and fell from 02:00 to 01:00 on 2024-11-03.
@Suite struct DaylightSavingTests {
    private let always = CalendarSamples.newYorkAlways
    private let night = CalendarSamples.nightShift

    @Test func `a day has 23 or 25 hours when the clocks change`() throws {
        let hours = { (from: String, to: String) in
            try always.workTime(from: always.at(from), to: always.at(to)) / 3600
        }
        #expect(try hours("2024-03-10T00:00:00", "2024-03-11T00:00:00") == 23)
        #expect(try hours("2024-11-03T00:00:00", "2024-11-04T00:00:00") == 25)
        #expect(try hours("2024-11-04T00:00:00", "2024-11-05T00:00:00") == 24)
    }

    @Test func `elapsed hours are real hours, days keep the clock`() throws {
        #expect(try always.due("24h", from: "2024-03-09T12:00:00") == "2024-03-10T13:00:00")
        #expect(try always.due("1cd", from: "2024-03-09T12:00:00") == "2024-03-10T12:00:00")
        #expect(try always.due("1bd", from: "2024-11-02T12:00:00") == "2024-11-03T12:00:00")
        #expect(try always.due("24h", from: "2024-11-02T12:00:00") == "2024-11-03T11:00:00")
    }

    @Test func `a clock time that spring skips becomes the moment of the jump`() throws {
        #expect(try always.due("1cd", from: "2024-03-09T02:30:00") == "2024-03-10T03:00:00")
        #expect(try always.due("1bd", from: "2024-03-09T02:30:00") == "2024-03-10T03:00:00")
    }

    @Test func `windows shrink in spring and grow in autumn`() throws {
        let hours = { (date: String) in
            try night.workTime(from: night.at("\(date)T00:00:00"), to: night.at("\(date)T08:00:00"))
        }
        #expect(try hours("2024-03-09") == 3 * 3600)
        #expect(try hours("2024-03-10") == 2 * 3600)
        #expect(try hours("2024-11-03") == 4 * 3600)
    }

    @Test func `a time that comes twice in autumn means the first`() throws {
        #expect(try always.at("2024-11-03T01:30:00").description == "2024-11-03T05:30:00Z")
        #expect(try always.at("2024-11-03T02:00:00").description == "2024-11-03T07:00:00Z")
    }

    @Test(arguments: [
        "America/New_York", "Asia/Shanghai", "Europe/London", "Australia/Lord_Howe", "Africa/Casablanca",
        "Pacific/Apia", "America/Sao_Paulo", "Asia/Urumqi",
    ])
    func `offsets are those of the system, day by day`(zone: String) throws {
        let calendar = try WorkCalendar.alwaysOpen(name: "zone", zone: zone)
        let system = try #require(TimeZone(identifier: zone))
        for hours in stride(from: Int64(270_000), to: 570_000, by: 11) {
            let instant = Instant(seconds: hours * 3600)
            let offset = Int64(system.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.seconds))))
            let wall = calendar.local(instant)
            let expected = instant.seconds + offset
            #expect(Int64(wall.date.daysSinceEpoch) * 86_400 + Int64(wall.time.seconds) == expected)
        }
    }

    @Test func `a date that the zone skipped has no working time`() throws {
        let apia = try WorkCalendar.alwaysOpen(name: "apia", zone: "Pacific/Apia")
        let length = try apia.workTime(from: apia.at("2011-12-30T00:00:00"), to: apia.at("2011-12-31T00:00:00"))
        #expect(length == 0)
        #expect(try apia.due("1wd", from: "2011-12-29T10:00:00") == "2012-01-01T00:00:00")
    }

    @Test func `China has no daylight saving time in these years`() throws {
        let always = CalendarSamples.always
        let start = try always.at("2001-01-01T00:00:00")
        let end = try always.at("2031-01-01T00:00:00")
        #expect(always.workTime(from: start, to: end) == end.seconds - start.seconds)
        #expect(start.description == "2000-12-31T16:00:00Z")
    }
}
