package import Logging
import ServiceLifecycle

extension WebService {
    /// Serves on a free port of this machine for the length of a closure: for tests and measurements.
    ///
    /// - Parameters:
    ///   - parts: what endpoints are made of; the engine's services run.
    ///   - pages: what is served to people beside the API.
    ///   - logger: where it logs.
    ///   - body: given the port once the service listens.
    /// - Returns: what the closure returns.
    /// - Throws: what the closure throws; what listening throws.
    package static func with<Value: Sendable>(
        _ parts: ServiceParts,
        pages: [Endpoint] = [],
        logger: Logger,
        _ body: @Sendable (Int) async throws -> Value
    ) async throws -> Value {
        let (ports, told) = AsyncStream.makeStream(of: Int.self)
        let service = try WebService(parts, pages: pages, host: "127.0.0.1", port: 0, logger: logger) { port in
            told.yield(port)
            told.finish()
        }
        let group = ServiceGroup(services: [service], gracefulShutdownSignals: [], logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { told.finish() }
                try await group.run()
            }
            var listening: Int?
            for await port in ports { listening = port }
            let result: Result<Value, any Error>
            do {
                // Where it never listened, its own error comes from the group.
                guard let listening else { throw CancellationError() }
                result = .success(try await body(listening))
            } catch {
                result = .failure(error)
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return try result.get()
        }
    }
}
