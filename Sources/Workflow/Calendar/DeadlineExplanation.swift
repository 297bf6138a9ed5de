/// Why something falls due then: a timeline as data, that a clerk can read in Chinese or English.
public struct DeadlineExplanation: Hashable, Sendable {
    /// The limit that is explained.
    public let limit: Limit

    /// The name of the calendar that counts.
    public let calendar: String

    /// When the limit begins to run.
    public let start: Instant

    /// When it falls due: always what `deadline(after:from:)` says.
    public let due: Instant

    /// Whether the deadline is provisional.
    public let provisional: Bool

    /// The steps from the start to the due time, in order.
    public let lines: [Line]

    /// One step of the timeline; all times are local to the calendar.
    public enum Line: Hashable, Sendable {
        /// The limit begins to run.
        case starts(LocalDateTime)
        /// The start lies outside the windows; counting begins at the next opening.
        case waits(until: LocalDateTime)
        /// The day of the start does not count.
        case startDayExcluded(LocalDate)
        /// Time counts around the clock, without a look at windows or holidays.
        case elapses(seconds: Int64)
        /// These days do not count.
        case skips(DayRun)
        /// Working time on these days counts; so much of it, and so much is still left.
        case counts(DayRun, seconds: Int64, left: Int64)
        /// These days count, from the one of the first number to the one of the last.
        case countsDays(DayRun, first: Int, last: Int)
        /// So many calendar days lead to this date.
        case reaches(LocalDate, days: Int)
        /// That date is off, so the end moves on to the next working day.
        case moves(from: LocalDate, to: LocalDate)
        /// The time of day stays that of the start.
        case keepsClock(TimeOfDay)
        /// It falls due.
        case due(LocalDateTime)
        /// Where the rule comes from.
        case source(Source)
        /// No official calendar exists for this year yet.
        case provisional(year: Int)
    }

    /// Consecutive dates of one kind.
    public struct DayRun: Hashable, Sendable {
        /// The first date.
        public internal(set) var first: LocalDate
        /// The last date.
        public internal(set) var last: LocalDate
        /// What they have in common.
        public let kind: DayKind

        /// How many days it is.
        public var count: Int { first.days(to: last) + 1 }
    }

    /// What a date is to a calendar.
    public enum DayKind: Hashable, Sendable {
        /// A workday of the week.
        case workday
        /// 调休上班: a make-up workday, with the holiday it makes up for.
        case makeUp(String)
        /// 周末: a Saturday or Sunday off.
        case weekend
        /// Another day of the week without windows.
        case dayOff
        /// 放假: a holiday.
        case holiday(String)
    }

    /// The rule behind a form of limit.
    public enum Source: Hashable, Sendable {
        /// 民法典第200–203条: periods in days end at the close of the last working day.
        case civilCodeDays
        /// 民法典第201条第2款: periods in hours run from their time of start.
        case civilCodeHours
        /// The calendar's own windows: working time is counted inside them only.
        case workingTime
        /// The same clock time some days later, as agreed.
        case sameClock
    }
}

extension DeadlineExplanation {
    /// The same, its calendar called as people call it.
    ///
    /// - Parameter language: the language of the title.
    /// - Returns: the explanation.
    public func naming(in language: Language) -> DeadlineExplanation {
        DeadlineExplanation(
            limit: limit,
            calendar: WorkCalendar.title(of: calendar)(language),
            start: start,
            due: due,
            provisional: provisional,
            lines: lines
        )
    }
}
