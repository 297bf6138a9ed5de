/// When something happened, as a message says it: `昨天`, `刚才`, `今天上午10点半`, `11月20日 08:15`.
///
/// Words such as 昨天 mean something else tomorrow: the day that they mean is told with them.
public struct PastedMoment: Hashable, Sendable {
    /// The words of the message that say so.
    public let words: String
    /// The day.
    public let date: LocalDate
    /// The time of that day; nil where the message says none.
    public let time: TimeOfDay?

    /// As people read it: `2026-11-21`, `2026-11-21 10:30`.
    public var shown: String {
        time.map { "\(date) \($0.description.prefix(5))" } ?? "\(date)"
    }

    /// Finds the first moment that a text names and that is not after now.
    ///
    /// - Parameters:
    ///   - text: any text.
    ///   - now: the wall clock's time.
    init?(_ text: String, at now: LocalDateTime) {
        let scan = MaskScan(text)
        for index in scan.codes.indices {
            guard let found = MomentScan(scan: scan, now: now).moment(at: index) else { continue }
            words = String(String.UnicodeScalarView(scan.scalars[index..<found.end]))
            (date, time) = (found.date, found.time)
            return
        }
        return nil
    }
}

/// Reads a moment at a place of a text.
private struct MomentScan {
    let scan: MaskScan
    let now: LocalDateTime

    struct Found {
        var date: LocalDate
        var time: TimeOfDay?
        var end: Int
    }

    private enum Part {
        case morning
        case noon
        case afternoon
        case night
    }

    /// The moment whose words begin there; nil where none do, or where it is still to come.
    func moment(at index: Int) -> Found? {
        for word in ["刚才", "刚刚", "JUST NOW"] where scan.has(word, at: index) {
            let minute = TimeOfDay(hour: now.time.hour, minute: now.time.minute)
            return Found(date: now.date, time: minute, end: index + word.unicodeScalars.count)
        }
        let day = day(at: index)
        let part = part(at: skippingGap(day?.end ?? index), of: day)
        guard day != nil || part != nil else { return nil }
        let date = day?.date ?? now.date
        if let clock = clock(at: skippingGap(part?.end ?? day?.end ?? index), part?.part) {
            let whole = LocalDateTime(date: date, time: clock.time)
            return whole <= now ? Found(date: whole.date, time: whole.time, end: clock.end) : nil
        }
        guard let day, day.date <= now.date else { return nil }
        return Found(date: day.date, time: nil, end: part.map { max($0.end, day.end) } ?? day.end)
    }

    private func skippingGap(_ index: Int) -> Int {
        var next = index
        while next < index + 3, scan[next] == " " || scan[next] == "的" || scan[next] == "," { next += 1 }
        return next
    }
}

extension MomentScan {
    // MARK: - Days

    private func day(at index: Int) -> (date: LocalDate, end: Int, part: Part?)? {
        for (word, days, part) in Self.days where scan.has(word, at: index) {
            return (now.date.adding(days: -days), index + word.unicodeScalars.count, part)
        }
        guard isNumber(index), !isNumber(index - 1) else { return nil }
        return dayOfMonth(at: index).map { ($0.date, $0.end, nil) }
    }

    private static let days: [(String, Int, Part?)] = [
        ("大前天", 3, nil), ("前天", 2, nil), ("前日", 2, nil), ("前晚", 2, .night), ("昨天", 1, nil), ("昨日", 1, nil),
        ("昨早", 1, .morning),
        ("昨晚", 1, .night), ("昨夜", 1, .night), ("今天", 0, nil), ("今日", 0, nil), ("今早", 0, .morning), ("今晨", 0, .morning),
        ("今晚", 0, .night), ("YESTERDAY", 1, nil), ("TODAY", 0, nil), ("THIS MORNING", 0, .morning),
    ]

    /// `2026-11-21`, `2026年11月21日`, `11月21日`, `11月21号`.
    private func dayOfMonth(at index: Int) -> (date: LocalDate, end: Int)? {
        let first = endOfNumber(index)
        if first - index == 4, scan[index].isDigit, scan[first] == "年" || scan[first] == "-" || scan[first] == "/" {
            let (month, between) = (number(first + 1), endOfNumber(first + 1))
            guard let month, scan[between] == "月" || scan[between] == scan[first], let day = number(between + 1),
                let date = LocalDate(year: scan.number(index..<first), month: month, day: day)
            else { return nil }
            return (date, endOfDay(endOfNumber(between + 1)))
        }
        guard scan[first] == "月", let month = number(index), let day = number(first + 1) else { return nil }
        let end = endOfNumber(first + 1)
        guard scan[end] == "日" || scan[end] == "号" else { return nil }
        let thisYear = LocalDate(year: now.date.year, month: month, day: day)
        // In January, 12月30日 was last year.
        let isToCome = thisYear.map { $0 > now.date } ?? true
        let date = isToCome ? LocalDate(year: now.date.year - 1, month: month, day: day) : thisYear
        return date.map { ($0, end + 1) }
    }

    private func endOfDay(_ index: Int) -> Int { scan[index] == "日" || scan[index] == "号" ? index + 1 : index }
}

extension MomentScan {
    // MARK: - Times of a day

    private func part(at index: Int, of day: (date: LocalDate, end: Int, part: Part?)?) -> (part: Part, end: Int)? {
        for (word, part) in Self.parts where scan.has(word, at: index) {
            return (part, index + word.unicodeScalars.count)
        }
        return day.flatMap { day in day.part.map { ($0, day.end) } }
    }

    private static let parts: [(String, Part)] = [
        ("凌晨", .morning), ("早上", .morning), ("早晨", .morning), ("清晨", .morning), ("上午", .morning), ("中午", .noon),
        ("下午", .afternoon), ("午后", .afternoon), ("傍晚", .afternoon), ("晚上", .night), ("夜里", .night), ("夜间", .night),
        ("半夜", .night),
    ]

    /// `10:30`, `10点`, `十点半`, `3点一刻`, `3时20分`.
    private func clock(at index: Int, _ part: Part?) -> (time: TimeOfDay, end: Int)? {
        guard let hour = number(index) else { return nil }
        var end = endOfNumber(index)
        let mark = scan[end]
        var minute = 0
        if mark == ":" {
            let last = endOfNumber(end + 1)
            guard last - end == 3, let written = number(end + 1), !scan[last].isWordy else { return nil }
            (minute, end) = (written, last)
        } else if mark == "点" || mark == "时" {
            (minute, end) = minutes(at: scan.has("点钟", at: end) ? end + 2 : end + 1)
        } else {
            return nil
        }
        return TimeOfDay(hour: Self.hour(hour, part), minute: minute).map { ($0, end) }
    }

    private func minutes(at index: Int) -> (minute: Int, end: Int) {
        for (word, minute) in [("半", 30), ("一刻", 15), ("三刻", 45), ("1刻", 15), ("3刻", 45), ("整", 0)]
        where scan.has(word, at: index) {
            return (minute, index + word.unicodeScalars.count)
        }
        let end = endOfNumber(index)
        // 10点3号楼 is no 10:03.
        guard let minute = number(index), minute < 60, scan[end] == "分" else { return (0, index) }
        return (minute, end + 1)
    }

    /// Of 24 hours.
    private static func hour(_ hour: Int, _ part: Part?) -> Int {
        switch part {
        case .afternoon where hour < 12, .noon where hour < 10: hour + 12
        // 晚上12点 ends the day, 夜里2点 begins one.
        case .night where 5...12 ~= hour: hour + 12
        case .morning where hour == 12: 0
        case .afternoon, .noon, .night, .morning, nil: hour
        }
    }

    private func isNumber(_ index: Int) -> Bool { scan[index].isDigit || scan[index].isNumeral }

    private func endOfNumber(_ index: Int) -> Int {
        var end = index
        while end < index + 5, scan[index].isDigit ? scan[end].isDigit : scan[end].isNumeral { end += 1 }
        return end
    }

    private func number(_ index: Int) -> Int? {
        let end = endOfNumber(index)
        guard end > index, index >= 0 else { return nil }
        return WrittenNumber.value(scan.codes[index..<end])
    }
}
