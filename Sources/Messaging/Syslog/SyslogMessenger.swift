package import Dispatcher
package import Logging
package import NIOSSL
import ServiceLifecycle
package import Workflow

/// The daemon that sends both logs to a receiver of syslog messages: one task a district, any number beside each other.
package final class SyslogMessenger: Service {
    /// How it works.
    package struct Settings: Sendable {
        /// Lines of a log that are sent at a time at the most.
        package var batch = 200
        /// How long it sleeps with nothing to send.
        package var idle = Duration.seconds(1)
        /// How long a log is held by who sends; longer than sending may take.
        package var holding = 15
        /// The first pause after a failure, and the longest: each is twice the one before.
        package var pauses = Duration.milliseconds(250)...Duration.seconds(30)
        /// How often to look for new districts.
        package var discovery = Duration.seconds(30)
        /// The districts to work in; nil: all.
        package var only: Set<DistrictID>?

        /// The usual settings.
        package init() {}
    }

    private let crew: DistrictCrew<SyslogDuty>

    /// Makes a messenger.
    ///
    /// - Parameters:
    ///   - engine: whose logs.
    ///   - target: where to.
    ///   - trust: whom to trust, and what to show, with TLS.
    ///   - origin: from whom messages come.
    ///   - settings: how it works.
    ///   - logger: where it logs.
    package init(
        engine: Engine,
        target: SyslogTarget,
        trust: TLSConfiguration,
        origin: SyslogOrigin,
        settings: Settings = Settings(),
        logger: Logger
    ) {
        // Both logs run by the database's clock, whatever clock a district's matters have.
        let districts = DistrictChoice(only: settings.only, takesGiven: true, discovery: settings.discovery)
        crew = DistrictCrew(engine: engine, districts: districts, logger: logger) { district in
            SyslogDuty(
                district: district,
                engine: engine,
                origin: origin,
                line: SyslogLine(target, trust: trust),
                settings: settings,
                logger: logger
            )
        }
    }

    /// Sends until graceful shutdown: what is being sent is finished.
    package func run() async throws {
        await crew.run()
    }
}
