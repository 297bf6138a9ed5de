import Dispatcher
import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
package import Logging
import NIOCore
package import NIOSSL
import ServiceLifecycle

/// The engine on HTTP.
package struct WebService: ServiceLifecycle.Service {
    private let application: Application<RouterResponder<WebContext>>
    private let live: LiveFeed

    /// Makes the service; it listens once it runs.
    ///
    /// - Parameters:
    ///   - parts: what endpoints are made of.
    ///   - pages: what is served to people beside the API.
    ///   - host: the address or name to listen on.
    ///   - port: the port; 0: one that is free.
    ///   - tls: certificate and key; nil: plain HTTP, for a proxy on the same machine.
    ///   - logger: where it logs.
    ///   - onListening: told the port once it listens.
    /// - Throws: `NIOSSLError` where certificate and key are no pair.
    package init(
        _ parts: ServiceParts,
        pages: [Endpoint] = [],
        host: String,
        port: Int,
        tls: TLSConfiguration? = nil,
        logger: Logger,
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws {
        live = parts.live
        let unread = parts.limits.unread
        let configuration = HTTP1Channel.Configuration(
            additionalChannelHandlers: [SlowReader(patience: unread)],
            idleTimeout: parts.limits.idle,
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: parts.limits.head,
                maxHeaderListSize: parts.limits.head,
                maxHeaderFieldCount: 100
            )
        )
        let server = HTTPServerBuilder {
            LoopChannel(base: HTTP1Channel(responder: $0, configuration: configuration))
        }
        application = Application(
            router: Self.router(Endpoints.all, pages, parts),
            server: try tls.map { try .tls(server, tlsConfiguration: $0) } ?? server,
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port),
                availableConnectionsDelegate: MaximumAvailableConnections(parts.limits.connections, logger: logger)
            ),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? port) },
            logger: logger
        )
    }

    /// Serves until it is told to stop; requests that have begun are answered first.
    package func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await live.run() }
            // Followers are let go first: the application waits for them.
            try await application.run()
            group.cancelAll()
            try await group.waitForAll()
        }
    }
}

extension WebService {
    /// A router of the API's endpoints and of pages.
    private static func router(
        _ api: [Endpoint],
        _ pages: [Endpoint],
        _ parts: ServiceParts
    ) -> Router<WebContext> {
        let endpoints = api + pages
        let router = Router(context: WebContext.self)
        router.add(
            middleware: FaultMiddleware(
                paths: KnownPaths(endpoints),
                pages: pages.first?.dialect,
                metrics: parts.metrics
            )
        )
        let paths = Dictionary(grouping: endpoints, by: \.path)
        for (path, endpoints) in paths {
            for endpoint in endpoints {
                router.on(RouterPath(path), method: endpoint.method, responder: Gate(endpoint: endpoint, parts: parts))
            }
        }
        return router
    }
}
