package import Dispatcher
package import Logging
import ServiceLifecycle
package import Workflow

/// The daemon that tells subscribers of events: one task a district, any number beside each other.
package final class WebhookMessenger: Service {
    /// How it works.
    package struct Settings: Sendable {
        /// Events looked through in one transaction at the most.
        package var batch = 500
        /// Postings of one webhook that are on their way at a time.
        package var hands = 10
        /// How long it sleeps at the most where nobody is to be told.
        package var idle = Duration.seconds(30)
        /// How long it sleeps at the most where somebody is.
        package var short = Duration.seconds(5)
        /// How long it waits between two looks at the least, however much happens.
        package var pause = Duration.milliseconds(200)
        /// How often it looks for new districts.
        package var discovery = Duration.seconds(30)
        /// The districts to work in; nil: all.
        package var only: Set<DistrictID>?

        /// The usual settings.
        package init() {}
    }

    private let crew: DistrictCrew<WebhookDuty>

    /// Makes a messenger.
    ///
    /// - Parameters:
    ///   - engine: whose journal; its keys open secrets.
    ///   - guardian: which addresses are allowed.
    ///   - settings: how it works.
    ///   - logger: where it logs.
    package init(engine: Engine, guardian: AddressGuard, settings: Settings = Settings(), logger: Logger) {
        let districts = DistrictChoice(only: settings.only, discovery: settings.discovery)
        crew = DistrictCrew(engine: engine, districts: districts, logger: logger) { district in
            let office = PostOffice(district: district, engine: engine, logger: logger, batch: settings.hands)
            return WebhookDuty(office: office, guardian: guardian, settings: settings)
        }
    }

    /// Tells until graceful shutdown: no new claims then, what is claimed is finished.
    package func run() async throws {
        await crew.run()
    }
}
