import Dispatcher
import Foundation
import Logging
import Messaging
import PGStore
import Postgres
import ServiceLifecycle
import UnixSignals

/// The daemon's services in one group: they stop in the opposite order, the pool last.
struct Daemon: Sendable {
    let engine: Engine
    let group: ServiceGroup

    /// Puts the services together.
    ///
    /// - Parameters:
    ///   - database: where it is.
    ///   - keys: of residents' contacts.
    ///   - settings: what was set.
    ///   - media: where files of matters lie.
    ///   - front: what stands before the engine besides, such as HTTP.
    /// - Throws: `PostgresError` where the engine cannot be made, `Complaint` where the folder cannot, and what the front
    ///   throws.
    init(
        _ database: ConnectionConfiguration,
        keys: KeyRing?,
        _ settings: Settings,
        _ media: MediaSettings,
        front: (Engine, AttachmentDesk, Logger) throws -> [any Service] = { _, _, _ in [] }
    ) throws {
        var database = database
        database.applicationName = "whistle work"
        let logger = Composition.logger(settings)
        // What was set is looked at before anything is made.
        let messages = (book: try settings.channelBook(), guardian: try settings.webhookGuard())
        let syslog = try settings.syslog.receiver()
        engine = try Engine(database: database, connections: settings.connections, keys: keys, logger: logger)
        let desk = try media.desk(engine)
        let sent: [any Service] = [syslog?.messenger(engine, logger)].compactMap(\.self)
        // First: a messenger that was made holds connections, and must run to let them go.
        let front = try front(engine, desk, logger)
        var configuration = ServiceGroupConfiguration(
            services: engine.services + Self.workers(engine, desk, settings, messages, logger) + sent + front,
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        // Ten seconds are promised, also where the database cannot be reached; a write takes five at the most.
        configuration.maximumGracefulShutdownDuration = .seconds(8)
        group = ServiceGroup(configuration: configuration)
    }

    private static func workers(
        _ engine: Engine,
        _ desk: AttachmentDesk,
        _ settings: Settings,
        _ messages: (book: ChannelBook?, guardian: AddressGuard),
        _ logger: Logger
    ) -> [any Service] {
        // The file holds ids and names of units and accounts, no words of residents.
        var sinks: [any Sink] = [LogSink(logger: logger), FileSink(path: settings.folder + "/outbox.jsonl")]
        var services: [any Service] = [
            engine.wakeups(), Worker(engine: engine, logger: logger), SearchFiller(engine: engine, logger: logger),
            AttachmentSweeper(engine: engine, desk: desk, logger: logger),
            WebhookMessenger(engine: engine, guardian: messages.guardian, logger: logger),
        ]
        if let book = messages.book {
            sinks.append(PostingSink(engine: engine, plan: PostingPlan(book)))
            services.append(Messenger(engine: engine, book: book, logger: logger))
        }
        return services + [Deliverer(engine: engine, sinks: sinks, logger: logger)]
    }

    /// Runs until it is told to stop.
    func run() async throws {
        defer { engine.close() }
        try await group.run()
    }
}
