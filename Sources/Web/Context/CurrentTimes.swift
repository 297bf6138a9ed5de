package import Dispatcher
import Synchronization
package import Workflow

/// What time it is in districts, by the database's clock, without asking it each time.
///
/// The clock is asked once a second and runs on between by this machine's monotonic one; where the time of a district is
/// given it stands still between. It may be ahead by as long as the database took to answer, and is never behind: a list up to
/// now has what was written before it was asked for. Only what is shown comes from here: commands are decided by the clock of
/// their transaction.
package final class CurrentTimes: Sendable {
    private let ask: @Sendable (DistrictID) async throws -> DistrictPresent
    private let clock = ContinuousClock()
    private let freshness: Duration
    private let seen = Mutex<[DistrictID: Seen]>([:])

    private struct Seen {
        var present: DistrictPresent
        var at: ContinuousClock.Instant
        var asked: ContinuousClock.Instant
    }

    /// Upon an engine.
    ///
    /// - Parameters:
    ///   - engine: whose database knows the time.
    ///   - freshness: how long an answer is gone on from.
    package convenience init(_ engine: Engine, freshness: Duration = .seconds(1)) {
        self.init(freshness: freshness) { try await engine.present(in: $0) }
    }

    /// Upon anything that knows the time.
    init(freshness: Duration, ask: @escaping @Sendable (DistrictID) async throws -> DistrictPresent) {
        self.ask = ask
        self.freshness = freshness
    }

    /// The time that rules in a district.
    ///
    /// - Throws: what the database says.
    package func now(in district: DistrictID) async throws -> Instant {
        let here = clock.now
        let known = seen.withLock { seen -> Instant? in
            guard let entry = seen[district] else { return nil }
            if here - entry.asked >= freshness {
                // One asks the database; those that come meanwhile go on by what was.
                seen[district]?.asked = here
                return nil
            }
            return entry.present.given ?? entry.present.now.advanced(by: here - entry.at)
        }
        if let known { return known }
        let present = try await ask(district)
        seen.withLock { $0[district] = Seen(present: present, at: here, asked: clock.now) }
        return present.given ?? present.now.advanced(by: clock.now - here)
    }
}

extension Instant {
    /// So much later.
    fileprivate func advanced(by duration: Duration) -> Instant {
        let (seconds, attoseconds) = duration.components
        return Instant(microseconds: microseconds + seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
    }
}
