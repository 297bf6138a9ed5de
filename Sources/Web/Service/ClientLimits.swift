package import Dispatcher

/// How fast each client may ask: a person, a program, an address; nil: as fast as it can.
package struct ClientLimits: Sendable {
    /// A person, in all sessions together.
    package var person: TokenBuckets.Rate? = .init(burst: 300, seconds: 0.05)
    /// A token: another system's, which may hand over a night's work at once.
    package var token: TokenBuckets.Rate? = .init(burst: 5_000, seconds: 0.001)
    /// An address, in all that is asked by nobody who is known: without signing in, or by what opens nothing.
    package var address: TokenBuckets.Rate? = .init(burst: 300, seconds: 0.1)
    /// An address, in passwords and the like that were wrong, whosever they are; an account's own are counted besides.
    package var guesses: TokenBuckets.Rate? = .init(burst: 30, seconds: 10)

    /// A person, in telephones by which matters are looked for: what stars hide is not to be found by trying.
    package var telephones: TokenBuckets.Rate? = .init(burst: 60, seconds: 60)

    /// The usual ones.
    package init() {}

    /// No bounds.
    package static let none: ClientLimits = {
        var limits = ClientLimits()
        limits.person = nil
        limits.token = nil
        limits.address = nil
        limits.guesses = nil
        limits.telephones = nil
        return limits
    }()
}
