extension WorkCalendar {
    /// When a limit that starts at an instant falls due.
    ///
    /// Never before the start. The name of a calendar in the limit is not looked at: that is the `CalendarBook`'s part.
    /// Microseconds of the start are kept by every form that keeps the clock time or counts time, so
    /// 30 min from 09:00:00.25 are due at 09:30:00.25; forms that end at a closing end on the full second.
    ///
    /// - Parameters:
    ///   - limit: how long it may take.
    ///   - start: when the limit begins to run.
    /// - Returns: the due time, and whether it is provisional.
    public func deadline(after limit: Limit, from start: Instant) -> Deadline {
        let end = end(of: limit, from: start)
        return Deadline(due: end.due, provisional: end.isProvisional, calendar: name)
    }

    /// The same without the calendar's name.
    func end(of limit: Limit, from start: Instant) -> (due: Instant, isProvisional: Bool) {
        let due = max(start, due(after: limit.form, from: start))
        return (due, limit.dependsOnCalendar && isProvisional(from: start, to: due))
    }

    /// Whether a stretch of time touches a year without an official calendar, or the end of the table.
    func isProvisional(from start: Instant, to due: Instant) -> Bool {
        start.microseconds < knownFrom || due.microseconds > knownUntil
            || due.microseconds >= table.closes[table.closes.count - 1] || start.microseconds < table.midnights[0]
    }
}

extension WorkCalendar {  // MARK: - One form at a time

    /// The same clock time some days later, whatever days those are.
    func sameClock(daysLater count: Int, after start: Instant) -> Instant {
        let wall = start.seconds + offsets.offset(at: start.seconds) + Int64(count) * 86_400
        let moment = Instant(seconds: offsets.firstMoment(atWall: wall))
        return moment.advanced(byMicroseconds: start.fraction)
    }

    private func due(after form: Limit.Form, from start: Instant) -> Instant {
        switch form {
        case .atOnce: start
        case .seconds(let count): start.advanced(bySeconds: Int64(count))
        case .minutes(let count): start.advanced(bySeconds: Int64(count) * 60)
        case .hours(let count): start.advanced(bySeconds: Int64(count) * 3600)
        case .workingSeconds(let count): advance(workingSeconds: Int64(count), from: start)
        case .workingMinutes(let count): advance(workingSeconds: Int64(count) * 60, from: start)
        case .workingHours(let count): advance(workingSeconds: Int64(count) * 3600, from: start)
        case .workingDays(let count): dueInWorkingDays(count, from: start)
        case .businessDays(let count): dueInBusinessDays(count, from: start)
        case .calendarDays(let count): dueInCalendarDays(count, from: start)
        case .clockDays(let count): sameClock(daysLater: count, after: start)
        }
    }

    /// The day of the start does not count, be it a workday or not.
    private func dueInWorkingDays(_ count: Int, from start: Instant) -> Instant {
        let passed = table.workdays(before: table.day(of: start.microseconds) + 1)
        let day = table.day(ofWorkday: passed + count - 1)
        return Instant(microseconds: table.close(ofWorkday: day))
    }

    /// The clock time of the first instant that counts, on the workday that many workdays later, held in its windows.
    private func dueInBusinessDays(_ count: Int, from start: Instant) -> Instant {
        let first = nextOpening(onOrAfter: start).microseconds
        let startDay = table.day(of: first)
        let day = table.day(ofWorkday: table.workdays(before: startDay) + count)
        let due = moment(sameClockAs: first, ofDay: startDay, onDay: day)
        return Instant(microseconds: min(max(due, table.open(ofWorkday: day)), table.close(ofWorkday: day)))
    }

    private func dueInCalendarDays(_ count: Int, from start: Instant) -> Instant {
        let startDay = table.day(of: start.microseconds)
        let isInside = startDay >= 0 && startDay < table.dayCount
        let last = (isInside ? startDay : table.firstDay.days(to: local(start).date)) + count
        let day = table.day(ofWorkday: table.workdays(before: last))
        return Instant(microseconds: table.close(ofWorkday: day))
    }

    /// Days of plain length need no look at the zone.
    private func moment(sameClockAs moment: Int64, ofDay startDay: Int, onDay day: Int) -> Int64 {
        guard startDay >= 0, startDay < table.dayCount else { return moment }
        let sinceMidnight = moment - table.midnights[startDay]
        if isPlain(startDay), isPlain(day) { return table.midnights[day] + sinceMidnight }
        let start = Instant(microseconds: moment)
        let time = offsets.local(at: start.seconds).time
        let target = LocalDateTime(date: table.date(ofDay: day), time: time)
        return offsets.firstMoment(atWall: target.wallSeconds) * 1_000_000 + start.fraction
    }

    private func isPlain(_ day: Int) -> Bool {
        table.midnights[day + 1] - table.midnights[day] == 86_400_000_000
    }
}
