/// Walks day by day from a start to a due time and notes what it passes.
struct DeadlineWalk {
    typealias Line = DeadlineExplanation.Line
    typealias DayRun = DeadlineExplanation.DayRun

    let calendar: WorkCalendar
    let start: Instant
    private(set) var due: Instant
    private var lines: [Line]

    init(calendar: WorkCalendar, start: Instant) {
        self.calendar = calendar
        self.start = start
        due = start
        lines = [.starts(calendar.local(start))]
    }

    /// Walks all the way.
    mutating func follow(_ form: Limit.Form) {
        switch form {
        case .atOnce: break
        case .seconds(let count): elapse(Int64(count))
        case .minutes(let count): elapse(Int64(count) * 60)
        case .hours(let count): elapse(Int64(count) * 3600)
        case .workingSeconds(let count): countTime(Int64(count))
        case .workingMinutes(let count): countTime(Int64(count) * 60)
        case .workingHours(let count): countTime(Int64(count) * 3600)
        case .workingDays(let count): countWorkingDays(count)
        case .businessDays(let count): countBusinessDays(count)
        case .calendarDays(let count): countCalendarDays(count)
        case .clockDays(let count): countClockDays(count)
        }
        due = max(due, start)
    }

    /// All lines, with due time, source and warning behind them.
    func finished(_ limit: Limit, provisional: Bool) -> [Line] {
        var all = lines + [.due(calendar.local(due))]
        if let source = limit.form.source { all.append(.source(source)) }
        if provisional { all.append(.provisional(year: firstUnknownYear())) }
        return all
    }

    private func firstUnknownYear() -> Int {
        let first = calendar.local(start).date.year
        let last = calendar.local(due).date.year
        return (first...max(first, last)).first { !calendar.isKnown(.startOfYear($0)) } ?? last
    }
}

extension DeadlineWalk {  // MARK: - One form at a time

    private mutating func elapse(_ seconds: Int64) {
        lines.append(.elapses(seconds: seconds))
        due = start.advanced(bySeconds: seconds)
    }

    private mutating func countTime(_ seconds: Int64) {
        noteWaiting()
        var left = seconds * 1_000_000
        for date in dates(from: calendar.local(start).date) {
            let spans = spans(on: date).compactMap { span in
                span.closes > start ? (opens: max(span.opens, start), closes: span.closes) : nil
            }
            let before = left
            for span in spans where left > 0 {
                let used = min(left, span.opens.microseconds(to: span.closes))
                left -= used
                due = span.opens.advanced(byMicroseconds: used)
            }
            note(date, counted: before - left, left: left)
            if left == 0 { return }
        }
    }

    private mutating func countWorkingDays(_ count: Int) {
        let startDate = calendar.local(start).date
        lines.append(.startDayExcluded(startDate))
        due = countDays(count, after: startDate).flatMap(closing) ?? end
    }

    private mutating func countBusinessDays(_ count: Int) {
        noteWaiting()
        let first = calendar.nextOpening(onOrAfter: start)
        let clock = calendar.local(first)
        let last = countDays(count, after: clock.date)
        lines.append(.keepsClock(clock.time))
        guard let last, let opening = spans(on: last).first?.opens, let closing = closing(of: last) else {
            due = end
            return
        }
        let same = calendar.instant(LocalDateTime(date: last, time: clock.time))
            .advanced(byMicroseconds: first.fraction)
        due = min(max(same, opening), closing)
    }

    private mutating func countCalendarDays(_ count: Int) {
        let startDate = calendar.local(start).date
        lines.append(.startDayExcluded(startDate))
        let last = startDate.adding(days: count)
        lines.append(.reaches(last, days: count))
        guard let working = dates(from: last).first(where: { !spans(on: $0).isEmpty }) else {
            due = end
            return
        }
        for date in dates(from: last).prefix(while: { $0 < working }) { note(skipped: date) }
        if working != last { lines.append(.moves(from: last, to: working)) }
        due = closing(of: working) ?? start
    }

    private mutating func countClockDays(_ count: Int) {
        lines.append(.reaches(calendar.local(start).date.adding(days: count), days: count))
        lines.append(.keepsClock(calendar.local(start).time))
        due = calendar.sameClock(daysLater: count, after: start)
    }

    /// Notes the days after a date up to the working day of that number, and answers its date.
    ///
    /// Where the table ends before, the last working day; `nil` when there is none.
    private mutating func countDays(_ count: Int, after date: LocalDate) -> LocalDate? {
        var number = 0
        var last: LocalDate?
        for date in dates(from: date.adding(days: 1)) {
            if spans(on: date).isEmpty {
                note(skipped: date)
            } else {
                number += 1
                last = date
                note(date, number: number)
                if number == count { break }
            }
        }
        return last
    }
}

extension DeadlineWalk {  // MARK: - Days

    /// The dates of the calendar's table from one on.
    private func dates(from date: LocalDate) -> some Sequence<LocalDate> {
        let table = calendar.table
        let end = table.firstDay.daysSinceEpoch + table.dayCount
        let first = min(max(date, table.firstDay).daysSinceEpoch, end)
        return (first..<end).lazy.map { LocalDate(daysSinceEpoch: $0) }
    }

    /// The windows of a date as instants, without those that the clock skips in spring.
    private func spans(on date: LocalDate) -> [(opens: Instant, closes: Instant)] {
        calendar.windows(on: date).map { window in
            (
                calendar.instant(LocalDateTime(date: date, time: window.opens)),
                calendar.instant(LocalDateTime(date: date, time: window.closes))
            )
        }
        .filter { $0.opens < $0.closes }
    }

    /// The last closing that the calendar's table knows.
    private var end: Instant {
        Instant(microseconds: calendar.table.closes[calendar.table.closes.count - 1])
    }

    private func closing(of date: LocalDate) -> Instant? {
        spans(on: date).last?.closes
    }

    private func kind(of date: LocalDate) -> DeadlineExplanation.DayKind {
        switch calendar.exception(on: date) {
        case .some(let exception): exception.kind == .off ? .holiday(exception.name) : .makeUp(exception.name)
        case nil where calendar.isWorkday(date): .workday
        case nil: date.weekday.isWeekend ? .weekend : .dayOff
        }
    }
}

extension DeadlineWalk {  // MARK: - Notes, where equal neighbours become one

    private mutating func noteWaiting() {
        guard !calendar.isOpen(at: start) else { return }
        lines.append(.waits(until: calendar.local(calendar.nextOpening(onOrAfter: start))))
    }

    private mutating func note(_ date: LocalDate, counted: Int64, left: Int64) {
        guard counted > 0 else {
            if spans(on: date).isEmpty { note(skipped: date) }
            return
        }
        // A part of a second belongs to what is left, so that the parts add up.
        let leftSeconds = (left + 999_999) / 1_000_000
        let seconds = (counted + left + 999_999) / 1_000_000 - leftSeconds
        let run = DayRun(first: date, last: date, kind: kind(of: date))
        if case .counts(var earlier, let sum, _) = lines.last, earlier.precedes(run) {
            earlier.last = date
            lines[lines.count - 1] = .counts(earlier, seconds: sum + seconds, left: leftSeconds)
        } else {
            lines.append(.counts(run, seconds: seconds, left: leftSeconds))
        }
    }

    private mutating func note(_ date: LocalDate, number: Int) {
        let run = DayRun(first: date, last: date, kind: kind(of: date))
        if case .countsDays(var earlier, let first, _) = lines.last, earlier.precedes(run) {
            earlier.last = date
            lines[lines.count - 1] = .countsDays(earlier, first: first, last: number)
        } else {
            lines.append(.countsDays(run, first: number, last: number))
        }
    }

    private mutating func note(skipped date: LocalDate) {
        let run = DayRun(first: date, last: date, kind: kind(of: date))
        if case .skips(var earlier) = lines.last, earlier.precedes(run) {
            earlier.last = date
            lines[lines.count - 1] = .skips(earlier)
        } else {
            lines.append(.skips(run))
        }
    }
}

extension DeadlineExplanation.DayRun {
    /// Whether the other run is of the same kind and begins on the next day.
    fileprivate func precedes(_ other: Self) -> Bool {
        kind == other.kind && last.days(to: other.first) == 1
    }
}

extension Limit.Form {
    /// Where the rule of a form comes from.
    fileprivate var source: DeadlineExplanation.Source? {
        switch self {
        case .atOnce: nil
        case .seconds, .minutes, .hours: .civilCodeHours
        case .workingSeconds, .workingMinutes, .workingHours: .workingTime
        case .workingDays, .calendarDays: .civilCodeDays
        case .businessDays, .clockDays: .sameClock
        }
    }
}
