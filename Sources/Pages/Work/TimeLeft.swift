import Workflow

/// How long something has still time, as people of the district count: working time.
struct TimeLeft {
    let calendar: WorkCalendar
    let words: PageWords
    let language: Language

    /// What is left until an instant, or by how much it has passed.
    ///
    /// - Parameters:
    ///   - due: when it is due.
    ///   - now: the district's time.
    /// - Returns: a few words, such as “还剩 2 天 3 小时工时”.
    func text(until due: Instant, at now: Instant) -> String {
        if due <= now { return words.text("time.late", language, ["time": length(due, now)]) }
        let seconds = calendar.workTime(from: now, to: due)
        // A limit that goes on by night has time left where no working time is.
        guard seconds >= 60 else {
            let minutes = max(1, (due.microseconds - now.microseconds) / 60_000_000)
            return words.text("time.left_clock", language, ["time": hours(minutes)])
        }
        return words.text("time.left", language, ["time": length(now, due)])
    }

    private func length(_ from: Instant, _ to: Instant) -> String {
        let minutes = calendar.workTime(from: from, to: to) / 60
        let day = minutesOfADay(from)
        guard minutes >= day * 2 else { return hours(max(1, minutes)) }
        let (days, hours) = (String(minutes / day), minutes % day / 60)
        guard hours > 0 else { return words.text("time.days_only", language, ["days": days]) }
        return words.text("time.days", language, ["days": days, "hours": String(hours)])
    }

    private func hours(_ minutes: Int64) -> String {
        guard minutes >= 60 else { return words.text("time.minutes", language, ["minutes": String(minutes)]) }
        let (hours, rest) = (String(minutes / 60), minutes % 60)
        guard rest > 0 else { return words.text("time.hours_only", language, ["hours": hours]) }
        return words.text("time.hours", language, ["hours": hours, "minutes": String(rest)])
    }

    /// Working minutes of the next day that has any.
    private func minutesOfADay(_ instant: Instant) -> Int64 {
        let opening = calendar.nextOpening(onOrAfter: instant)
        let date = calendar.local(opening).date
        let midnight = calendar.instant(LocalDateTime(date: date, time: .midnight))
        let minutes = calendar.workTime(from: midnight, to: midnight.advanced(bySeconds: 86_400)) / 60
        return max(60, minutes)
    }
}
