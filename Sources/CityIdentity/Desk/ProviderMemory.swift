import Synchronization

/// What a process remembers of providers, and of sign-ins that have ended.
final class ProviderMemory: Sendable {
    private struct Kept<Value: Sendable>: Sendable {
        let value: Value
        let at: Int64
    }

    private struct State {
        var metadata: [String: Kept<OpenIDMetadata>] = [:]
        var keys: [String: Kept<KeySet>] = [:]
        var failures: [String: Kept<IdentityFault>] = [:]
        var ended: [String: Int64] = [:]
        var underWay = 0
    }

    private let state = Mutex(State())

    /// Seconds that metadata and keys are kept.
    private static let life: Int64 = 3_600
    /// Seconds after which keys are asked for anew where one is not among them.
    private static let keyPause: Int64 = 30
    /// Seconds in which a provider that could not be reached is not asked again.
    private static let failurePause: Int64 = 3
    private static let mostUnderWay = 64
    private static let mostEnded = 20_000

    /// Takes a seat for a sign-in at a provider; given back by `leave`.
    ///
    /// - Throws: `IdentityFault.busy`.
    func enter() throws(IdentityFault) {
        let isRoom = state.withLock { state in
            guard state.underWay < Self.mostUnderWay else { return false }
            state.underWay += 1
            return true
        }
        guard isRoom else { throw .busy }
    }

    func leave() { state.withLock { $0.underWay -= 1 } }

    /// Ends a sign-in, once.
    ///
    /// - Throws: `IdentityFault.flowLost` where it has ended already; `.busy` where too many ended a moment ago.
    func end(_ flow: SignInFlow, now: Int64) throws(IdentityFault) {
        let result: Result<Void, IdentityFault> = state.withLock { state in
            if state.ended.count >= Self.mostEnded { state.ended = state.ended.filter { $0.value > now } }
            guard state.ended.count < Self.mostEnded else { return .failure(.busy) }
            guard state.ended.updateValue(flow.until, forKey: flow.state) == nil else { return .failure(.flowLost) }
            return .success(())
        }
        try result.get()
    }

    /// What is known of a provider's metadata.
    ///
    /// - Throws: the fault of a moment ago.
    func metadata(of provider: String, now: Int64) throws(IdentityFault) -> OpenIDMetadata? {
        let result: Result<OpenIDMetadata?, IdentityFault> = state.withLock { state in
            if let kept = state.metadata[provider], now - kept.at < Self.life { return .success(kept.value) }
            if let failed = state.failures[provider], now - failed.at < Self.failurePause {
                return .failure(failed.value)
            }
            return .success(nil)
        }
        return try result.get()
    }

    func keep(_ metadata: OpenIDMetadata, of provider: String, now: Int64) {
        state.withLock { $0.metadata[provider] = Kept(value: metadata, at: now) }
    }

    func keep(_ fault: IdentityFault, of provider: String, now: Int64) {
        state.withLock { $0.failures[provider] = Kept(value: fault, at: now) }
    }

    /// The keys of a provider; nil: they must be asked for, because they are old or lack one, and were not just fetched.
    func keys(of provider: String, now: Int64) -> (set: KeySet, mayBeNewer: Bool)? {
        state.withLock { state in
            guard let kept = state.keys[provider], now - kept.at < Self.life else { return nil }
            return (kept.value, now - kept.at >= Self.keyPause)
        }
    }

    func keep(_ keys: KeySet, of provider: String, now: Int64) {
        state.withLock { $0.keys[provider] = Kept(value: keys, at: now) }
    }
}
