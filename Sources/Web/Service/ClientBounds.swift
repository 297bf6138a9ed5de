import Dispatcher

/// Lets clients through as fast as they may ask: each process counts for itself.
///
/// An office shares one address: so who is known counts by themselves, and whom this process has seen within the last seconds
/// gets through while others of the address are slowed down.
struct ClientBounds: Sendable {
    private let people: TokenBuckets?
    private let tokens: TokenBuckets?
    private let addresses: TokenBuckets?
    private let guesses: TokenBuckets?
    private let telephones: TokenBuckets?

    init(_ limits: ClientLimits) {
        people = limits.person.map { TokenBuckets($0) }
        tokens = limits.token.map { TokenBuckets($0) }
        addresses = limits.address.map { TokenBuckets($0) }
        guesses = limits.guesses.map { TokenBuckets($0) }
        telephones = limits.telephones.map { TokenBuckets($0) }
    }

    /// Somebody of an address asks, of whom it is not known who.
    func enter(_ network: String) throws(Fault) {
        try take(addresses, network)
    }

    /// It is known now.
    func leave(_ network: String) {
        addresses?.giveBack(network)
    }

    /// Somebody who is known asks.
    func ask(_ identity: Identity) throws(Fault) {
        switch identity.bearer {
        case .session: try take(people, "\(identity.district)/\(identity.person)")
        case .token(let id, _): try take(tokens, "\(identity.district)/\(id)")
        }
    }

    /// Somebody looks for matters by a telephone.
    func seekTelephone(_ identity: Identity) throws(Fault) {
        try take(telephones, "\(identity.district)/\(identity.person)")
    }

    /// Something that can be guessed is about to be looked at.
    func mayGuess(_ network: String) throws(Fault) {
        if let seconds = guesses?.wait(network) { throw .tooManyRequests(after: seconds) }
    }

    /// It was wrong.
    func guessedWrong(_ network: String) {
        _ = guesses?.take(network)
    }

    private func take(_ buckets: TokenBuckets?, _ subject: String) throws(Fault) {
        if let seconds = buckets?.take(subject) { throw .tooManyRequests(after: seconds) }
    }
}
