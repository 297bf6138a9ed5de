import Logging
import Postgres
import TestSupport
import Testing

enum Bench {
    static let reactor = Result { try Reactor() }

    static func configuration(_ change: (inout ConnectionConfiguration) -> Void = { _ in }) throws -> ConnectionConfiguration {
        var configuration = try ConnectionConfiguration(TestServer.shared().sharedDatabase.socket)
        change(&configuration)
        return configuration
    }

    static func withConnection<Value>(
        _ configuration: ConnectionConfiguration? = nil,
        _ body: (Connection) async throws -> Value
    ) async throws -> Value {
        let connection = try await Connection.open(configuration ?? self.configuration(), on: reactor.get())
        do {
            let value = try await body(connection)
            await connection.closeNow()
            return value
        } catch {
            await connection.closeNow()
            throw error
        }
    }

    static func withPool<Value: Sendable>(
        _ pool: PoolConfiguration = PoolConfiguration(minimum: 1, maximum: 4),
        _ configuration: ConnectionConfiguration? = nil,
        _ body: (Pool) async throws -> Value
    ) async throws -> Value {
        let pool = try Pool(configuration ?? self.configuration(), configuration: pool, reactor: reactor.get())
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await pool.run() }
            defer { group.cancelAll() }
            return try await body(pool)
        }
    }
}
