package import Logging
import ServiceLifecycle
package import Workflow

/// The daemon that delivers messages: one task a district, any number of deliverers beside each other.
package final class Deliverer: Service {
    /// How it works.
    package struct Settings: Sendable {
        /// Messages claimed at a time; they must be delivered within the minute that a claim lasts.
        package var batch = 100
        /// How long it sleeps at the most with nothing to deliver.
        package var idle = Duration.seconds(30)
        /// How often it looks for new districts.
        package var discovery = Duration.seconds(30)
        /// How a message is tried again.
        package var retry = RetryPolicy()

        /// The districts to work in; nil: all.
        package var only: Set<DistrictID>?

        /// The usual settings.
        package init() {}
    }

    private let crew: DistrictCrew<DeliveryDuty>

    /// Makes a deliverer.
    ///
    /// - Parameters:
    ///   - engine: whose outbox.
    ///   - sinks: a message is delivered when each of them has it.
    ///   - settings: how it works.
    ///   - logger: where it logs.
    package init(engine: Engine, sinks: [any Sink], settings: Settings = Settings(), logger: Logger) {
        crew = DistrictCrew(engine: engine, districts: settings.districts(given: false), logger: logger) {
            DeliveryDuty(district: $0, engine: engine, sinks: sinks, settings: settings, logger: logger)
        }
    }

    /// Delivers until graceful shutdown: no new claims then, what is claimed is finished.
    package func run() async throws {
        await crew.run()
    }

    /// Looks for new districts now instead of at the next turn.
    package func discover() {
        crew.discover()
    }
}

extension Deliverer.Settings {
    fileprivate func districts(given: Bool) -> DistrictChoice {
        DistrictChoice(only: only, takesGiven: given, discovery: discovery)
    }
}
