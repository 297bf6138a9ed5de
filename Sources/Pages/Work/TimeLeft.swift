import Workflow

/// How long something has still time, as its limit counts: working time, or time as it passes.
struct TimeLeft {
    let calendar: WorkCalendar
    let words: PageWords
    let language: Language

    /// What is left until an instant, or by how much it has passed.
    ///
    /// - Parameters:
    ///   - due: when it is due.
    ///   - now: the district's time.
    ///   - measure: by what time the limit counts.
    /// - Returns: a few words, such as “还剩 2 天 3 小时工时”.
    func text(until due: Instant, at now: Instant, counting measure: Limit.Measure) -> String {
        let (from, to, name) = due <= now ? (due, now, "late") : (now, due, "left")
        // Of what ended in the evening no working time has passed by night, nor is any left of what ends before the morning.
        guard measure == .working, calendar.workTime(from: from, to: to) >= 60 else {
            let minutes = max(1, (to.microseconds - from.microseconds) / 60_000_000)
            return words.text("time.\(name)_clock", language, ["time": elapsed(minutes)])
        }
        return words.text("time.\(name)", language, ["time": length(from, to)])
    }

    /// Of two days and more, days of 24 hours.
    private func elapsed(_ minutes: Int64) -> String {
        guard minutes >= 2 * 24 * 60 else { return hours(minutes) }
        return days(minutes / (24 * 60), and: minutes % (24 * 60) / 60)
    }

    private func length(_ from: Instant, _ to: Instant) -> String {
        let minutes = calendar.workTime(from: from, to: to) / 60
        let day = minutesOfADay(from)
        guard minutes >= day * 2 else { return hours(max(1, minutes)) }
        return days(minutes / day, and: minutes % day / 60)
    }

    private func days(_ days: Int64, and hours: Int64) -> String {
        guard hours > 0 else { return words.text("time.days_only", language, ["days": String(days)]) }
        return words.text("time.days", language, ["days": String(days), "hours": String(hours)])
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
