/// A date on which the week's rule does not hold: a holiday, or a make-up workday.
public struct DayException: Hashable, Sendable {
    /// What the date is instead.
    public enum Kind: String, Hashable, Sendable, Codable {
        /// 放假: a day off, whatever its weekday.
        case off
        /// 调休上班: a workday, whatever its weekday.
        case makeUp = "make_up"
    }

    /// The date.
    public let date: LocalDate

    /// The holiday it belongs to, such as 春节.
    public let name: String

    /// Off, or a make-up workday.
    public let kind: Kind

    /// Makes an exception.
    public init(date: LocalDate, name: String, kind: Kind) {
        self.date = date
        self.name = name
        self.kind = kind
    }
}

/// For which years an official calendar exists; a deadline that needs another year is provisional.
public enum KnownYears: Hashable, Sendable {
    /// Every year: no official calendar has a say here, as around the clock.
    case every
    /// None yet: weekdays are all there is to go by.
    case none
    /// These years, first to last.
    case years(ClosedRange<Int>)

    /// Whether the official calendar for a date exists.
    public func contains(_ date: LocalDate) -> Bool {
        switch self {
        case .every: true
        case .none: false
        case .years(let range): range.contains(date.year)
        }
    }
}
