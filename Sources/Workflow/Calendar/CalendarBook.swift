/// The calendars of a district by name, with the one that counts where a limit names none.
public final class CalendarBook: Hashable, Sendable {
    /// The calendar of every limit that names none.
    public let standard: WorkCalendar

    private let calendars: [String: WorkCalendar]

    /// Makes a book.
    ///
    /// - Throws: `CalendarError.repeatedCalendar` when two calendars have the same name.
    public init(default standard: WorkCalendar, others: [WorkCalendar] = []) throws(CalendarError) {
        var calendars = [standard.name: standard]
        for calendar in others where calendars.updateValue(calendar, forKey: calendar.name) != nil {
            throw .repeatedCalendar(calendar.name)
        }
        self.standard = standard
        self.calendars = calendars
    }

    /// Whether two books hold the same calendars.
    public static func == (lhs: CalendarBook, rhs: CalendarBook) -> Bool {
        lhs === rhs || (lhs.standard == rhs.standard && lhs.calendars == rhs.calendars)
    }

    /// Hashes the calendars.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(standard)
        hasher.combine(calendars)
    }

    /// The names of all calendars, sorted.
    public var names: [String] { calendars.keys.sorted() }

    /// The calendar of this name, or the default one for `nil`.
    ///
    /// - Throws: `CalendarError.unknownCalendar` when there is none of this name.
    public func calendar(named name: String?) throws(CalendarError) -> WorkCalendar {
        guard let name else { return standard }
        guard let calendar = calendars[name] else { throw .unknownCalendar(name, known: names) }
        return calendar
    }

    /// The calendar that counts a limit.
    ///
    /// - Throws: `CalendarError.unknownCalendar` when the limit names one that the book lacks.
    public func calendar(for limit: Limit) throws(CalendarError) -> WorkCalendar {
        try calendar(named: limit.calendar)
    }

    /// When a limit that starts at an instant falls due, by the limit's own calendar.
    ///
    /// - Throws: `CalendarError.unknownCalendar` when the limit names one that the book lacks.
    public func deadline(after limit: Limit, from start: Instant) throws(CalendarError) -> Deadline {
        try calendar(for: limit).deadline(after: limit, from: start)
    }

    /// What a paused clock has left, by the limit's own calendar.
    ///
    /// - Throws: `CalendarError.unknownCalendar` when the limit names one that the book lacks.
    public func remaining(of limit: Limit, at: Instant, due: Instant) throws(CalendarError) -> Remaining {
        try calendar(for: limit).remaining(of: limit, at: at, due: due)
    }

    /// When a paused clock falls due if it goes on at this instant, by the limit's own calendar.
    ///
    /// - Throws: `CalendarError.unknownCalendar` when the limit names one that the book lacks.
    public func resume(
        _ remaining: Remaining,
        of limit: Limit,
        from: Instant
    ) throws(CalendarError) -> Deadline {
        try calendar(for: limit).resume(remaining, from: from)
    }

    /// When a part of a limit is used up, by the limit's own calendar and measure.
    ///
    /// - Throws: `CalendarError.unknownCalendar` when the limit names one that the book lacks.
    public func fraction(
        _ percent: Int,
        of limit: Limit,
        from: Instant,
        to due: Instant
    ) throws(CalendarError) -> Instant {
        try calendar(for: limit).fraction(percent, of: from, to: due, counting: limit.measure)
    }
}
