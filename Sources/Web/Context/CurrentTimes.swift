package import Dispatcher
import Synchronization
package import Workflow

/// What time it is in districts, by the database's clock, without asking it each time.
///
/// The clock is asked once a second and runs on between by this machine's monotonic one; where the time of a district is
/// given it stands still between. Only what is shown comes from here: commands are decided by the clock of their transaction.
package final class CurrentTimes: Sendable {
    private let engine: Engine
    private let clock = ContinuousClock()
    private let freshness: Duration
    private let seen = Mutex<[DistrictID: Seen]>([:])

    private struct Seen {
        var present: DistrictPresent
        var at: ContinuousClock.Instant
        var asked: ContinuousClock.Instant
    }

    package init(_ engine: Engine, freshness: Duration = .seconds(1)) {
        self.engine = engine
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
        let present = try await engine.present(in: district)
        seen.withLock { $0[district] = Seen(present: present, at: clock.now, asked: clock.now) }
        return present.now
    }
}

extension Instant {
    /// So much later.
    fileprivate func advanced(by duration: Duration) -> Instant {
        let (seconds, attoseconds) = duration.components
        return Instant(microseconds: microseconds + seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
    }
}
