import Crypto
import PGStore
import Synchronization
import Workflow

/// A secret as a request shows it, by which what it meant is remembered: of its text a SHA-256 is kept, nothing else.
struct ShownSecret: Hashable {
    private let use: DistrictSecret.Use
    private let digest: SHA256Digest

    /// Of the text as it was shown, whether it is a secret or not.
    init(_ use: DistrictSecret.Use, _ text: String) {
        self.use = use
        digest = SHA256.hash(data: Array(text.utf8))
    }
}

/// What sessions and tokens meant a moment ago, so that thousands of requests a second ask the database once in a while.
///
/// What this process ends is forgotten at once; what another ends is felt here when its entry is too old, 5 s at the most.
final class AuthenticationCache: Sendable {
    private struct Entry {
        let identity: Identity
        let until: ContinuousClock.Instant
    }

    private struct State {
        var entries: [ShownSecret: Entry] = [:]
        var epoch: UInt64 = 0
    }

    private let state = Mutex(State())
    /// How long anything is kept.
    let time: Duration
    private let size: Int

    init(time: Duration, size: Int) {
        self.time = min(time, .seconds(5))
        self.size = max(0, size)
    }

    /// Counts up whenever something is forgotten: what was read before that is not kept.
    var epoch: UInt64 { state.withLock { $0.epoch } }

    /// Whom a secret meant, if that is not too long ago.
    func known(_ secret: ShownSecret) -> Identity? {
        let now = ContinuousClock.now
        return state.withLock { $0.entries[secret] }.flatMap { $0.until > now ? $0.identity : nil }
    }

    /// Keeps what was read since an epoch, unless something was forgotten meanwhile: it may be that very thing.
    func keep(_ identity: Identity, of secret: ShownSecret, since epoch: UInt64) {
        let now = ContinuousClock.now
        state.withLock { state in
            guard state.epoch == epoch, size > 0, time > .zero else { return }
            if state.entries.count >= size {
                state.entries = state.entries.filter { $0.value.until > now }
                // All of them are new: better ask the database anew than choose.
                if state.entries.count >= size { state.entries.removeAll(keepingCapacity: true) }
            }
            state.entries[secret] = Entry(identity: identity, until: now + time)
        }
    }

    /// Forgets whom this is true of; after the database has it.
    func forget(where isGone: (Identity) -> Bool) {
        state.withLock { state in
            state.epoch += 1
            state.entries = state.entries.filter { !isGone($0.value.identity) }
        }
    }

    /// Forgets all that somebody of a district asks by.
    func forget(_ person: PersonID, in district: DistrictID) {
        forget { $0.person == person && $0.district == district }
    }

    /// Forgets sessions of a district.
    func forget(_ sessions: [SessionID], in district: DistrictID) {
        let gone = Set(sessions)
        forget { $0.district == district && $0.session.map(gone.contains) ?? false }
    }
}
