/// How many connections a pool keeps, and for how long.
package struct PoolConfiguration: Sendable {
    /// Kept open even when nobody needs them.
    package var minimum: Int
    /// Never more than that.
    package var maximum: Int
    /// Callers that may wait for a connection; more are refused with `.busy`.
    package var maximumWaiters = 20_000
    /// How long a caller waits that gave no deadline.
    package var patience: Duration = .seconds(30)
    /// Statements under way on every shared connection before another is opened.
    package var growAt = 8
    /// How long a connection lives, give or take a tenth, so that not all are renewed at once.
    package var lifetime: Duration = .seconds(3600)
    /// How long a connection above the minimum may idle.
    package var idleLifetime: Duration = .seconds(120)
    /// How long a connection may idle before it is asked whether it is alive.
    package var checkInterval: Duration = .seconds(30)
    /// The first pause after a refused connect; it doubles up to ``longestBackoff``, give or take a half.
    package var firstBackoff: Duration = .milliseconds(50)
    /// The longest pause between two attempts to connect.
    package var longestBackoff: Duration = .seconds(5)

    /// Makes a configuration.
    ///
    /// - Parameters:
    ///   - minimum: connections kept open even when nobody needs them.
    ///   - maximum: never more connections than that; at least one.
    package init(minimum: Int = 1, maximum: Int = 8) {
        self.maximum = max(1, maximum)
        self.minimum = min(max(0, minimum), self.maximum)
    }

    /// The pause before the next attempt, after that many failures in a row and with a random number from 0 to 1.
    func backoff(failures: Int, chance: Double) -> Duration {
        let doubled = firstBackoff * (1 << min(max(failures - 1, 0), 16))
        return min(doubled, longestBackoff) * (0.5 + chance)
    }
}
