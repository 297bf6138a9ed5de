import Testing
import Workflow

/// Office calendars of these tests: which years are known, and days that are otherwise.
enum CalendarYear {
    /// The office with days off and make-up workdays, as `2027-01-01`.
    static func book(
        known: ClosedRange<Int> = 2026...2026,
        off: [String] = [],
        makeUp: [String] = []
    ) throws -> CalendarBook {
        let days =
            off.compactMap { LocalDate($0) }.map { DayException(date: $0, name: "假", kind: .off) }
            + makeUp.compactMap { LocalDate($0) }.map { DayException(date: $0, name: "班", kind: .makeUp) }
        return try book(known: known, days)
    }

    static func book(known: ClosedRange<Int>, _ days: [DayException]) throws -> CalendarBook {
        try CalendarBook(
            default: WorkCalendar(
                name: "office",
                zone: WorkCalendar.chinaZone,
                windows: WorkWeek(Weekday.workweek, [WorkWindow("09:00-12:00"), WorkWindow("14:00-18:00")]),
                exceptions: days,
                knownYears: .years(known)
            )
        )
    }
}

extension World {
    /// The ticket after its clocks were reckoned anew now; nil where nothing moves.
    func recomputed(_ ticket: Ticket) throws -> Advance? {
        let before = machine.catchUp(ticket, until: context.now, in: context).advance.ticket ?? ticket
        return try machine.adjust(before, by: .calendars(["office"]), ordered: .clock, in: context)
    }

    /// The same, where something has to move.
    func moved(_ ticket: Ticket) throws -> Ticket {
        try #require(try recomputed(ticket)?.ticket)
    }
}
