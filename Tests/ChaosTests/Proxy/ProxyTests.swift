import Chaos
import Postgres
import TestSupport
import Testing

/// The network of a run: fair, slow, stalled, cut.
@Suite struct ProxyTests {
    private static func with(_ body: (Proxy, ConnectionConfiguration) async throws -> Void) async throws {
        let database = try TestServer.shared().sharedDatabase
        let proxy = try Proxy(to: database.port)
        defer { proxy.stop() }
        var configuration = try ConnectionConfiguration(
            "host=127.0.0.1 port=\(proxy.port) user=\(database.user) password='\(TestServer.password)' dbname=postgres"
        )
        configuration.connectTimeout = .seconds(2)
        configuration.cancelPatience = .milliseconds(300)
        try await body(proxy, configuration)
    }

    private static func ask(_ configuration: ConnectionConfiguration, _ body: (Connection) async throws -> Void)
        async throws
    {
        let reactor = try Reactor()
        defer { reactor.stop() }
        let connection = try await Connection.open(configuration, on: reactor, logger: MigratedDatabase.quiet)
        do {
            try await body(connection)
        } catch {
            await connection.closeNow()
            throw error
        }
        await connection.closeNow()
    }

    @Test func `what is sent arrives, however much`() async throws {
        try await Self.with { _, configuration in
            try await Self.ask(configuration) { connection in
                let long: String = try await connection.query("SELECT repeat('长', 1000000)").only()[0]
                #expect(long.count == 1_000_000)
                let back: Int32 = try await connection.query("SELECT length(\(long))").only()[0]
                #expect(back == 1_000_000)
            }
        }
    }

    @Test func `slow is late, stalled is nothing, cut is over`() async throws {
        try await Self.with { proxy, configuration in
            try await Self.ask(configuration) { connection in
                proxy.become(.slow(50))
                let began = ContinuousClock.now
                _ = try await connection.query("SELECT 1")
                // The answer, if not the question that was under way already.
                #expect(began.duration(to: .now) >= .milliseconds(50))
                proxy.become(.stalled)
                let error = await #expect(throws: PostgresError.self) {
                    try await connection.query("SELECT 1", deadline: .now + .milliseconds(300))
                }
                #expect(error?.isOutcomeUnknown == true)
            }
            proxy.become(.cut)
            let error = await #expect(throws: PostgresError.self) { try await Self.ask(configuration) { _ in } }
            #expect(error?.code == .connectFailed)
            proxy.become(.fair)
            try await Self.ask(configuration) { _ = try await $0.query("SELECT 1") }
        }
    }
}
