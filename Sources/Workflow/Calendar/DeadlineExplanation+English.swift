extension DeadlineExplanation {
    /// The timeline in English, one sentence a line.
    public var englishLines: [String] { lines.map(english) }

    /// The timeline in English as one text.
    public var english: String { englishLines.joined(separator: "\n") }

    private func english(_ line: Line) -> String {
        switch line {
        case .starts(let time): "\(English.time(time)): starts, limit \(English.limit(limit)) (calendar \(calendar))"
        case .waits(let until): "outside working time: counts from \(English.time(until))"
        case .startDayExcluded(let date): "\(English.date(date)) is the day of the start and does not count"
        case .elapses(let seconds): "runs on for \(English.duration(seconds)), day and night, holidays included"
        case .skips(let run): "\(English.days(run)): \(English.kind(run)), does not count"
        case .counts(let run, let seconds, let left): English.counts(run, seconds, left)
        case .countsDays(let run, let first, let last): English.numbers(run, first, last)
        case .reaches(let date, let days): "\(days) day(s) end on \(English.date(date))"
        case .moves(_, let date): "the last day is off: moved to \(English.date(date))"
        case .keepsClock(let time): "the clock time stays \(time)"
        case .due(let time): "due: \(English.time(time))"
        case .source(let source): "rule: \(English.source(source))"
        case .provisional(let year):
            "no official calendar for \(year) yet: provisional, recomputed when it is imported"
        }
    }
}

/// How dates, amounts and rules read in English.
private enum English {
    static func date(_ date: LocalDate) -> String {
        let name = date.weekday.rawValue
        return "\(date) (\(name.prefix(1).uppercased())\(name.dropFirst()))"
    }

    static func time(_ time: LocalDateTime) -> String {
        "\(date(time.date)) \(time.time)"
    }

    static func days(_ run: DeadlineExplanation.DayRun) -> String {
        run.first == run.last ? date(run.first) : "\(date(run.first)) to \(date(run.last))"
    }

    static func kind(_ run: DeadlineExplanation.DayRun) -> String {
        switch run.kind {
        case .workday: run.count == 1 ? "working day" : "\(run.count) working days"
        case .makeUp(let name): "make-up workday for \(name)"
        case .weekend: "weekend"
        case .dayOff: "day off"
        case .holiday(let name): "holiday, \(name)"
        }
    }

    static func counts(_ run: DeadlineExplanation.DayRun, _ seconds: Int64, _ left: Int64) -> String {
        let rest = left == 0 ? "nothing left" : "\(duration(left)) left"
        return "\(days(run)): \(kind(run)), counts \(duration(seconds)), \(rest)"
    }

    static func numbers(_ run: DeadlineExplanation.DayRun, _ first: Int, _ last: Int) -> String {
        let number = first == last ? "day \(first)" : "days \(first) to \(last)"
        guard case .makeUp = run.kind else { return "\(days(run)): working \(number)" }
        return "\(days(run)): \(kind(run)), working \(number)"
    }

    static func duration(_ seconds: Int64) -> String {
        let parts = [(seconds / 3600, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s")]
        let text = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return text.isEmpty ? "0 s" : text.joined(separator: " ")
    }

    static func limit(_ limit: Limit) -> String {
        switch limit.form {
        case .atOnce: "at once"
        case .seconds(let count): "\(count) s"
        case .minutes(let count): "\(count) min"
        case .hours(let count): "\(count) h"
        case .workingSeconds(let count): "\(count) s of working time"
        case .workingMinutes(let count): "\(count) min of working time"
        case .workingHours(let count): "\(count) h of working time"
        case .workingDays(let count): days(count, "working")
        case .businessDays(let count): "\(days(count, "business")) at the same clock time"
        case .calendarDays(let count): days(count, "calendar")
        case .clockDays(let count): "\(days(count, "calendar")) at the same clock time"
        }
    }

    private static func days(_ count: Int, _ kind: String) -> String {
        count == 1 ? "1 \(kind) day" : "\(count) \(kind) days"
    }

    static func source(_ source: DeadlineExplanation.Source) -> String {
        switch source {
        case .civilCodeDays:
            "Civil Code art. 200–203: the first day does not count, the end moves off holidays, to the close of business"
        case .civilCodeHours: "Civil Code art. 201(2): periods in hours run from their time of start"
        case .workingTime: "the calendar's working time; beginning and end as in Civil Code art. 200–203"
        case .sameClock: "the same clock time, as agreed (Civil Code art. 204)"
        }
    }
}

extension Limit {
    /// How it reads in English.
    var english: String { English.limit(self) }
}

extension LocalDateTime {
    /// How it reads in English.
    var english: String { English.time(self) }
}
