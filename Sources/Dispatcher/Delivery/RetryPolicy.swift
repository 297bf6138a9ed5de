/// How often and after what pauses a message is tried again.
package struct RetryPolicy: Hashable, Sendable {
    /// The pause after the first try; each later one is twice as long.
    package var first = Duration.seconds(10)
    /// The longest pause.
    package var longest = Duration.seconds(3_600)
    /// After so many tries a message is parked among the dead.
    package var attempts = 12

    /// The usual policy.
    package init() {}

    /// The pause after a try.
    ///
    /// - Parameters:
    ///   - attempts: how often it was tried.
    ///   - chance: from 0 to 1; spreads the pause between half and all of it, so that not all come back at once.
    /// - Returns: the pause; nil where it is to be parked.
    package func pause(after attempts: Int, chance: Double) -> Duration? {
        guard attempts < self.attempts else { return nil }
        let doubled = first * (1 << min(max(attempts - 1, 0), 20))
        return min(doubled, longest) * (0.5 + chance / 2)
    }
}
