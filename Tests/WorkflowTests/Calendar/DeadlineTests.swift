import Testing
import Workflow

@Suite struct DeadlineTests {
    private let office = CalendarSamples.office
    private let always = CalendarSamples.always

    @Test(arguments: [
        ("0", "2026-02-14T20:00:00", "2026-02-14T20:00:00"),
        ("30m", "2026-02-16T23:45:00", "2026-02-17T00:15:00"),
        ("90s", "2026-02-16T23:59:00", "2026-02-17T00:00:30"),
        ("8h", "2026-02-16T23:00:00", "2026-02-17T07:00:00"),
        ("2wh", "2026-02-13T17:00:00", "2026-02-14T10:00:00"),
        ("4wh", "2026-02-13T11:00:00", "2026-02-13T17:00:00"),
        ("3wh", "2026-03-02T09:00:00", "2026-03-02T12:00:00"),
        ("3wh", "2026-03-02T07:00:00", "2026-03-02T12:00:00"),
        ("3wh", "2026-03-02T12:00:00", "2026-03-02T17:00:00"),
        ("7wh", "2026-02-14T18:00:00", "2026-02-24T18:00:00"),
        ("30wm", "2026-03-02T11:45:00", "2026-03-02T14:15:00"),
        ("45ws", "2026-03-02T17:59:30", "2026-03-03T09:00:15"),
        ("1wd", "2026-02-14T10:00:00", "2026-02-24T18:00:00"),
        ("5wd", "2026-03-02T10:00:00", "2026-03-09T18:00:00"),
        ("5wd", "2026-03-01T10:00:00", "2026-03-06T18:00:00"),
        ("1wd", "2026-03-02T00:00:00", "2026-03-03T18:00:00"),
        ("1bd", "2026-03-02T10:20:30", "2026-03-03T10:20:30"),
        ("1bd", "2026-03-06T19:00:00", "2026-03-10T09:00:00"),
        ("1bd", "2026-03-02T12:30:00", "2026-03-03T14:00:00"),
        ("2bd", "2026-02-13T11:00:00", "2026-02-24T11:00:00"),
        ("7d", "2026-03-02T10:00:00", "2026-03-09T18:00:00"),
        ("5d", "2026-03-02T10:00:00", "2026-03-09T18:00:00"),
        ("2d", "2026-02-13T10:00:00", "2026-02-24T18:00:00"),
        ("2cd", "2026-02-13T10:00:00", "2026-02-15T10:00:00"),
    ])
    func `the office counts as people do`(limit: String, start: String, due: String) throws {
        #expect(try office.due(limit, from: start) == due)
    }

    @Test(arguments: [
        ("2wh", "2026-02-16T23:00:00", "2026-02-17T01:00:00"),
        ("1wd", "2026-02-16T23:00:00", "2026-02-18T00:00:00"),
        ("1bd", "2026-02-16T23:00:00", "2026-02-17T23:00:00"),
        ("30d", "2024-01-30T08:00:00", "2024-03-01T00:00:00"),
    ])
    func `around the clock every second and every day counts`(limit: String, start: String, due: String) throws {
        #expect(try always.due(limit, from: start) == due)
    }

    @Test func `leap days are days`() throws {
        #expect(try always.due("1cd", from: "2024-02-28T12:00:00") == "2024-02-29T12:00:00")
        #expect(try always.due("1cd", from: "2023-02-28T12:00:00") == "2023-03-01T12:00:00")
        #expect(try always.due("366cd", from: "2024-01-01T12:00:00") == "2025-01-01T12:00:00")
        #expect(try always.due("1cd", from: "2100-02-28T12:00:00") == "2100-03-01T12:00:00")
        #expect(try office.due("1wd", from: "2024-02-28T12:00:00") == "2024-02-29T18:00:00")
    }

    @Test func `business days keep their clock inside the windows of the last day`() throws {
        let calendar = try WorkCalendar(
            name: "short-friday",
            zone: "Asia/Shanghai",
            windows: WorkWeek([.thu: [WorkWindow("09:00-17:00")], .fri: [WorkWindow("10:00-12:00")]]),
            knownYears: .every
        )
        #expect(try calendar.due("1bd", from: "2026-03-05T16:00:00") == "2026-03-06T12:00:00")
        #expect(try calendar.due("1bd", from: "2026-03-05T09:00:00") == "2026-03-06T10:00:00")
    }

    @Test(arguments: [
        ("5wd", "2026-12-21T10:00:00", false),
        ("10wd", "2026-12-21T10:00:00", true),
        ("60wh", "2026-12-21T10:00:00", false),
        ("70wh", "2026-12-21T10:00:00", true),
        ("30d", "2026-12-21T10:00:00", true),
        ("30cd", "2026-12-21T10:00:00", false),
        ("8h", "2030-01-01T10:00:00", false),
        ("1wh", "2030-01-01T10:00:00", true),
        ("1wd", "2005-01-03T10:00:00", true),
        ("1wd", "2006-12-31T10:00:00", true),
        ("1wd", "2007-01-04T10:00:00", false),
    ])
    func `a deadline through a year without official calendar is provisional`(
        limit: String,
        start: String,
        provisional: Bool
    ) throws {
        let deadline = office.deadline(after: try Limit(limit), from: try office.at(start))
        #expect(deadline.provisional == provisional)
        #expect(deadline.calendar == "office")
    }

    @Test func `around the clock nothing is provisional, without holidays everything is`() throws {
        let start = try office.at("2040-03-05T10:00:00")
        #expect(!always.deadline(after: try Limit("5wd"), from: start).provisional)
        let bare = try WorkCalendar.office()
        #expect(bare.deadline(after: try Limit("1wh"), from: try bare.at("2026-03-02T10:00:00")).provisional)
    }

    @Test func `a fraction of a second is kept`() throws {
        let half = try office.at("2026-03-02T17:30:00").advanced(byMicroseconds: 500_000)
        let due = office.deadline(after: try Limit("30wm"), from: half).due
        #expect(try due == office.at("2026-03-03T09:00:00").advanced(byMicroseconds: 500_000))
        #expect(office.workTime(from: half, to: due) == 1800)
        let rolled = office.deadline(after: try Limit("1bd"), from: half).due
        #expect(try rolled == office.at("2026-03-03T17:30:00").advanced(byMicroseconds: 500_000))
        #expect(try office.deadline(after: Limit("1wd"), from: half).due == office.at("2026-03-03T18:00:00"))
    }

    @Test(arguments: [Int64.min, -62_135_596_800_000_000, 0, 4_200_000_000_000_000, 9_000_000_000_000_000_000, .max])
    func `beyond the table nothing traps and nothing is due before its start`(microseconds: Int64) throws {
        let start = Instant(microseconds: microseconds)
        let texts = ["0", "90s", "30m", "87840h", "9wh", "3660wd", "3660bd", "3660d", "3660cd", "316224000ws"]
        for calendar in CalendarSamples.all {
            for text in texts {
                let limit = try Limit(text)
                let deadline = calendar.deadline(after: limit, from: start)
                #expect(deadline.due >= start)
                #expect(calendar.explain(limit: limit, from: start).due == deadline.due, "\(text) on \(calendar.name)")
            }
            #expect(calendar.advance(workingSeconds: .max, from: start) >= start)
            #expect(calendar.advance(workingSeconds: .min, from: start) <= start)
        }
    }

    @Test func `a deadline that the table cannot hold is provisional`() throws {
        let start = try office.at("2100-12-01T10:00:00")
        let deadline = office.deadline(after: try Limit("100wd"), from: start)
        #expect(deadline.provisional)
        #expect(office.local(deadline.due).description == "2100-12-31T18:00:00")
    }
}
