import Testing
import Workflow

@Suite struct CalendarBookTests {
    private func book() throws(CalendarError) -> CalendarBook {
        try CalendarBook(default: CalendarSamples.office, others: [CalendarSamples.always])
    }

    @Test func `a limit is counted by the calendar it names, or by the default`() throws {
        let book = try book()
        let start = try CalendarSamples.office.at("2026-03-06T17:00:00")
        let due = { (limit: String) in
            let deadline = try book.deadline(after: try Limit(limit), from: start)
            return "\(CalendarSamples.office.local(deadline.due)) \(deadline.calendar)"
        }
        #expect(try due("4wh") == "2026-03-09T12:00:00 office")
        #expect(try due("4wh@office") == "2026-03-09T12:00:00 office")
        #expect(try due("4wh@always") == "2026-03-06T21:00:00 always")
        #expect(try due("30m") == "2026-03-06T17:30:00 office")
    }

    @Test func `pause, warning and explanation go by the same calendar`() throws {
        let book = try book()
        let limit = try Limit("4wh@always")
        let start = try CalendarSamples.office.at("2026-03-06T17:00:00")
        let due = try book.deadline(after: limit, from: start).due
        let remaining = try book.remaining(of: limit, at: start.advanced(bySeconds: 3600), due: due)
        #expect(remaining.seconds == 3 * 3600)
        #expect(try book.resume(remaining, of: limit, from: start).due == due.advanced(bySeconds: -3600))
        #expect(try book.fraction(50, of: limit, from: start, to: due) == start.advanced(bySeconds: 7200))
        #expect(try book.explain(limit: limit, from: start).due == due)
    }

    @Test func `an unknown name is refused with those that exist`() throws {
        let book = try book()
        #expect(throws: CalendarError.unknownCalendar("court", known: ["always", "office"])) {
            try book.deadline(after: try Limit("4wh@court"), from: Instant(seconds: 0))
        }
    }

    @Test func `two calendars of one name are refused`() {
        #expect(throws: CalendarError.repeatedCalendar("office")) {
            try CalendarBook(default: CalendarSamples.office, others: [CalendarSamples.office])
        }
    }
}
