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

    /// Makes an instant from whole seconds since the Unix epoch, UTC.
    public init(seconds: Int64) {
        self.microseconds = seconds * 1_000_000
    }

    /// The earlier of two instants has fewer microseconds.
    public static func < (lhs: Instant, rhs: Instant) -> Bool {
        lhs.microseconds < rhs.microseconds
    }
}

extension Instant {
    /// Whole seconds since the epoch, rounded down.
    public var seconds: Int64 {
        microseconds >= 0 ? microseconds / 1_000_000 : (microseconds - 999_999) / 1_000_000
    }

    /// The instant so many seconds later (earlier when negative).
    public func advanced(bySeconds seconds: Int64) -> Instant {
        Instant(microseconds: microseconds + seconds * 1_000_000)
    }
}
