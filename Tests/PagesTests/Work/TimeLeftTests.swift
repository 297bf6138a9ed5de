import Testing
import Workflow

@testable import Pages

/// How much time something still has, by what its limit counts.
@Suite struct TimeLeftTests {
    private static func text(_ due: String, _ now: String, _ measure: Limit.Measure, _ language: Language = .zh) throws
        -> String
    {
        let calendar = try CalendarBook(default: .office()).standard
        func instant(_ text: String) throws -> Instant { calendar.instant(try #require(LocalDateTime(text + ":00"))) }
        let left = TimeLeft(calendar: calendar, words: try PageKit().words, language: language)
        return left.text(until: try instant(due), at: try instant(now), counting: measure)
    }

    /// A Friday evening, a Monday morning before work, a Monday.
    @Test(
        arguments: [
            ("2026-03-06T17:22", "2026-03-09T05:27", Limit.Measure.elapsed, "已超 2 天 12 小时"),
            ("2026-03-06T17:22", "2026-03-09T05:27", .working, "已超 38 分钟（工时）"),
            ("2026-03-06T18:00", "2026-03-06T20:00", .working, "已超 2 小时"),
            ("2026-03-09T15:30", "2026-03-09T11:00", .elapsed, "还剩 4 小时 30 分"),
            ("2026-03-09T11:30", "2026-03-09T11:00", .working, "还剩 30 分钟（工时）"),
            ("2026-03-06T23:00", "2026-03-06T20:00", .working, "还剩 3 小时"),
            ("2026-03-12T11:00", "2026-03-09T11:00", .elapsed, "还剩 3 天"),
        ] as [(String, String, Limit.Measure, String)]
    )
    func `round the clock or by working time`(_ due: String, _ now: String, _ measure: Limit.Measure, _ text: String)
        throws
    {
        #expect(try Self.text(due, now, measure) == text)
    }

    @Test func `in English`() throws {
        #expect(try Self.text("2026-03-06T17:22", "2026-03-09T05:27", .elapsed, .en) == "2 d 12 h over")
    }
}
