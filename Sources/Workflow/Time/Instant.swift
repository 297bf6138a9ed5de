/// A point in time: microseconds since 1970-01-01T00:00:00Z, as PostgreSQL keeps it.
///
/// Leap seconds are not counted. All clocks, due times and events use this type; local time exists only
/// inside a `WorkCalendar` and where something is shown to a person.
public struct Instant: Hashable, Comparable, Sendable {
    /// Microseconds since the Unix epoch, UTC.
    public var microseconds: Int64

    /// Makes an instant from microseconds since the Unix epoch, UTC.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Makes an instant from whole seconds since the Unix epoch, UTC, held at the ends of what can be represented.
    public init(seconds: Int64) {
        let (amount, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        microseconds = overflow ? (seconds < 0 ? .min : .max) : amount
    }

    /// The earlier of two instants has fewer microseconds.
    public static func < (lhs: Instant, rhs: Instant) -> Bool {
        lhs.microseconds < rhs.microseconds
    }
}

extension Instant {
    /// Whole seconds since the epoch, rounded down.
    public var seconds: Int64 {
        let (quotient, remainder) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// The instant so many seconds later (earlier when negative), held at the ends of what can be represented.
    public func advanced(bySeconds seconds: Int64) -> Instant {
        let (amount, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        guard overflow else { return advanced(byMicroseconds: amount) }
        return Instant(microseconds: seconds < 0 ? .min : .max)
    }
}
