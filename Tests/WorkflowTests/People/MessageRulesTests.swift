import Testing
import Workflow

/// When digests go out, by the wall clock of any zone.
@Suite struct MessageRulesTests {
    private static func time(_ text: String) -> TimeOfDay { TimeOfDay(text) ?? .midnight }

    private static func instant(_ local: String, _ calendar: WorkCalendar) throws -> Instant {
        calendar.instant(try #require(LocalDateTime(local)))
    }

    @Test(
        arguments: ["Asia/Shanghai", "America/New_York", "Europe/Berlin"],
        [
            ("2026-03-08T08:29:59", "2026-03-08T08:30:00"), ("2026-03-08T08:30:00", "2026-03-08T08:30:00"),
            ("2026-03-08T08:30:01", "2026-03-08T14:00:00"), ("2026-03-08T23:00:00", "2026-03-09T08:30:00"),
            ("2026-03-29T01:00:00", "2026-03-29T08:30:00"), ("2026-10-24T15:00:00", "2026-10-25T08:30:00"),
            ("2026-11-01T00:30:00", "2026-11-01T08:30:00"), ("2026-12-31T14:00:01", "2027-01-01T08:30:00"),
        ]
    )
    func `the next digest is at 08:30 or 14:00 on the wall`(zone: String, times: (String, String)) throws {
        let calendar = try WorkCalendar.alwaysOpen(zone: zone)
        let next = MessageRules.usual.nextDigest(onOrAfter: try Self.instant(times.0, calendar), in: calendar)
        #expect(next == (try Self.instant(times.1, calendar)))
    }

    @Test func `a digest at a time that a spring night skips goes out at the jump, and once in autumn`() throws {
        let calendar = try WorkCalendar.alwaysOpen(zone: "America/New_York")
        let rules = try #require(MessageRules(digests: [Self.time("02:30")], quiet: nil, gapsAt: nil))
        let spring = rules.nextDigest(onOrAfter: try Self.instant("2026-03-08T00:00:00", calendar), in: calendar)
        #expect(calendar.local(try #require(spring)).description == "2026-03-08T03:00:00")
        let late = try #require(MessageRules(digests: [Self.time("01:30")], quiet: nil, gapsAt: nil))
        let first = try #require(
            late.nextDigest(onOrAfter: Self.instant("2026-11-01T00:00:00", calendar), in: calendar)
        )
        let second = late.nextDigest(onOrAfter: first.advanced(byMicroseconds: 1), in: calendar)
        #expect(calendar.local(try #require(second)).description == "2026-11-02T01:30:00")
    }

    @Test func `quiet hours go over midnight, and end at their end`() throws {
        let calendar = try WorkCalendar.alwaysOpen()
        let rules = MessageRules.usual
        for (time, isQuiet) in [
            ("19:59:59", false), ("20:00:00", true), ("23:59:59", true), ("00:00:00", true), ("07:59:59", true),
            ("08:00:00", false),
        ] {
            #expect(
                rules.isQuiet(at: try Self.instant("2026-03-02T\(time)", calendar), in: calendar) == isQuiet,
                "\(time)"
            )
        }
        let night = try Self.instant("2026-03-02T21:00:00", calendar)
        #expect(calendar.local(rules.afterQuiet(night, in: calendar)).description == "2026-03-03T08:00:00")
        let noon = try Self.instant("2026-03-02T12:00:00", calendar)
        #expect(rules.afterQuiet(noon, in: calendar) == noon)
    }

    @Test func `tomorrow's gaps are told from 15:00 on`() throws {
        let calendar = try WorkCalendar.alwaysOpen()
        let rules = MessageRules.usual
        let before = try Self.instant("2026-03-02T14:59:59", calendar)
        let at = try Self.instant("2026-03-02T15:00:00", calendar)
        #expect(rules.dayOfGaps(at: before, in: calendar) == nil)
        #expect(rules.dayOfGaps(at: at, in: calendar)?.description == "2026-03-03")
        #expect(rules.nextTellingOfGaps(after: before, in: calendar) == at)
        #expect(
            rules.nextTellingOfGaps(after: at, in: calendar).map { calendar.local($0).date.description } == "2026-03-03"
        )
    }

    @Test func `a digest in quiet hours, and none at all`() throws {
        let quiet = MessageRules.Quiet(from: Self.time("20:00"), until: Self.time("08:00"))
        #expect(MessageRules(digests: [Self.time("21:00")], quiet: quiet, gapsAt: nil) == nil)
        #expect(MessageRules(digests: [], quiet: quiet, gapsAt: Self.time("07:00")) == nil)
        #expect(MessageRules(digests: [.endOfDay], quiet: nil, gapsAt: nil) == nil)
        #expect(MessageRules.Quiet(from: Self.time("08:00"), until: Self.time("08:00")) == nil)
        let none = try #require(MessageRules(digests: [], quiet: quiet, gapsAt: nil))
        #expect(none.nextDigest(onOrAfter: Instant(seconds: 0), in: try WorkCalendar.alwaysOpen()) == nil)
    }
}
