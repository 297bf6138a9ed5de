import Postgres
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(2))) struct LostConnectionTests {
    @Test func aTerminatedConnectionIsAnError() async throws {
        try await Bench.withConnection { killer in
            try await Bench.withConnection { connection in
                let process = await connection.serverProcess
                async let answer = Result { try await connection.query("SELECT pg_sleep(60)") }
                try await Bench.wait(
                    killer,
                    until: """
                        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                        WHERE pid = \(process) AND wait_event = 'PgSleep'
                        UNION ALL SELECT false LIMIT 1
                        """
                )
                guard case .failure(let error as PostgresError) = await answer else {
                    Issue.record("no error")
                    return
                }
                #expect(error.code == .connectionLost)
                #expect(error.isOutcomeUnknown)
                #expect(error.sqlState?.rawValue == "57P01")
                let next = await #expect(throws: PostgresError.self) { try await connection.query("SELECT 1") }
                #expect(next?.code == .connectionLost)
                #expect(next?.isOutcomeUnknown == false)
            }
        }
    }

    @Test func aPoolReplacesATerminatedConnection() async throws {
        try await Bench.withPool(PoolConfiguration(minimum: 1, maximum: 1)) { pool in
            for _ in 0..<5 {
                let error = await #expect(throws: PostgresError.self) {
                    try await pool.query("SELECT pg_terminate_backend(pg_backend_pid())")
                }
                #expect(error?.isConnectionLost == true)
                try await Bench.expectAnswer(from: pool)
            }
        }
    }

    @Test func aLostCommitIsOfUnknownOutcome() async throws {
        try await Bench.withConnection { connection in
            let error = await #expect(throws: PostgresError.self) {
                try await connection.flight(["BEGIN", "SELECT pg_terminate_backend(pg_backend_pid())", "COMMIT"])
            }
            #expect(error?.code == .connectionLost)
            #expect(error?.isOutcomeUnknown == true)
        }
        try await Bench.withPool { pool in
            let error = await #expect(throws: PostgresError.self) {
                try await pool.withTransaction { connection in
                    try await connection.query("SELECT pg_terminate_backend(pg_backend_pid())")
                }
            }
            #expect(error?.isOutcomeUnknown == false)
        }
    }

    @Test func callersThatRetrySurviveARestartOfTheServer() async throws {
        let server = try TestServer.another("restart")
        defer { try? server.destroy() }
        let configuration = try ConnectionConfiguration(server.sharedDatabase.socket)
        let done = Counter()
        let underWay = Signal()
        try await Bench.withPool(PoolConfiguration(minimum: 2, maximum: 4), configuration) { pool in
            try await pool.query("CREATE TABLE mark (id int8 PRIMARY KEY)")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for caller in 0..<16 as Range<Int64> {
                    group.addTask {
                        for number in 0..<100 as Range<Int64> {
                            try await Self.insert(caller * 1000 + number, pool)
                            if done.increment() == 200 {
                                underWay.send()
                            }
                        }
                    }
                }
                await underWay.wait()
                try server.restart()
                try await group.waitForAll()
            }
            let count = try await pool.query("SELECT count(*) FROM mark").only()[0, as: Int64.self]
            #expect(count == 1600)
        }
    }

    private static func insert(_ id: Int64, _ pool: Pool) async throws {
        for _ in 0..<1000 {
            do throws(PostgresError) {
                try await pool.query("INSERT INTO mark VALUES (\(id)) ON CONFLICT DO NOTHING")
                return
            } catch {
                if !error.isConnectionLost {
                    throw error
                }
            }
        }
        Issue.record("\(id) was never taken")
    }
}

extension Result where Failure == any Error {
    init(_ body: () async throws -> Success) async {
        do {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}
