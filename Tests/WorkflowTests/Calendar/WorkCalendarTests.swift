import Testing
import Workflow

@Suite struct WorkCalendarTests {
    private let date = LocalDate(year: 2026, month: 2, day: 14)

    private func calendar(
        zone: String = "Asia/Shanghai",
        exceptions: [DayException] = [],
        known: KnownYears = .none
    ) throws(CalendarError) -> WorkCalendar {
        try WorkCalendar(
            name: "test",
            zone: zone,
            windows: WorkWeek(Weekday.workweek, [WorkWindow("09:00-17:00")]),
            exceptions: exceptions,
            knownYears: known
        )
    }

    @Test func `a date both off and make-up is refused`() throws {
        let date = try #require(date)
        let days = [
            DayException(date: date, name: "春节", kind: .off), DayException(date: date, name: "春节", kind: .makeUp),
        ]
        #expect(throws: CalendarError.contradictingDate(date)) { try calendar(exceptions: days) }
    }

    @Test func `a date listed twice with other names is refused, the same twice is not`() throws {
        let date = try #require(date)
        let first = DayException(date: date, name: "春节", kind: .off)
        let second = DayException(date: date, name: "元宵", kind: .off)
        #expect(throws: CalendarError.repeatedDate(date, "春节", "元宵")) { try calendar(exceptions: [first, second]) }
        #expect(try calendar(exceptions: [first, first]).exceptions == [first])
    }

    @Test(arguments: ["Asia/Nowhere", "", "北京"])
    func `an unknown zone is refused`(zone: String) {
        #expect(throws: CalendarError.unknownZone(zone)) { try calendar(zone: zone) }
    }

    @Test func `a week without working time is refused`() {
        #expect(throws: CalendarError.noWorkingTime) { try WorkWeek([:]) }
        #expect(throws: CalendarError.noWorkingTime) { try WorkWeek([.mon: []]) }
        #expect(throws: CalendarError.noWorkingTime) { try WorkWeek([.mon: [.wholeDay]], makeUp: []) }
    }

    @Test(arguments: ["12:00-09:00", "09:00-09:00", "22:00-06:00"])
    func `a window that does not close after it opens is refused`(text: String) {
        #expect(throws: CalendarError.self) { try WorkWindow(text) }
    }

    @Test(arguments: ["", "09:00", "9:00-12:00", "09:00-25:00", "09:00-12:00-13:00", "24:01-24:02", "09:00–12:00"])
    func `a text that is no window is refused`(text: String) {
        #expect(throws: CalendarError.badWindow(text)) { try WorkWindow(text) }
    }

    @Test func `overlapping windows are refused, touching ones are not`() throws {
        let morning = try WorkWindow("09:00-12:00")
        let late = try WorkWindow("11:59-13:00")
        #expect(throws: CalendarError.overlappingWindows(.tue, morning, late)) {
            try WorkWeek([.tue: [late, morning]])
        }
        #expect(try WorkWeek([.tue: [WorkWindow("12:00-13:00"), morning]]).windows[.tue]?.first == morning)
    }

    @Test(arguments: ["", "4wh", "a b", "@", String(repeating: "x", count: 41)])
    func `a name that no limit could use is refused`(name: String) {
        #expect(throws: CalendarError.badName(name)) { try WorkCalendar.alwaysOpen(name: name) }
    }

    @Test func `years out of reach are refused`() throws {
        #expect(throws: CalendarError.self) { try calendar(known: .years(1800...2000)) }
        let far = DayException(date: .startOfYear(2300), name: "far", kind: .off)
        #expect(throws: CalendarError.self) { try calendar(exceptions: [far]) }
    }

    @Test func `holidays are off and make-up workdays are on`() throws {
        let office = CalendarSamples.office
        let isWorkday = { (text: String) in office.isWorkday(try #require(LocalDate(text))) }
        #expect(try isWorkday("2026-02-13"))
        #expect(try isWorkday("2026-02-14"))
        #expect(try !isWorkday("2026-02-16"))
        #expect(try !isWorkday("2026-03-01"))
        #expect(try isWorkday("2026-02-28"))
        #expect(office.knownYears == .years(2007...2026))
    }

    @Test func `a make-up workday has windows of its own where the week gives them`() throws {
        let saturday = try #require(date)
        let calendar = try WorkCalendar(
            name: "half",
            zone: "Asia/Shanghai",
            windows: WorkWeek([.mon: [WorkWindow("09:00-17:00")]], makeUp: [WorkWindow("10:00-11:00")]),
            exceptions: [DayException(date: saturday, name: "春节", kind: .makeUp)],
            knownYears: .every
        )
        #expect(try calendar.windows(on: saturday) == [WorkWindow("10:00-11:00")])
        #expect(try calendar.due("2wh", from: "2026-02-14T00:00:00") == "2026-02-16T10:00:00")
    }

    @Test func `open at the opening, closed at the closing`() throws {
        let office = CalendarSamples.office
        for (time, isOpen) in [("08:59:59", false), ("09:00:00", true), ("12:00:00", false), ("17:59:59", true)] {
            #expect(try office.isOpen(at: office.at("2026-03-02T\(time)")) == isOpen)
        }
        let evening = try office.at("2026-02-14T18:00:00")
        #expect(try office.nextOpening(onOrAfter: evening) == office.at("2026-02-24T09:00:00"))
        let noon = try office.at("2026-02-14T10:00:00")
        #expect(office.nextOpening(onOrAfter: noon) == noon)
    }

    @Test func `calendars are equal when their facts are`() throws {
        #expect(try calendar() == calendar())
        #expect(try calendar() != calendar(known: .every))
        #expect(try Set([calendar(), calendar()]).count == 1)
    }
}
