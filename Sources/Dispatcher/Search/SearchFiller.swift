package import Logging
import ServiceLifecycle
package import Workflow

/// The daemon that makes new tickets findable: follows what was filed into the search table.
///
/// Any number may run: one follows a district at a time, and the place where it stands is in the database.
package final class SearchFiller: Service {
    /// How it works.
    package struct Settings: Sendable {
        /// Tickets in one transaction at the most.
        package var batch = 500
        /// How long it sleeps at the most with nothing new.
        package var idle = Duration.seconds(30)
        /// How long it sleeps while others follow, or while what is new waits for an open transaction.
        package var short = Duration.seconds(1)
        /// How often it looks for new districts.
        package var discovery = Duration.seconds(30)

        /// The districts to work in; nil: all.
        package var only: Set<DistrictID>?

        /// The usual settings.
        package init() {}
    }

    private let crew: DistrictCrew<SearchDuty>

    package init(engine: Engine, settings: Settings = Settings(), logger: Logger) {
        crew = DistrictCrew(engine: engine, districts: settings.districts(given: true), logger: logger) {
            SearchDuty(district: $0, engine: engine, settings: settings)
        }
    }

    /// Follows until graceful shutdown.
    package func run() async throws {
        await crew.run()
    }

    /// Looks for new districts now instead of at the next turn.
    package func discover() {
        crew.discover()
    }
}

extension SearchFiller.Settings {
    fileprivate func districts(given: Bool) -> DistrictChoice {
        DistrictChoice(only: only, takesGiven: given, discovery: discovery)
    }
}
