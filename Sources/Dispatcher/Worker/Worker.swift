package import Logging
import ServiceLifecycle
package import Workflow

/// The daemon that fires timers: one task a district, any number of workers beside each other.
package final class Worker: Service {
    /// How it works.
    package struct Settings: Sendable {
        /// Timers in one transaction at the most.
        package var batch = 500
        /// Transactions of one district at a time at the most, where more is due than one takes.
        package var hands = 2
        /// How long it sleeps at the most with nothing due.
        package var idle = Duration.seconds(30)
        /// How often it counts what lies behind its low watermark.
        package var sweep = Duration.seconds(60)
        /// How often it removes keys of commands that are no longer kept, and sessions and failures that are long over.
        package var cleaning = Duration.seconds(3_600)
        /// Keys removed in one transaction at the most.
        package var cleaningBatch = 2_000
        /// How often it looks for new districts.
        package var discovery = Duration.seconds(30)

        /// The districts to work in; nil: all.
        package var only: Set<DistrictID>?

        /// The usual settings.
        package init() {}
    }

    private let crew: DistrictCrew<TimerDuty>

    /// Makes a worker.
    ///
    /// - Parameters:
    ///   - engine: whose timers.
    ///   - settings: how it works.
    ///   - tally: counts what it fires, for whoever watches.
    ///   - logger: where it logs.
    package init(engine: Engine, settings: Settings = Settings(), tally: FiringTally? = nil, logger: Logger) {
        crew = DistrictCrew(engine: engine, districts: settings.districts(given: false), logger: logger) {
            TimerDuty(TimerFiring(district: $0, engine: engine, logger: logger), settings, tally: tally)
        }
    }

    /// Works until graceful shutdown: no new claims then, what is claimed is finished.
    package func run() async throws {
        await crew.run()
    }

    /// Looks for new districts now instead of at the next turn.
    package func discover() {
        crew.discover()
    }
}

extension Worker.Settings {
    fileprivate func districts(given: Bool) -> DistrictChoice {
        DistrictChoice(only: only, takesGiven: given, discovery: discovery)
    }
}
