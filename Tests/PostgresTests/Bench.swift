import Postgres
import TestSupport
import Testing

/// What the tests of this target share: a reactor, and scopes for connections and pools.
enum Bench {
    static let reactor = Result { try Reactor() }

    static func configuration(
        _ change: (inout ConnectionConfiguration) -> Void = { _ in }
    ) throws -> ConnectionConfiguration {
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

    /// Checks that a connection or pool answers.
    static func expectAnswer(from runner: some QueryRunner) async throws {
        let row = try await runner.query("SELECT \(42 as Int64)").only()
        #expect(try row[0, as: Int64.self] == 42)
    }

    /// Asks the server until a question is answered with true; gives up after ten seconds.
    static func wait(_ connection: Connection, until question: Query) async throws {
        for _ in 0..<1000 {
            if try await connection.query(question).only()[0, as: Bool.self] {
                return
            }
            try await connection.query("SELECT pg_sleep(0.01)")
        }
        Issue.record("waited in vain: \(question.sql)")
    }
}
