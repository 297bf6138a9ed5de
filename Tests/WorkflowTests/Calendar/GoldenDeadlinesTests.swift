import TestSupport
import Testing
import Workflow

@Suite struct GoldenDeadlinesTests {
    private static let golden = "calendar/golden_deadlines_dev.csv"
    private static let holidays = "calendar/holidays_2007_2026.csv"

    @Test(.enabled(if: SharedData.has(golden), "skipped: ../shared/data has no golden deadlines"))
    func `every golden row comes out the same`() throws {
        let text = try #require(SharedData.text(Self.golden))
        let list = try HolidayList(csv: #require(SharedData.text(Self.holidays)))
        let report = GoldenDeadlines.check(text, holidays: list)
        print("golden deadlines: \(report.equal) of \(report.rows) rows equal")
        #expect(report.rows == 2518)
        #expect(report.mismatches.isEmpty)
        #expect(report.badRows.isEmpty)
        #expect(report.isClean)
    }

    @Test func `a wrong deadline is named with its line`() {
        let report = GoldenDeadlines.check(
            """
            kind,profile,start_local,amount,unit,deadline_local
            working_days,-,2025-09-27,1,workday,2025-09-28
            working_seconds,W9-17,2026-01-01T23:30:59,7200,s,2026-01-04T11:00:01
            working_days,W0830-12_1430-1730,2025-09-27T10:00:00,1,workday,2025-09-28T17:30:00
            """,
            holidays: CalendarSamples.china
        )
        #expect(report.rows == 3)
        #expect(report.equal == 2)
        #expect(report.mismatches == report.mismatches.filter { $0.line == 3 && $0.got == "2026-01-04T11:00:00" })
        #expect(!report.isClean)
    }

    @Test(arguments: [
        ("lunar_days,-,2025-09-27,1,workday,2025-09-28", "lunar_days"),
        ("working_days,-,2025-09-27,1,s,2025-09-28", "unit"),
        ("working_days,-,2025-09-31,1,workday,2025-09-28", "2025-09-31"),
        ("working_days,-,2025-09-27,x,workday,2025-09-28", "amount"),
        ("working_days,-,2025-09-27,0,workday,2025-09-28", "range"),
        ("working_days,-,2025-09-27,1,workday", "fields"),
        ("working_seconds,-,2025-09-27T09:00:00,1,s,2025-09-28T09:00:00", "profile"),
        ("working_seconds,W12-9,2025-09-27T09:00:00,1,s,2025-09-28T09:00:00", "W12-9"),
        ("working_seconds,9-12,2025-09-27T09:00:00,1,s,2025-09-28T09:00:00", "9-12"),
    ])
    func `a row that cannot be read is named with its reason`(row: String, reason: String) throws {
        let report = GoldenDeadlines.check(row, holidays: CalendarSamples.china)
        let bad = try #require(report.badRows.first)
        #expect(bad.line == 1)
        #expect(bad.reason.contains(reason), "\(bad.reason)")
        #expect(!report.isClean)
    }

    @Test func `an empty file is not clean`() {
        #expect(!GoldenDeadlines.check("", holidays: .none).isClean)
    }
}
