import Testing
import Workflow

@testable import Dispatcher

/// Times as people write them.
@Suite struct LocalMomentTests {
    @Test(arguments: [
        ("2026-03-02 09:30", "2026-03-02T01:30:00Z"),
        ("2026-03-02T09:30:05", "2026-03-02T01:30:05Z"),
        ("2026/3/2 9:30", "2026-03-02T01:30:00Z"),
        ("2026.3.2 9:30:07", "2026-03-02T01:30:07Z"),
        ("2026年3月2日9时30分", "2026-03-02T01:30:00Z"),
        ("2026年3月2日 09时30分05秒", "2026-03-02T01:30:05Z"),
        ("2026-03-02　09：30", "2026-03-02T01:30:00Z"),
        ("2026-03-02", "2026-03-01T16:00:00Z"),
        ("2026-03-02T09:30:05.25", "2026-03-02T01:30:05.250000Z"),
        ("2026-03-02T09:30:05Z", "2026-03-02T09:30:05Z"),
        ("2026-03-02T09:30+08:00", "2026-03-02T01:30:00Z"),
        ("2026-03-02 09:30:00 -0530", "2026-03-02T15:00:00Z"),
        ("2024-02-29 24:00", "2024-02-29T16:00:00Z"),
    ])
    func `a time is read in the calendar's zone, or its own`(text: String, instant: String) throws {
        let calendar = try WorkCalendar.office(holidays: .none)
        #expect(LocalMoment(text)?.instant(calendar).description == instant)
    }

    @Test(arguments: [
        "", "2026", "2026-02-30", "2026-13-01", "26-03-02", "2026-03-02 9", "2026-03-02 25:00", "2026-03-02 09:60",
        "2026-03-02 09:30 下午", "2026-03-02 09:30+99:00", "09:30", "46083.5", "20260302", "2026-03-02T09:30:05.",
    ])
    func `what is no time is none`(text: String) {
        #expect(LocalMoment(text) == nil)
    }
}
