/// How long something may take, as people write it: `30m`, `8h`, `2wh`, `5wd`, `30d`, `4wh@office`.
///
/// A limit is data in a definition, a directory rule or a grade; a `WorkCalendar` turns it into a `Deadline`.
/// It may name its calendar; without a name the book's default calendar counts.
public struct Limit: Hashable, Sendable {
    /// What is counted, and how much of it.
    public let form: Form

    /// The calendar that counts, or `nil` for the default one.
    public let calendar: String?

    /// The forms a limit can take.
    public enum Form: Hashable, Sendable {
        /// `0`: due the moment it starts.
        case atOnce
        /// `90s`: elapsed seconds, around the clock.
        case seconds(Int)
        /// `30m`: elapsed minutes, around the clock.
        case minutes(Int)
        /// `8h`: elapsed hours, around the clock.
        case hours(Int)
        /// `45ws`: seconds of working time.
        case workingSeconds(Int)
        /// `30wm`: minutes of working time.
        case workingMinutes(Int)
        /// `2wh`: hours of working time.
        case workingHours(Int)
        /// `5wd`: working days; the day of the start does not count, due at the close of the last.
        case workingDays(Int)
        /// `5bd`: business days at the same clock time; a start outside the windows is first moved to the next opening.
        case businessDays(Int)
        /// `30d`: calendar days, due at the close of the last, or of the next working day if the last is off.
        case calendarDays(Int)
        /// `30cd`: calendar days at the same clock time, whatever day that is.
        case clockDays(Int)
    }

    /// What a clock with this limit uses up: working time stands still outside the windows.
    public enum Measure: String, Hashable, Sendable, Codable {
        /// Time as it passes, around the clock.
        case elapsed
        /// Time inside the calendar's windows only.
        case working
    }

    /// No limit may reach beyond this many days (ten years): more is taken for a slip of the pen.
    public static let longestDays = 3660

    /// Due the moment it starts.
    public static let atOnce = Limit(unchecked: .atOnce, calendar: nil)

    /// Makes a limit from its form.
    ///
    /// - Throws: `LimitError` when the amount is not between 1 and ten years, or the calendar's name is no name.
    public init(_ form: Form, calendar: String? = nil) throws(LimitError) {
        if let amount = form.amount, !(1...form.largestAmount).contains(amount) {
            throw .amountOutOfRange("\(amount)\(form.suffix)", largest: form.largestAmount)
        }
        if let calendar, !Self.isName(calendar) {
            throw .badCalendarName(calendar)
        }
        self.init(unchecked: form, calendar: calendar)
    }

    private init(unchecked form: Form, calendar: String?) {
        self.form = form
        self.calendar = calendar
    }
}

extension Limit {
    /// Whether working time or elapsed time is used up; a pause keeps what remains in this measure.
    public var measure: Measure {
        switch form {
        case .atOnce, .seconds, .minutes, .hours, .calendarDays, .clockDays: .elapsed
        case .workingSeconds, .workingMinutes, .workingHours, .workingDays, .businessDays: .working
        }
    }

    /// Whether the due time depends on windows, holidays and make-up workdays, and so can be provisional.
    public var dependsOnCalendar: Bool {
        switch form {
        case .atOnce, .seconds, .minutes, .hours, .clockDays: false
        case .workingSeconds, .workingMinutes, .workingHours, .workingDays, .businessDays, .calendarDays: true
        }
    }

    /// The same limit counted by a calendar of this name.
    ///
    /// - Throws: `LimitError.badCalendarName` when the text cannot name a calendar.
    public func on(calendar name: String) throws(LimitError) -> Limit {
        try Limit(form, calendar: name)
    }

    /// Whether a text can name a calendar: letters, digits, `-`, `_`, `.`, up to 40 bytes, a letter first.
    static func isName(_ text: String) -> Bool {
        guard (1...40).contains(text.utf8.count), let first = text.first, first.isLetter else { return false }
        return text.allSatisfy { $0.isLetter || $0.isNumber || "-_.".contains($0) }
    }
}

extension Limit.Form {
    /// The number in front of the suffix, or `nil` for `0`.
    public var amount: Int? {
        switch self {
        case .atOnce: nil
        case .seconds(let count), .minutes(let count), .hours(let count), .workingSeconds(let count),
            .workingMinutes(let count), .workingHours(let count), .workingDays(let count), .businessDays(let count),
            .calendarDays(let count), .clockDays(let count):
            count
        }
    }

    /// The letters behind the amount.
    var suffix: String {
        switch self {
        case .atOnce: ""
        case .seconds: "s"
        case .minutes: "m"
        case .hours: "h"
        case .workingSeconds: "ws"
        case .workingMinutes: "wm"
        case .workingHours: "wh"
        case .workingDays: "wd"
        case .businessDays: "bd"
        case .calendarDays: "d"
        case .clockDays: "cd"
        }
    }

    /// The largest amount that stays within ten years.
    var largestAmount: Int {
        switch self {
        case .atOnce: 0
        case .seconds, .workingSeconds: Limit.longestDays * 86_400
        case .minutes, .workingMinutes: Limit.longestDays * 1440
        case .hours, .workingHours: Limit.longestDays * 24
        case .workingDays, .businessDays, .calendarDays, .clockDays: Limit.longestDays
        }
    }
}
