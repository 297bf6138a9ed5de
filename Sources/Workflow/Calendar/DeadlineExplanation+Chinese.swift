extension DeadlineExplanation {
    /// The timeline in Chinese, one sentence a line.
    public var chineseLines: [String] { lines.map(chinese) }

    /// The timeline in Chinese as one text.
    public var chinese: String { chineseLines.joined(separator: "\n") }

    private func chinese(_ line: Line) -> String {
        switch line {
        case .starts(let time): "\(Chinese.time(time)) 起算，时限 \(Chinese.limit(limit))（日历：\(calendar)）"
        case .waits(let until): "起算时不在工作时间，自 \(Chinese.time(until)) 起计"
        case .startDayExcluded(let date): "\(Chinese.date(date)) 为开始当日，不计入"
        case .elapses(let seconds): "连续计时 \(Chinese.duration(seconds))，昼夜、节假日均计"
        case .skips(let run): "\(Chinese.days(run)) \(Chinese.kind(run))，不计"
        case .counts(let run, let seconds, let left): Chinese.counts(run, seconds, left)
        case .countsDays(let run, let first, let last): Chinese.numbers(run, first, last)
        case .reaches(let date, let days): "满 \(days) 日为 \(Chinese.date(date))"
        case .moves(_, let date): "末日不是工作日，顺延至 \(Chinese.date(date))"
        case .keepsClock(let time): "钟点不变：\(time)"
        case .due(let time): "到期：\(Chinese.time(time))"
        case .source(let source): "依据：\(Chinese.source(source))"
        case .provisional(let year): "\(year) 年尚无官方放假安排，本期限为暂定，公布后重新计算"
        }
    }
}

/// How dates, amounts and rules read in Chinese.
private enum Chinese {
    static func weekday(_ date: LocalDate) -> String {
        switch date.weekday {
        case .mon: "周一"
        case .tue: "周二"
        case .wed: "周三"
        case .thu: "周四"
        case .fri: "周五"
        case .sat: "周六"
        case .sun: "周日"
        }
    }

    static func date(_ date: LocalDate) -> String {
        "\(date)（\(weekday(date))）"
    }

    static func time(_ time: LocalDateTime) -> String {
        "\(date(time.date))\(time.time)"
    }

    static func days(_ run: DeadlineExplanation.DayRun) -> String {
        guard run.first != run.last else { return date(run.first) }
        let isSameYear = run.first.year == run.last.year
        let last = isSameYear ? String("\(run.last)".dropFirst(5)) : "\(run.last)"
        return "\(date(run.first))至 \(last)（\(weekday(run.last))）"
    }

    static func kind(_ run: DeadlineExplanation.DayRun) -> String {
        switch run.kind {
        case .workday: run.count == 1 ? "工作日" : "\(run.count) 个工作日"
        case .makeUp(let name): "调休上班（\(name)）"
        case .weekend: "周末"
        case .dayOff: "休息日"
        case .holiday(let name): "\(name)放假"
        }
    }

    static func counts(_ run: DeadlineExplanation.DayRun, _ seconds: Int64, _ left: Int64) -> String {
        let rest = left == 0 ? "计满" : "尚余 \(duration(left))"
        return "\(days(run)) \(kind(run))，计 \(duration(seconds))，\(rest)"
    }

    static func numbers(_ run: DeadlineExplanation.DayRun, _ first: Int, _ last: Int) -> String {
        let number = first == last ? "第 \(first) 个工作日" : "第 \(first) 至 \(last) 个工作日"
        guard case .makeUp = run.kind else { return "\(days(run)) \(number)" }
        return "\(days(run)) \(kind(run))，\(number)"
    }

    static func duration(_ seconds: Int64) -> String {
        let parts = [(seconds / 3600, "小时"), (seconds / 60 % 60, "分"), (seconds % 60, "秒")]
        let text = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return text.isEmpty ? "0 秒" : text.joined(separator: " ")
    }

    static func limit(_ limit: Limit) -> String {
        switch limit.form {
        case .atOnce: "立即"
        case .seconds(let count): "\(count) 秒"
        case .minutes(let count): "\(count) 分钟"
        case .hours(let count): "\(count) 小时"
        case .workingSeconds(let count): "工作时间 \(count) 秒"
        case .workingMinutes(let count): "工作时间 \(count) 分钟"
        case .workingHours(let count): "工作时间 \(count) 小时"
        case .workingDays(let count): "\(count) 个工作日"
        case .businessDays(let count): "\(count) 个营业日（同一钟点）"
        case .calendarDays(let count): "\(count) 日"
        case .clockDays(let count): "\(count) 日（同一钟点）"
        }
    }

    static func source(_ source: DeadlineExplanation.Source) -> String {
        switch source {
        case .civilCodeDays: "民法典第200–203条（开始当日不计入；末日为休息日的顺延；止于当日停止业务活动时）"
        case .civilCodeHours: "民法典第201条第2款（按小时计算的，自开始时间起算）"
        case .workingTime: "本日历的工作时间；起止参照民法典第200–203条"
        case .sameClock: "约定的同一钟点（民法典第204条：另有约定的从其约定）"
        }
    }
}

extension Limit {
    /// How it reads in Chinese.
    var chinese: String { Chinese.limit(self) }
}

extension LocalDateTime {
    /// How it reads in Chinese.
    var chinese: String { Chinese.time(self) }
}
