/// A date on the wall, in no particular zone: `2026-02-14`.
///
/// Kept as days since 1970-01-01 in the proleptic Gregorian calendar, so comparing and counting days is plain
/// arithmetic. Covers the years 1 to 9999.
public struct LocalDate: Hashable, Sendable {
    /// Days since 1970-01-01; negative before.
    public let daysSinceEpoch: Int

    /// The first date that can be written, 0001-01-01.
    public static let earliest = LocalDate(unchecked: -719_162)

    /// The last date that can be written, 9999-12-31.
    public static let latest = LocalDate(unchecked: 2_932_896)

    /// Makes a date from days since 1970-01-01, held within the years 1 to 9999.
    public init(daysSinceEpoch days: Int) {
        daysSinceEpoch = min(max(days, Self.earliest.daysSinceEpoch), Self.latest.daysSinceEpoch)
    }

    /// Makes a date from its parts, or `nil` when no such day exists.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.daysInMonth(month, of: year)
        else { return nil }
        daysSinceEpoch = Self.days(year: year, month: month, day: day)
    }

    private init(unchecked days: Int) {
        daysSinceEpoch = days
    }
}

extension LocalDate {
    /// The year, 1 to 9999.
    public var year: Int { parts.year }

    /// The month, 1 to 12.
    public var month: Int { parts.month }

    /// The day of the month, 1 to 31.
    public var day: Int { parts.day }

    /// The day of the week.
    public var weekday: Weekday {
        // 1970-01-01 was a Thursday.
        let index = ((daysSinceEpoch + 3) % 7 + 7) % 7
        return Weekday.allCases[index]
    }

    /// The date so many days later, or earlier when negative, held within the years 1 to 9999.
    public func adding(days: Int) -> LocalDate {
        let (sum, overflow) = daysSinceEpoch.addingReportingOverflow(days)
        guard overflow else { return LocalDate(daysSinceEpoch: sum) }
        return days < 0 ? .earliest : .latest
    }

    /// Days from this date to another; negative when the other is earlier.
    public func days(to other: LocalDate) -> Int {
        other.daysSinceEpoch - daysSinceEpoch
    }

    /// The first of January of a year, held within the years 1 to 9999.
    public static func startOfYear(_ year: Int) -> LocalDate {
        LocalDate(daysSinceEpoch: days(year: min(max(year, 1), 9999), month: 1, day: 1))
    }

    /// The thirty-first of December of a year, held within the years 1 to 9999.
    public static func endOfYear(_ year: Int) -> LocalDate {
        LocalDate(daysSinceEpoch: days(year: min(max(year, 1), 9999), month: 12, day: 31))
    }

    /// How many days a month has.
    public static func daysInMonth(_ month: Int, of year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: isLeap(year) ? 29 : 28
        default: 31
        }
    }

    /// Whether a year has a 29th of February.
    public static func isLeap(_ year: Int) -> Bool {
        (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
    }
}

extension LocalDate: Comparable {
    /// The earlier of two dates has fewer days since the epoch.
    public static func < (lhs: LocalDate, rhs: LocalDate) -> Bool {
        lhs.daysSinceEpoch < rhs.daysSinceEpoch
    }
}

extension LocalDate: CustomStringConvertible, LosslessStringConvertible, Codable {
    /// The date as ISO 8601 writes it, `2026-02-14`.
    public var description: String {
        let (year, month, day) = parts
        return "\(Digits.padded(year, to: 4))-\(Digits.padded(month, to: 2))-\(Digits.padded(day, to: 2))"
    }

    /// Reads exactly `YYYY-MM-DD`, or answers `nil`.
    public init?(_ text: String) {
        let fields = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard fields.count == 3,
            let year = Digits.number(fields[0], width: 4),
            let month = Digits.number(fields[1], width: 2),
            let day = Digits.number(fields[2], width: 2)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Decodes ISO 8601 text.
    public init(from decoder: any Decoder) throws {
        self = try decoder.value(describedAs: "a date such as 2026-02-14")
    }

    /// Encodes as ISO 8601 text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension LocalDate {  // MARK: - The Gregorian calendar as arithmetic

    /// Year, month and day, by Howard Hinnant's `civil_from_days`: eras of 400 years, years that begin in March.
    var parts: (year: Int, month: Int, day: Int) {
        let shifted = daysSinceEpoch + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    private static func days(year: Int, month: Int, day: Int) -> Int {
        let marchYear = month <= 2 ? year - 1 : year
        let era = marchYear / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
