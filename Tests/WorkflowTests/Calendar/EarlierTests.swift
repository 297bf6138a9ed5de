import Testing
import Workflow

/// Ours ends before theirs (上级时限).
@Suite struct EarlierTests {
    private let calendar: WorkCalendar

    init() throws { calendar = try .office() }

    private func time(_ text: String) -> Instant { World.time(text) }

    @Test(arguments: [
        // 10 working days of theirs: 4 wh before its close.
        ("4wh", "2026-03-02T09:00:00", "2026-03-13T18:00:00", "2026-03-13T12:00:00"),
        // Over a night and a weekend.
        ("4wh", "2026-03-02T09:00:00", "2026-03-09T10:00:00", "2026-03-06T15:00:00"),
        // Due where nobody works: before the close of Friday.
        ("4wh", "2026-03-02T09:00:00", "2026-03-08T12:00:00", "2026-03-06T12:00:00"),
        // Less than 8 wh: half of what is left.
        ("4wh", "2026-03-02T15:00:00", "2026-03-02T17:00:00", "2026-03-02T16:00:00"),
        // No working time at all: half of the time.
        ("4wh", "2026-03-06T20:00:00", "2026-03-07T20:00:00", "2026-03-07T08:00:00"),
        ("4h", "2026-03-06T20:00:00", "2026-03-07T20:00:00", "2026-03-07T16:00:00"),
        ("4h", "2026-03-06T20:00:00", "2026-03-06T22:00:00", "2026-03-06T21:00:00"),
        // Over already.
        ("4wh", "2026-03-06T10:00:00", "2026-03-06T09:00:00", "2026-03-06T09:00:00"),
    ])
    func `ours ends so much earlier, or with half of what is left`(
        limit: String,
        start: String,
        due: String,
        ours: String
    ) throws {
        let found = calendar.earlier(by: try Limit(limit), than: time(due), from: time(start))
        #expect(found == time(ours), "\(calendar.shown(found))")
    }

    @Test func `the later theirs is the later is ours, between its start and theirs`() throws {
        let start = time("2026-03-05T16:20:00")
        for text in ["4wh", "30wm", "4h", "30m"] {
            let limit = try Limit(text)
            var before = start
            for minutes in stride(from: Int64(1), through: 14_400, by: 7) {
                let due = start.advanced(bySeconds: minutes * 60)
                let ours = calendar.earlier(by: limit, than: due, from: start)
                #expect(ours > start && ours <= due && ours >= before, "\(text) \(minutes)")
                before = ours
            }
        }
    }
}
