package import Dispatcher
package import PGStore
import Synchronization
package import Workflow

/// Districts as they are set up now, or were a second ago: a page needs no round trip to find that nothing changed.
///
/// Only what is shown comes from here; what is decided, is decided upon the revision that its own transaction finds.
package final class CurrentConfigurations: Sendable {
    private let configurations: Configurations
    private let clock = ContinuousClock()
    private let freshness: Duration
    private let seen = Mutex<[DistrictID: Seen]>([:])

    private struct Seen {
        var configuration: DistrictConfiguration
        var at: ContinuousClock.Instant
    }

    package init(_ configurations: Configurations, freshness: Duration = .seconds(1)) {
        self.configurations = configurations
        self.freshness = freshness
    }

    /// A district as it is set up.
    ///
    /// - Throws: what the database says; `StoreError` where the district is not there.
    package func configuration(of district: DistrictID) async throws -> DistrictConfiguration {
        let now = clock.now
        let known = seen.withLock { seen -> DistrictConfiguration? in
            guard let entry = seen[district], now - entry.at < freshness else {
                // One asks the database; those that come meanwhile go on with what was.
                seen[district]?.at = now
                return nil
            }
            return entry.configuration
        }
        if let known { return known }
        let loaded = try await configurations.load(district)
        seen.withLock { seen in
            guard loaded.revision >= seen[district]?.configuration.revision ?? 0 else { return }
            seen[district] = Seen(configuration: loaded, at: now)
        }
        return loaded
    }

    /// Forgets a district: whoever has just changed it sees it as it is.
    package func forget(_ district: DistrictID) { seen.withLock { $0[district] = nil } }
}
