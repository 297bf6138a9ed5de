import ArgumentParser
import Dispatcher
import Logging
import Messaging
import Postgres
import ServiceLifecycle
import UnixSignals

/// `whistle serve`: the engine on HTTP.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: localized("以 HTTP 提供接口", "Serve the API on HTTP."),
        discussion: localized(
            """
            可同时运行任意多个；守护进程另用 whistle work 运行。地址、证书与代理见 docs/OPERATIONS.md。
            Ctrl-C 或 SIGTERM 后不再接受新请求，办完手里的再停。
            """,
            """
            Any number may run; the daemon runs beside it as “whistle work”. docs/OPERATIONS.md has addresses, \
            certificates and proxies. Ctrl-C or SIGTERM takes no new requests and answers those at hand first.
            """
        )
    )

    @Option(
        help: ArgumentHelp(
            localized("监听地址，默认 127.0.0.1:8080", "where to listen; 127.0.0.1:8080 if not given"),
            valueName: "host:port"
        )
    )
    var listen: String?

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        try await complaining {
            let settings = try await Settings.read()
            var configuration = try ConnectionConfiguration(settings.connection(database.database))
            configuration.applicationName = "whistle serve"
            let logger = Composition.logger(settings)
            let web = try WebSettings(await Settings.reader(), listen: listen)
            // What was set is looked at before anything is made.
            let book = try settings.identity.map { try ProviderFile.read($0) }
            let channels = try settings.channelBook()
            let media = try await MediaSettings.read(settings)
            let engine = try Engine(
                database: configuration,
                connections: settings.connections,
                keys: settings.keyRing(database.database),
                logger: logger
            )
            defer { engine.close() }
            let district = try await Composition.district(database, configuration, logger)
            let desk = try media.desk(engine)
            let front = try book.map { try ProviderFront($0, engine, logger) }
            let service = try web.service(
                engine,
                district: district,
                attachments: desk,
                providers: front?.desk,
                receipts: channels?.receipts ?? [:],
                logger: logger
            ) { port in
                Terminal.note(localized("已在 \(web.address(port)) 提供服务", "serving at \(web.address(port))"))
            }
            var group = ServiceGroupConfiguration(
                services: engine.services + (front.map { [$0 as any Service] } ?? []) + [engine.wakeups(), service],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger
            )
            group.maximumGracefulShutdownDuration = .seconds(25)
            try await ServiceGroup(configuration: group).run()
        }
    }
}
