import AsyncHTTPClient
package import Dispatcher
package import Logging
import NIOCore
import Outward
import ServiceLifecycle
package import Workflow

/// The daemon that sends postings by the channels of a book: one task a district, any number of messengers beside each other.
package final class Messenger: Service {
    /// How it works.
    package struct Settings: Sendable {
        /// Postings of one channel that are on their way at a time.
        package var batch = 10
        /// How long it sleeps at the most with nothing to send.
        package var idle = Duration.seconds(30)
        /// How often it looks whether a digest of groups is due.
        package var groups = Duration.seconds(20)
        /// How often it looks for new districts.
        package var discovery = Duration.seconds(30)
        /// How often it removes what the call log has kept long enough.
        package var expiry = Duration.seconds(3_600)
        /// Lines removed in one transaction at the most.
        package var expiryBatch = 2_000
        /// The districts to work in; nil: all.
        package var only: Set<DistrictID>?

        /// The usual settings.
        package init() {}
    }

    private let crew: DistrictCrew<PostingDuty>
    private let client: HTTPClient

    /// Makes a messenger.
    ///
    /// - Parameters:
    ///   - engine: whose postings; its keys open telephones.
    ///   - book: the channels.
    ///   - settings: how it works.
    ///   - logger: where it logs.
    package init(engine: Engine, book: ChannelBook, settings: Settings = Settings(), logger: Logger) {
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: HTTPCaller.configuration)
        self.client = client
        let channels = book.channels(HTTPCaller(client))
        let districts = DistrictChoice(only: settings.only, discovery: settings.discovery)
        crew = DistrictCrew(engine: engine, districts: districts, logger: logger) { district in
            let office = PostOffice(district: district, engine: engine, logger: logger, batch: settings.batch)
            return PostingDuty(office: office, book: book, channels: channels, settings: settings)
        }
    }

    /// Sends until graceful shutdown: no new claims then, what is claimed is finished.
    package func run() async throws {
        await crew.run()
        try await client.shutdown()
    }
}
