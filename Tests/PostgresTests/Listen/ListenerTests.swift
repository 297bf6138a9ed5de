import Postgres
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct ListenerTests {
    @Test func hearsAndSaysWhenItMayHaveMissed() async throws {
        let database = try TestServer.shared().freshDatabase()
        let configuration = try ConnectionConfiguration(database.socket)
        let listener = try Listener(configuration, channels: ["吹哨", "b"], reactor: Bench.reactor.get())
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await listener.run() }
            try await Bench.withConnection(configuration) { connection in
                var events = listener.events.makeAsyncIterator()
                #expect(await events.next() == .listening(mayHaveMissed: false))
                try await connection.query("SELECT pg_notify('吹哨', 'one')")
                guard case .notification(let first) = await events.next() else {
                    Issue.record("heard nothing")
                    return
                }
                #expect(first.channel == "吹哨")
                #expect(first.payload == "one")
                #expect(first.process == (await connection.serverProcess))
                try await connection.query("SELECT pg_terminate_backend(\(await Self.listenerProcess(connection)))")
                #expect(await events.next() == .listening(mayHaveMissed: true))
                try await connection.query("SELECT pg_notify('b', '')")
                guard case .notification(let second) = await events.next() else {
                    Issue.record("heard nothing after the break")
                    return
                }
                #expect(second.channel == "b")
                group.cancelAll()
                #expect(await events.next() == nil)
            }
        }
    }

    private static func listenerProcess(_ connection: Connection) async throws -> Int32 {
        try await connection.query(
            """
            SELECT pid FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
            """
        ).only()[0]
    }
}
