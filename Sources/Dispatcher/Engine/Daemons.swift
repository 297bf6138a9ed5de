package import Logging
package import ServiceLifecycle

/// Services that run beside a closure.
package enum Daemons {
    /// Runs them while a closure works, then stops them gracefully and waits for them.
    ///
    /// - Parameters:
    ///   - services: what runs.
    ///   - logger: where their group logs.
    ///   - body: what works meanwhile.
    /// - Returns: what the closure returns.
    /// - Throws: what the closure throws; what a service throws.
    package static func run<Value: Sendable>(
        _ services: [any Service],
        logger: Logger,
        _ body: @Sendable () async throws -> Value
    ) async throws -> Value {
        let group = ServiceGroup(services: services, gracefulShutdownSignals: [], logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let result: Result<Value, any Error>
            do { result = .success(try await body()) } catch { result = .failure(error) }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return try result.get()
        }
    }
}
