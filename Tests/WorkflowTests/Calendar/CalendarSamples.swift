import Foundation
import Shipped
import Testing
import Workflow

/// Calendars, local times and dice for the tests of time.
enum CalendarSamples {
    /// The holidays that ship with the program.
    static let china = holidays()

    /// 09–12 and 14–18 with the shipped holidays.
    static let office = build { () throws(CalendarError) in try WorkCalendar.office(holidays: china) }

    /// Around the clock.
    static let always = build { () throws(CalendarError) in try WorkCalendar.alwaysOpen() }

    /// New York, 00:30 to 03:30 and 09 to 17 every day, so that windows meet the change of the clocks.
    static let nightShift = build { () throws(CalendarError) in
        try WorkCalendar(
            name: "night",
            zone: "America/New_York",
            windows: WorkWeek(Weekday.allCases, [WorkWindow("00:30-03:30"), WorkWindow("09:00-17:00")]),
            knownYears: .every
        )
    }

    /// New York around the clock: days of 23 and 25 hours.
    static let newYorkAlways = build { () throws(CalendarError) in
        try WorkCalendar.alwaysOpen(name: "ny", zone: "America/New_York")
    }

    /// Calendars of every shape, for properties.
    static let all = [office, always, nightShift, newYorkAlways]

    /// The text of a file that ships with the program.
    static func shipped(_ name: String) throws -> String {
        try String(contentsOf: Shipped.folder.appending(path: "calendars/\(name)"), encoding: .utf8)
    }

    private static func holidays() -> HolidayList {
        do {
            return try HolidayList(csv: shipped("china.csv"))
        } catch {
            Issue.record("the shipped holidays cannot be read: \(error)")
            return .none
        }
    }

    private static func build(_ make: () throws(CalendarError) -> WorkCalendar) -> WorkCalendar {
        do {
            return try make()
        } catch {
            fatalError("a sample calendar cannot be built: \(error)")
        }
    }
}

extension WorkCalendar {
    /// The instant of a local time such as `2026-02-14T13:00:01`.
    func at(_ text: String) throws -> Instant {
        instant(try #require(LocalDateTime(text), "bad local time in a test: \(text)"))
    }

    /// The due time in local text.
    func due(_ limit: String, from start: String) throws -> String {
        local(deadline(after: try Limit(limit), from: try at(start)).due).description
    }
}

/// A generator that rolls the same numbers in every run (SplitMix64).
struct CalendarDice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// An instant from 2001 to 2030, often on a full hour or with a fraction of a second.
    mutating func instant() -> Instant {
        let seconds = Int64.random(in: 978_307_200..<1_893_456_000, using: &self)
        switch Int.random(in: 0..<4, using: &self) {
        case 0: return Instant(seconds: seconds / 3600 * 3600)
        case 1: return Instant(seconds: seconds).advanced(byMicroseconds: .random(in: 1..<1_000_000, using: &self))
        default: return Instant(seconds: seconds)
        }
    }

    /// A limit of any form, mostly of everyday size.
    mutating func limit() -> Limit {
        let days = Int.random(in: 1...40, using: &self)
        let forms: [Limit.Form] = [
            .atOnce, .seconds(days * 977), .minutes(days * 13), .hours(days), .workingSeconds(days * 2311),
            .workingMinutes(days * 30), .workingHours(days), .workingDays(days), .businessDays(days),
            .calendarDays(days), .clockDays(days),
        ]
        let form = forms[Int.random(in: 0..<forms.count, using: &self)]
        return (try? Limit(form)) ?? .atOnce
    }
}
