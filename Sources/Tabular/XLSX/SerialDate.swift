/// The days that spreadsheets count, as ISO 8601.
enum SerialDate {
    /// The text of a count of days.
    ///
    /// - Parameters:
    ///   - serial: The days, and the time of day as a fraction.
    ///   - format: What of it is shown: the day, the time, or both.
    ///   - countsFrom1904: Whether day 0 is 1904-01-01; otherwise day 1 is 1900-01-01.
    /// - Returns: Such as `2026-02-13`, `2026-02-13T16:30:00` or `16:30:00`; nil for a day that no spreadsheet shows.
    static func text(_ serial: Double, format: NumberFormat, countsFrom1904: Bool) -> String? {
        guard serial >= 0, serial < 2_958_466 else { return nil }
        let seconds = Int((serial * 86_400).rounded())
        let day = seconds / 86_400
        switch format {
        case .date(let hasTime):
            let date = date(day, countsFrom1904: countsFrom1904)
            return hasTime ? "\(date)T\(clock(seconds % 86_400))" : date
        case .time(let isElapsed): return clock(isElapsed ? seconds : seconds % 86_400)
        case .general, .padded: return nil
        }
    }

    private static func clock(_ seconds: Int) -> String {
        "\(digits(seconds / 3600, 2)):\(digits(seconds / 60 % 60, 2)):\(digits(seconds % 60, 2))"
    }

    /// The date of a day; 1900 has a 29th of February, for Excel counts it, and so does everyone after Excel.
    private static func date(_ day: Int, countsFrom1904: Bool) -> String {
        if countsFrom1904 { return civil(day + 1462 - 25_569) }
        if day == 60 { return "1900-02-29" }
        return civil(day > 60 ? day - 25_569 : day - 25_568)
    }

    /// The Gregorian date of a day counted from 1970-01-01, by eras of 400 years that begin in March.
    private static func civil(_ day: Int) -> String {
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(digits(year, 4))-\(digits(month, 2))-\(digits(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1, 2))"
    }

    private static func digits(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
