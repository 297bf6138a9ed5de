/// When a place works: windows per weekday, holidays, make-up workdays (调休), all in one time zone.
///
/// Building it lays out every working day from 2000 (or the first known year) to 2100 on the time line, so that
/// deadlines and working time are exact to the microsecond and cost one binary search. Copies are cheap.
///
/// **Outside the table** there is no working time: a start before it waits for the table's first opening, a deadline
/// that would pass its end stops at the last closing (or at the start, if that is later) and is provisional.
public final class WorkCalendar: Sendable {
    /// The name that limits use, as in `4wh@office`.
    public let name: String

    /// The windows of the week.
    public let week: WorkWeek

    /// Holidays and make-up workdays, in the order of their dates.
    public let exceptions: [DayException]

    /// For which years an official calendar exists.
    public let knownYears: KnownYears

    let offsets: ZoneOffsets
    let table: DayTable
    let exceptionsByDay: [LocalDate: DayException]

    /// A deadline that starts before this moment or falls due after `knownUntil` is provisional.
    let knownFrom: Int64
    let knownUntil: Int64

    /// Years that exceptions and known years may name.
    static let possibleYears = 1900...2200

    /// Builds a calendar.
    ///
    /// - Parameters:
    ///   - name: what limits call it.
    ///   - zone: the IANA name of its time zone.
    ///   - windows: the working time of the week.
    ///   - exceptions: holidays and make-up workdays, in any order; the same one twice counts once.
    ///   - knownYears: the years for which an official calendar exists.
    /// - Throws: `CalendarError` when the calendar contradicts itself or names an unknown zone.
    public init(
        name: String,
        zone: String,
        windows: WorkWeek,
        exceptions: [DayException] = [],
        knownYears: KnownYears
    ) throws(CalendarError) {
        guard Limit.isName(name) else { throw .badName(name) }
        let byDay = try Self.index(exceptions)
        let years = try Self.tableYears(exceptions: exceptions, known: knownYears)
        let first = LocalDate.startOfYear(years.lowerBound)
        let last = LocalDate.endOfYear(years.upperBound)
        let offsets = try ZoneOffsets(name: zone, from: first, through: last)
        self.name = name
        self.week = windows
        self.exceptions = byDay.values.sorted { $0.date < $1.date }
        self.knownYears = knownYears
        self.offsets = offsets
        exceptionsByDay = byDay
        table = DayTable(first: first, last: last, zone: offsets) { Self.windows(on: $0, week: windows, byDay) }
        (knownFrom, knownUntil) = Self.knownMoments(knownYears, offsets)
    }

    /// The IANA name of the time zone.
    public var zone: String { offsets.name }
}

extension WorkCalendar: Hashable {
    /// Calendars are equal when they are built from the same facts.
    public static func == (lhs: WorkCalendar, rhs: WorkCalendar) -> Bool {
        lhs === rhs
            || lhs.name == rhs.name && lhs.zone == rhs.zone && lhs.week == rhs.week && lhs.exceptions == rhs.exceptions
                && lhs.knownYears == rhs.knownYears
    }

    /// Hashes the facts that the calendar is built from.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(zone)
        hasher.combine(week)
        hasher.combine(exceptions)
        hasher.combine(knownYears)
    }
}

extension WorkCalendar {  // MARK: - Building

    private static func index(_ exceptions: [DayException]) throws(CalendarError) -> [LocalDate: DayException] {
        var byDay: [LocalDate: DayException] = [:]
        for exception in exceptions {
            guard let other = byDay.updateValue(exception, forKey: exception.date), other != exception else { continue }
            guard other.kind == exception.kind else { throw .contradictingDate(exception.date) }
            throw .repeatedDate(exception.date, other.name, exception.name)
        }
        return byDay
    }

    private static func tableYears(
        exceptions: [DayException],
        known: KnownYears
    ) throws(CalendarError) -> ClosedRange<Int> {
        for exception in exceptions where !possibleYears.contains(exception.date.year) {
            throw .outOfRange("\(exception.date) \(exception.name)")
        }
        var years = exceptions.map(\.date.year)
        if case .years(let range) = known {
            guard possibleYears.contains(range.lowerBound), possibleYears.contains(range.upperBound) else {
                throw .outOfRange("known years \(range.lowerBound) to \(range.upperBound)")
            }
            years += [range.lowerBound, range.upperBound]
        }
        return min(2000, years.min() ?? 2000)...max(2100, years.max() ?? 2100)
    }

    static func windows(
        on date: LocalDate,
        week: WorkWeek,
        _ exceptions: [LocalDate: DayException]
    ) -> [WorkWindow] {
        switch exceptions[date]?.kind {
        case .off: []
        case .makeUp: week.makeUp
        case nil: week.windows[date.weekday] ?? []
        }
    }

    private static func knownMoments(_ known: KnownYears, _ offsets: ZoneOffsets) -> (from: Int64, until: Int64) {
        switch known {
        case .every: return (.min, .max)
        case .none: return (.max, .min)
        case .years(let range):
            let first = Int64(LocalDate.startOfYear(range.lowerBound).daysSinceEpoch) * 86_400
            let next = Int64(LocalDate.startOfYear(range.upperBound + 1).daysSinceEpoch) * 86_400
            return (
                offsets.firstMoment(atWall: first) * 1_000_000,
                offsets.firstMoment(atWall: next) * 1_000_000
            )
        }
    }
}
