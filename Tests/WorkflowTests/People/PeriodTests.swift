import Testing
import Workflow

@Suite struct PeriodTests {
    private static let china = WorkCalendar.always(zone: "Asia/Shanghai")
    private static let day = LocalDate("2026-03-08")

    @Test(arguments: ["Asia/Shanghai", "America/New_York", "Australia/Lord_Howe"])
    func `a post begins and ends at midnight on the wall`(zone: String) throws {
        let calendar = WorkCalendar.always(zone: zone)
        let day = try #require(Self.day)
        let period = try #require(Period(from: day, through: day, in: calendar))
        #expect(calendar.local(period.from) == LocalDateTime(date: day, time: .midnight))
        #expect(calendar.local(period.until) == LocalDateTime(date: day.adding(days: 1), time: .midnight))
        #expect(period.contains(period.from))
        #expect(period.contains(period.until.advanced(byMicroseconds: -1)))
        #expect(!period.contains(period.until))
        #expect(!period.contains(period.from.advanced(byMicroseconds: -1)))
        #expect((period.firstDay(in: calendar), period.lastDay(in: calendar)) == (day, day))
    }

    @Test func `a day on which clocks are put forward has 23 hours`() throws {
        let day = try #require(Self.day)
        let period = try #require(WorkCalendar.always(zone: "America/New_York").day(day))
        #expect(period.until.seconds - period.from.seconds == 23 * 3_600)
    }

    @Test func `what ends before it begins is no period, and what has no ends has no days`() throws {
        let day = try #require(Self.day)
        #expect(Period(from: day, through: day.adding(days: -1), in: Self.china) == nil)
        #expect(Period(from: Instant(seconds: 5), until: Instant(seconds: 5)) == nil)
        let always = try #require(Period(from: nil, through: nil, in: Self.china))
        #expect(always == .always)
        #expect(always.firstDay(in: Self.china) == nil && always.lastDay(in: Self.china) == nil)
    }

    @Test func `what is left of a day without its shifts`() throws {
        func span(_ from: Int64, _ until: Int64) -> Period {
            Period(from: Instant(seconds: from), until: Instant(seconds: until)) ?? .always
        }
        let day = span(0, 24)
        #expect(day.subtracting([]) == [day])
        #expect(day.subtracting([span(-5, 30)]) == [])
        #expect(day.subtracting([span(9, 12), span(14, 18)]) == [span(0, 9), span(12, 14), span(18, 24)])
        #expect(day.subtracting([span(10, 20), span(5, 12), span(20, 24)]) == [span(0, 5)])
        #expect(day.subtracting([span(24, 30), span(-3, 0)]) == [day])
    }
}

extension WorkCalendar {
    /// A calendar that only tells the time of a zone.
    static func always(zone: String) -> WorkCalendar {
        guard let calendar = try? WorkCalendar.alwaysOpen(zone: zone) else { preconditionFailure("no such zone") }
        return calendar
    }
}
