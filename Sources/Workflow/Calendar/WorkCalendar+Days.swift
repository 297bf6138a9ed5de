extension WorkCalendar {
    /// Whether a date has working time: a weekday of the week, no holiday, or a make-up workday.
    public func isWorkday(_ date: LocalDate) -> Bool {
        !windows(on: date).isEmpty
    }

    /// The working windows of a date, in the order they open.
    public func windows(on date: LocalDate) -> [WorkWindow] {
        Self.windows(on: date, week: week, exceptionsByDay)
    }

    /// The holiday or make-up workday on a date, if it is one.
    public func exception(on date: LocalDate) -> DayException? {
        exceptionsByDay[date]
    }

    /// Whether an official calendar exists for a date's year.
    public func isKnown(_ date: LocalDate) -> Bool {
        knownYears.contains(date)
    }

    /// What the clock on the wall shows at an instant, without fractions of a second.
    public func local(_ instant: Instant) -> LocalDateTime {
        offsets.local(at: instant.seconds)
    }

    /// The first instant at which the clock on the wall shows this time or a later one.
    ///
    /// A time skipped in spring becomes the moment of the jump; of a time that comes twice in autumn the first counts.
    public func instant(_ local: LocalDateTime) -> Instant {
        Instant(seconds: offsets.firstMoment(atWall: local.wallSeconds))
    }

    /// Whether an instant lies inside a window; at its opening yes, at its closing no.
    public func isOpen(at instant: Instant) -> Bool {
        let span = table.span(onOrAfter: instant.microseconds)
        return span < table.opens.count && table.opens[span] <= instant.microseconds
    }

    /// The instant itself while open, otherwise the next opening; past the end of the table the instant itself.
    public func nextOpening(onOrAfter instant: Instant) -> Instant {
        let span = table.span(onOrAfter: instant.microseconds)
        guard span < table.opens.count else { return instant }
        return Instant(microseconds: max(instant.microseconds, table.opens[span]))
    }
}
