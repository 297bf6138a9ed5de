/// Holidays and make-up workdays as an official notice gives them, and the years they are complete for.
public struct HolidayList: Hashable, Sendable {
    /// Holidays and make-up workdays.
    public let exceptions: [DayException]

    /// The years for which the list is complete.
    public let knownYears: KnownYears

    /// No holidays at all, and no year known.
    public static let none = HolidayList(exceptions: [], knownYears: .none)

    /// Makes a list.
    public init(exceptions: [DayException], knownYears: KnownYears) {
        self.exceptions = exceptions
        self.knownYears = knownYears
    }

    /// Makes a list whose known years are read off its holidays.
    ///
    /// A year is known when it has days off in three months or more; make-up workdays that a notice puts into the
    /// December before do not make that year known. Counted from the last such year back to the first gap.
    public init(exceptions: [DayException]) {
        var months: [Int: Set<Int>] = [:]
        for exception in exceptions where exception.kind == .off {
            months[exception.date.year, default: []].insert(exception.date.month)
        }
        let known = Set(months.filter { $0.value.count >= 3 }.keys)
        guard let last = known.max() else {
            self.init(exceptions: exceptions, knownYears: .none)
            return
        }
        var first = last
        while known.contains(first - 1) { first -= 1 }
        self.init(exceptions: exceptions, knownYears: .years(first...last))
    }
}

extension HolidayList {
    /// Reads lines of `date,name,is_off_day` (`2026-02-14,春节,false`), with or without that heading.
    ///
    /// - Throws: `HolidayFileError` with the line and the reason: a bad date, a bad flag, a date that is said twice.
    public init(csv text: String) throws(HolidayFileError) {
        var seen: [LocalDate: (line: Int, exception: DayException)] = [:]
        var exceptions: [DayException] = []
        for row in CSVLines(text) where !row.isHeading(["date", "name", "is_off_day"]) {
            let exception = try Self.exception(row)
            if let earlier = seen.updateValue((row.line, exception), forKey: exception.date) {
                throw .init(line: row.line, reason: .dateTwice(exception.date, firstLine: earlier.line))
            }
            exceptions.append(exception)
        }
        self.init(exceptions: exceptions)
    }

    private static func exception(_ row: CSVLines.Row) throws(HolidayFileError) -> DayException {
        guard row.fields.count == 3 else { throw .init(line: row.line, reason: .fieldCount(row.fields.count)) }
        guard let date = LocalDate(row.fields[0]) else { throw .init(line: row.line, reason: .badDate(row.fields[0])) }
        guard !row.fields[1].isEmpty else { throw .init(line: row.line, reason: .noName) }
        switch row.fields[2].lowercased() {
        case "true": return DayException(date: date, name: row.fields[1], kind: .off)
        case "false": return DayException(date: date, name: row.fields[1], kind: .makeUp)
        default: throw .init(line: row.line, reason: .badFlag(row.fields[2]))
        }
    }
}

/// A line of a holiday file that cannot be read.
public struct HolidayFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line's number, counted from one.
    public let line: Int

    /// What is wrong with it.
    public let reason: Reason

    /// What can be wrong with a line.
    public enum Reason: Hashable, Sendable {
        /// Not three fields.
        case fieldCount(Int)
        /// No such date.
        case badDate(String)
        /// No name.
        case noName
        /// Neither `true` nor `false`.
        case badFlag(String)
        /// The date stands in an earlier line too.
        case dateTwice(LocalDate, firstLine: Int)
    }

    /// Line and reason.
    public var description: String {
        switch reason {
        case .fieldCount(let count): "line \(line): expected date,name,is_off_day, found \(count) field(s)"
        case .badDate(let text): "line \(line): “\(text)” is not a date such as 2026-02-14"
        case .noName: "line \(line): the holiday has no name"
        case .badFlag(let text): "line \(line): is_off_day is “\(text)”, neither true nor false"
        case .dateTwice(let date, let first): "line \(line): \(date) stands in line \(first) already"
        }
    }
}
