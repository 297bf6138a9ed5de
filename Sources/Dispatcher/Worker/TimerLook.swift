import PGStore
package import Postgres
package import Workflow

/// Looks for the next timer of a district by a plain read, and keeps the low watermark under it.
///
/// Everything below the earliest timer that such a read shows is gone or not yet visible. What is not yet visible
/// was armed by a transaction still open, with `fire_at` no earlier than the clock it read: so the mark never
/// comes closer to the clock than ten seconds, twice as long as a write may take.
package struct TimerLook: Sendable {
    /// The district.
    package let district: DistrictID
    /// Timers at or before this are known to be gone.
    package private(set) var low = Instant(microseconds: 0)

    private let pool: Pool

    /// Begins with the mark at the beginning of time.
    package init(district: DistrictID, pool: Pool) {
        self.district = district
        self.pool = pool
    }

    /// Looks once and moves the mark; one query.
    ///
    /// - Returns: the earliest timer above the mark, nil where there is none, and the database's clock.
    /// - Throws: `PostgresError`.
    package mutating func next() async throws -> (next: Instant?, clock: Instant) {
        let row = try await pool.query(TimerQueries.next(district: district, above: low)).only()
        let clock = Instant(try row[0, as: Timestamp.self])
        let next: Timestamp? = try row[1]
        let safe = clock.advanced(bySeconds: -10)
        let seen = next.map { Instant(microseconds: $0.microseconds - 1) } ?? safe
        low = max(low, min(seen, safe))
        return (next.map { Instant($0) }, clock)
    }

    /// Counts what lies behind the mark, which must be nothing; where there is something the mark goes back to the
    /// beginning.
    ///
    /// - Returns: how many timers lie behind it.
    /// - Throws: `PostgresError`.
    package mutating func sweep() async throws -> Int64 {
        let count: Int64 = try await pool.query(TimerQueries.behind(district: district, low: low)).only()[0]
        if count > 0 { low = Instant(microseconds: 0) }
        return count
    }
}
