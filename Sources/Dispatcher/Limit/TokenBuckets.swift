import Synchronization

/// Buckets that fill with time, one a subject: whoever finds theirs empty waits.
///
/// In this process's memory only: several processes let through several times as much; what must hold across all of them is
/// counted in the database.
package final class TokenBuckets: Sendable {
    /// So many at once, and one more each so many seconds.
    package struct Rate: Hashable, Sendable {
        /// At once.
        package var burst: Int
        /// Seconds until there is one more.
        package var seconds: Double

        package init(burst: Int, seconds: Double) {
            self.burst = burst
            self.seconds = seconds
        }
    }

    private struct Bucket {
        var level: Double
        var at: ContinuousClock.Instant
    }

    private let rate: Rate
    private let most: Int
    private let buckets = Mutex<[String: Bucket]>([:])

    /// Makes buckets.
    ///
    /// - Parameters:
    ///   - rate: how much each holds, and how fast it fills.
    ///   - most: how many are remembered; those that are full again are nobody's loss.
    package init(_ rate: Rate, most: Int = 50_000) {
        self.rate = rate
        self.most = most
    }

    /// Takes one out.
    ///
    /// - Parameters:
    ///   - subject: whose.
    ///   - now: the time.
    /// - Returns: nil where there was one; else the seconds until there will be, at least one.
    package func take(_ subject: String, at now: ContinuousClock.Instant = .now) -> Int? {
        buckets.withLock { buckets in
            if buckets.count >= most, buckets[subject] == nil { forget(&buckets, now) }
            var bucket = buckets[subject] ?? Bucket(level: Double(rate.burst), at: now)
            bucket.level = level(of: bucket, now)
            bucket.at = now
            defer { buckets[subject] = bucket }
            guard bucket.level >= 1 else { return max(1, Int(((1 - bucket.level) * rate.seconds).rounded(.up))) }
            bucket.level -= 1
            return nil
        }
    }

    /// Seconds until there is one, at least one; nil where there is one now.
    ///
    /// Nothing is taken.
    package func wait(_ subject: String, at now: ContinuousClock.Instant = .now) -> Int? {
        let held = buckets.withLock { buckets in
            buckets[subject].map { level(of: $0, now) } ?? Double(rate.burst)
        }
        return held >= 1 ? nil : max(1, Int(((1 - held) * rate.seconds).rounded(.up)))
    }

    /// Puts back what was taken for nothing.
    package func giveBack(_ subject: String) {
        buckets.withLock { buckets in
            guard let bucket = buckets[subject] else { return }
            buckets[subject]?.level = min(Double(rate.burst), bucket.level + 1)
        }
    }

    private func level(of bucket: Bucket, _ now: ContinuousClock.Instant) -> Double {
        let passed = now - bucket.at
        let seconds = Double(passed.components.seconds) + Double(passed.components.attoseconds) / 1e18
        return min(Double(rate.burst), bucket.level + max(0, seconds) / rate.seconds)
    }

    /// Forgets those that are full again; where a flood of addresses leaves none, all: the bounds of a day stay.
    private func forget(_ buckets: inout [String: Bucket], _ now: ContinuousClock.Instant) {
        buckets = buckets.filter { level(of: $0.value, now) < Double(rate.burst) }
        if buckets.count >= most { buckets = [:] }
    }
}
