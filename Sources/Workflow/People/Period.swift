/// A stretch of time in which something holds: from its first instant on, up to its end and not at it.
public struct Period: Hashable, Sendable {
    /// When it begins.
    public let from: Instant
    /// When it is over.
    public let until: Instant

    /// All of time.
    public static let always = Period(unchecked: Instant(microseconds: .min), Instant(microseconds: .max))

    /// Makes a period; nil where it would be empty.
    public init?(from: Instant, until: Instant) {
        guard from < until else { return nil }
        self.init(unchecked: from, until)
    }

    /// Makes a period of whole days on the wall of a calendar's zone, the last one included.
    ///
    /// Nil where the last day comes before the first.
    ///
    /// - Parameters:
    ///   - first: the day at whose midnight it begins; nil: it has always been so.
    ///   - last: the day at whose end it is over; nil: it has no end.
    ///   - calendar: whose zone counts.
    public init?(from first: LocalDate?, through last: LocalDate?, in calendar: WorkCalendar) {
        if let first, let last, last < first { return nil }
        self.init(
            from: first.map { calendar.midnight(of: $0) } ?? Self.always.from,
            until: last.map { calendar.midnight(of: $0.adding(days: 1)) } ?? Self.always.until
        )
    }

    private init(unchecked from: Instant, _ until: Instant) {
        self.from = from
        self.until = until
    }
}

extension Period {
    /// Whether an instant lies in it.
    public func contains(_ instant: Instant) -> Bool { from <= instant && instant < until }

    /// Whether both hold at some instant.
    public func overlaps(_ other: Period) -> Bool { from < other.until && other.from < until }

    /// The first day that it touches; nil where it has no beginning.
    public func firstDay(in calendar: WorkCalendar) -> LocalDate? {
        self.from == Self.always.from ? nil : calendar.local(self.from).date
    }

    /// The last day that it touches; nil where it has no end.
    public func lastDay(in calendar: WorkCalendar) -> LocalDate? {
        until == Self.always.until ? nil : calendar.local(until.advanced(byMicroseconds: -1)).date
    }

    /// What is left of it when others are taken away, in the order of time.
    public func subtracting(_ others: some Sequence<Period>) -> [Period] {
        var rest: [Period] = []
        var start = self.from
        for other in others.sorted(by: { $0.from < $1.from }) where overlaps(other) {
            if let gap = Period(from: start, until: min(other.from, until)) { rest.append(gap) }
            start = max(start, other.until)
        }
        if let gap = Period(from: start, until: until) { rest.append(gap) }
        return rest
    }
}

extension WorkCalendar {
    /// The instant at which a day begins on the wall.
    public func midnight(of date: LocalDate) -> Instant {
        instant(LocalDateTime(date: date, time: .midnight))
    }

    /// A whole day on the wall: 23 or 25 hours where clocks are put forward or back.
    public func day(_ date: LocalDate) -> Period? { Period(from: date, through: date, in: self) }
}
