import Workflow

/// A time as people write it in sheets.
///
/// Such as `2026-03-02 09:30`, `2026/3/2 9:30:05`, `2026年3月2日9时30分`, or as ISO 8601 has
/// it, with or without a zone. A date alone is its midnight.
struct LocalMoment {
    /// The date.
    let date: LocalDate
    /// The time of day.
    let time: TimeOfDay
    /// Parts of a second, in microseconds.
    let fraction: Int64
    /// Seconds east of Greenwich; nil: local time.
    let offset: Int64?

    /// Reads a text; nil where it is no time, such as the 30th of February.
    init?(_ text: String) {
        var scanner = MomentScanner(text)
        guard let year = scanner.number(4...4), scanner.skip("-/.年"), let month = scanner.number(1...2),
            scanner.skip("-/.月"), let day = scanner.number(1...2),
            let date = LocalDate(year: year, month: month, day: day)
        else { return nil }
        scanner.skip("日")
        var clock = (hour: 0, minute: 0, second: 0)
        var fraction: Int64 = 0
        var offset: Int64?
        scanner.skipAll("T \u{3000}")
        if !scanner.isAtEnd {
            guard let hour = scanner.number(1...2), scanner.skip(":：时点"), let minute = scanner.number(2...2) else {
                return nil
            }
            clock = (hour, minute, 0)
            if scanner.skip(":：分"), let second = scanner.number(2...2) {
                clock.second = second
                if scanner.skip(".") {
                    guard let micros = scanner.fraction() else { return nil }
                    fraction = micros
                }
                scanner.skip("秒")
            }
            scanner.skipAll(" ")
            offset = scanner.zone()
        }
        guard scanner.isAtEnd,
            let time = TimeOfDay(hour: clock.hour, minute: clock.minute, second: clock.second)
        else { return nil }
        self.date = date
        self.time = time
        self.fraction = fraction
        self.offset = offset
    }

    /// The point in time; where no zone was given, by a calendar's wall clock.
    func instant(_ calendar: WorkCalendar) -> Instant {
        let local = LocalDateTime(date: date, time: time)
        guard let offset else { return calendar.instant(local).advanced(byMicroseconds: fraction) }
        let wall = Int64(local.date.daysSinceEpoch) * 86_400 + Int64(local.time.seconds)
        return Instant(seconds: wall - offset).advanced(byMicroseconds: fraction)
    }
}

/// Walks over the characters of a time.
private struct MomentScanner {
    private var rest: Substring.UnicodeScalarView

    init(_ text: String) {
        rest = text[...].unicodeScalars
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// A number of so many digits.
    mutating func number(_ width: ClosedRange<Int>) -> Int? {
        let digits = rest.prefix { ("0"..."9").contains($0) }
        guard width.contains(digits.count), let number = Int(String(digits)) else { return nil }
        rest = rest.dropFirst(digits.count)
        return number
    }

    /// The digits after the point of a second, as microseconds.
    mutating func fraction() -> Int64? {
        let digits = rest.prefix { ("0"..."9").contains($0) }
        guard (1...9).contains(digits.count) else { return nil }
        rest = rest.dropFirst(digits.count)
        return Int64((String(digits) + "00000").prefix(6))
    }

    /// Passes over one of these.
    @discardableResult
    mutating func skip(_ characters: String) -> Bool {
        guard let first = rest.first, characters.unicodeScalars.contains(first) else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// Passes over all of these.
    mutating func skipAll(_ characters: String) {
        while skip(characters) {}
    }

    /// `Z`, `+08:00` or `+0800`, as seconds east of Greenwich.
    mutating func zone() -> Int64? {
        if skip("Zz") { return 0 }
        guard let sign = rest.first, sign == "+" || sign == "-" else { return nil }
        let digits = rest.dropFirst().filter { $0 != ":" }.map(String.init).joined()
        guard digits.count == 4, let number = Int64(digits), number / 100 <= 14, number % 100 < 60 else { return nil }
        rest = rest.dropFirst(rest.count)
        return (sign == "-" ? -1 : 1) * (number / 100 * 3_600 + number % 100 * 60)
    }
}
