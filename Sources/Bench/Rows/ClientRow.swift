import Logging
import Postgres

/// `select $1::int8`: the client alone, beside pgbench with a connection for each caller.
struct ClientRow {
    let server: BenchServer
    let logger: Logger

    private static let callers = 64
    private static let connections = 2

    func contenders() throws -> (Contender, Contender) {
        let configuration = try server.app()
        let logger = logger
        let ours = Contender(side: .whistle) { count in
            {
                let reactor = try Reactor()
                defer { reactor.stop() }
                var opened: [Connection] = []
                for _ in 0..<Self.connections {
                    opened.append(try await Connection.open(configuration, on: reactor, logger: logger))
                }
                let connections = opened
                // As the engine's own lanes do with what is short: callers stay on the reactor's thread.
                let seconds = try await withTaskExecutorPreference(ReactorTasks(reactor)) {
                    try await Callers.run(Self.callers, count: count) { number in
                        let connection = connections[number % connections.count]
                        let answer: Int64 = try await connection.query("SELECT \(Int64(number))::int8").only()[0]
                        precondition(answer == Int64(number), "the answer is another caller's")
                    }
                }
                for connection in connections { await connection.close() }
                return .rate(count, in: seconds)
            }
        }
        let pgbench = server.pgbench(clients: Self.callers)
        let theirs = Contender(side: .hand) { count in
            {
                let each = max(1, count / Self.callers)
                let outcome = try await pgbench.run(
                    "\\set n random(1, 1000000)\nSELECT :n::int8;\n",
                    .transactions(each)
                )
                return .rate(each * Self.callers, in: Double(each * Self.callers) / outcome.rate)
            }
        }
        return (ours, theirs)
    }
}
