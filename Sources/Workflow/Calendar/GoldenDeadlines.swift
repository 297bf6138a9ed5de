/// Compares deadlines with a file of deadlines that others computed, row by row.
///
/// The file has the columns `kind,profile,start_local,amount,unit,deadline_local`: local times of Asia/Shanghai,
/// kinds `working_seconds` (units `s`, `min`, `h`) and `working_days` (unit `workday`), profiles such as
/// `W0830-12_1430-1730` (windows, Monday to Friday) or `-`. A deadline without a time is compared by its date.
public enum GoldenDeadlines {
    /// What came out.
    public struct Report: Hashable, Sendable {
        /// How many rows were compared or refused.
        public internal(set) var rows = 0
        /// Rows whose deadline came out differently.
        public internal(set) var mismatches: [Mismatch] = []
        /// Rows that cannot be read.
        public internal(set) var badRows: [BadRow] = []

        /// How many rows came out the same.
        public var equal: Int { rows - mismatches.count - badRows.count }

        /// Whether there was something to compare and all of it came out the same.
        public var isClean: Bool { rows > 0 && equal == rows }
    }

    /// A row whose deadline came out differently.
    public struct Mismatch: Hashable, Sendable {
        /// The line's number, counted from one.
        public let line: Int
        /// The deadline in the file.
        public let expected: String
        /// The deadline that came out.
        public let got: String
    }

    /// A row that cannot be read.
    public struct BadRow: Hashable, Sendable {
        /// The line's number, counted from one.
        public let line: Int
        /// What is wrong with it.
        public let reason: String
    }

    /// Checks a file's text against the deadlines that calendars with these holidays give.
    ///
    /// - Parameters:
    ///   - csvText: the file, heading included.
    ///   - holidays: the holidays and make-up workdays to count with.
    /// - Returns: counts, mismatches and bad rows; it never throws, a file that cannot be read at all is one bad row.
    public static func check(_ csvText: String, holidays: HolidayList) -> Report {
        var checker = GoldenChecker(holidays: holidays)
        var report = Report()
        for row in CSVLines(csvText) where !row.isHeading(GoldenChecker.columns) {
            report.rows += 1
            do {
                if let mismatch = try checker.compare(row) { report.mismatches.append(mismatch) }
            } catch {
                report.badRows.append(BadRow(line: row.line, reason: error.reason))
            }
        }
        return report
    }
}

/// Compares one row after the other, keeping the calendars that it had to build.
struct GoldenChecker {
    /// The heading.
    static let columns = ["kind", "profile", "start_local", "amount", "unit", "deadline_local"]

    /// Why a row cannot be read.
    struct RowError: Error {
        let reason: String
    }

    private let holidays: HolidayList
    private var calendars: [String: WorkCalendar] = [:]

    init(holidays: HolidayList) {
        self.holidays = holidays
    }

    /// The difference, or `nil` when the deadline comes out the same.
    mutating func compare(_ row: CSVLines.Row) throws(RowError) -> GoldenDeadlines.Mismatch? {
        guard row.fields.count == Self.columns.count else {
            throw RowError(reason: "expected \(Self.columns.count) fields, found \(row.fields.count)")
        }
        let limit = try Self.limit(kind: row.fields[0], amount: row.fields[3], unit: row.fields[4])
        let calendar = try calendar(profile: row.fields[1], kind: row.fields[0])
        let start = try Self.localTime(row.fields[2])
        let expected = row.fields[5]
        let expectedTime = try Self.localTime(expected)
        let due = calendar.local(calendar.deadline(after: limit, from: calendar.instant(start)).due)
        if LocalDate(expected) != nil {
            return due.date == expectedTime.date ? nil : .init(line: row.line, expected: expected, got: "\(due.date)")
        }
        return due == expectedTime ? nil : .init(line: row.line, expected: expected, got: "\(due)")
    }

    private static func localTime(_ text: String) throws(RowError) -> LocalDateTime {
        if let time = LocalDateTime(text) { return time }
        if let date = LocalDate(text) { return LocalDateTime(date: date, time: .midnight) }
        throw RowError(reason: "“\(text)” is neither a date nor a local time")
    }

    private static func limit(kind: String, amount text: String, unit: String) throws(RowError) -> Limit {
        guard let amount = Digits.number(text.utf8) else { throw RowError(reason: "“\(text)” is not an amount") }
        let form: Limit.Form
        switch (kind, unit) {
        case ("working_seconds", "s"): form = .workingSeconds(amount)
        case ("working_seconds", "min"): form = .workingMinutes(amount)
        case ("working_seconds", "h"): form = .workingHours(amount)
        case ("working_days", "workday"): form = .workingDays(amount)
        default: throw RowError(reason: "no rule for kind “\(kind)” in unit “\(unit)”")
        }
        do {
            return try Limit(form)
        } catch {
            throw RowError(reason: error.description)
        }
    }

    /// Days do not depend on the windows, so `-` stands for any.
    private mutating func calendar(profile: String, kind: String) throws(RowError) -> WorkCalendar {
        if let calendar = calendars[profile] { return calendar }
        guard profile != "-" || kind == "working_days" else { throw RowError(reason: "\(kind) needs a profile") }
        do {
            let windows = try Self.windows(profile: profile == "-" ? "W9-17" : profile)
            let calendar = try WorkCalendar(
                name: "golden",
                zone: WorkCalendar.chinaZone,
                windows: WorkWeek(Weekday.workweek, windows),
                exceptions: holidays.exceptions,
                knownYears: holidays.knownYears
            )
            calendars[profile] = calendar
            return calendar
        } catch {
            throw RowError(reason: "profile “\(profile)”: \(error)")
        }
    }

    /// `W9-12_1430-1730`: hours, or hours and minutes in four digits.
    private static func windows(profile: String) throws(CalendarError) -> [WorkWindow] {
        guard profile.first == "W" else { throw .badWindow(profile) }
        var windows: [WorkWindow] = []
        for part in profile.dropFirst().split(separator: "_", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map(time)
            guard ends.count == 2, let opens = ends[0], let closes = ends[1] else { throw .badWindow(String(part)) }
            windows.append(try WorkWindow(opens: opens, closes: closes))
        }
        return windows
    }

    private static func time(_ text: Substring) -> TimeOfDay? {
        guard let number = Digits.number(text.utf8) else { return nil }
        switch text.utf8.count {
        case 1, 2: return TimeOfDay(hour: number, minute: 0)
        case 3, 4: return TimeOfDay(hour: number / 100, minute: number % 100)
        default: return nil
        }
    }
}
