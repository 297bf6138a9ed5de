package import Workflow

/// A token bucket: how many messages a channel may send now.
///
/// A quarter of the limit may go at once; the rest is refilled over the minute. So no 60 seconds, wherever they begin, hold
/// more than the limit: at most what lies in the bucket at their start, and what is refilled in them. The bucket's whole
/// state is one instant, kept in the database: until when what was sent lasts at the rate of refilling.
package struct Pace: Hashable, Sendable {
    /// How many may go at once.
    let burst: Int64
    /// How long it takes to refill one, in microseconds.
    let interval: Int64

    /// Makes a pace of so many a minute: one at the least.
    package init(perMinute: Int) {
        let limit = Int64(max(1, perMinute))
        burst = max(1, limit / 4)
        // With one a minute nothing is left to refill beside the one of the bucket: it takes the minute.
        let refilled = max(1, limit - burst)
        interval = (60_000_000 + refilled - 1) / refilled
    }

    /// How many may go now.
    ///
    /// - Parameters:
    ///   - until: the bucket's state.
    ///   - now: the clock.
    /// - Returns: how many.
    package func free(_ until: Instant, at now: Instant) -> Int {
        let lasting = max(0, now.microseconds(to: until))
        return Int(max(0, (burst * interval - lasting) / interval))
    }

    /// The bucket's state after so many were sent.
    package func until(_ until: Instant, sending count: Int, at now: Instant) -> Instant {
        max(until, now).advanced(byMicroseconds: Int64(count) * interval)
    }

    /// The bucket's state where nothing is to go before an instant.
    package func until(restingTo end: Instant) -> Instant {
        end.advanced(byMicroseconds: (burst - 1) * interval)
    }

    /// When the next may go: now, or later.
    package func next(_ until: Instant, at now: Instant) -> Instant {
        max(now, until.advanced(byMicroseconds: -(burst - 1) * interval))
    }
}
