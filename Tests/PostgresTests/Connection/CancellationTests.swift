import Postgres
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2))) struct CancellationTests {
    @Test func aCancelledStatementLeavesItsConnectionUsable() async throws {
        try await Bench.withConnection { watcher in
            try await Bench.withConnection { connection in
                for round in 0..<20 {
                    let process = await connection.serverProcess
                    let task = Task { try await connection.query("SELECT pg_sleep(60), \(Int64(round))") }
                    try await Bench.wait(watcher, until: Self.isSleeping(process))
                    task.cancel()
                    let error = await #expect(throws: PostgresError.self) { try await task.value }
                    #expect(error?.code == .cancelled)
                    #expect(error?.sqlState == .queryCanceled)
                    // Whatever follows at once is not hit by the request.
                    for number in 0..<20 as Range<Int64> {
                        #expect(try await connection.query("SELECT \(number)").only()[0, as: Int64.self] == number)
                    }
                }
            }
        }
    }

    @Test func aCancelledStatementHarmsNoNeighbour() async throws {
        try await Bench.withConnection { connection in
            for _ in 0..<50 {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<40 as Range<Int64> {
                        group.addTask {
                            let task = Task { try await connection.query("SELECT pg_sleep(0.0005), \(number)") }
                            if number % 2 == 0 {
                                task.cancel()
                                _ = try? await task.value
                            } else {
                                let row = try await task.value.only()
                                #expect(try row[1, as: Int64.self] == number)
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }
        }
    }

    @Test func aDeadlineEndsTheStatementOnTheServer() async throws {
        try await Bench.withConnection { connection in
            let error = await #expect(throws: PostgresError.self) {
                try await connection.query("SELECT pg_sleep(60)", deadline: .now + .milliseconds(50))
            }
            #expect(error?.code == .deadlineExceeded)
            #expect(error?.sqlState == .queryCanceled)
            try await Bench.expectAnswer(from: connection)
        }
    }

    @Test func aTaskCancelledBeforehandSendsNothing() async throws {
        try await Bench.withConnection { connection in
            try await connection.query("CREATE TEMP TABLE mark (id int8)")
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await connection.query("INSERT INTO mark VALUES (1)")
            }
            let error = await #expect(throws: PostgresError.self) { try await task.value }
            #expect(error?.code == .cancelled)
            #expect(error?.isOutcomeUnknown == false)
            #expect(try await connection.query("SELECT FROM mark").isEmpty)
        }
    }

    @Test func cancellingATransactionRollsItBack() async throws {
        try await Bench.withPool(PoolConfiguration(minimum: 1, maximum: 1)) { pool in
            let begun = Signal()
            let task = Task {
                try await pool.withTransaction { connection in
                    try await connection.query("SET LOCAL application_name = 'marked'")
                    begun.send()
                    try await connection.query("SELECT pg_sleep(60)")
                }
            }
            await begun.wait()
            task.cancel()
            let error = await #expect(throws: PostgresError.self) { try await task.value }
            #expect(error?.code == .cancelled)
            #expect(error?.isOutcomeUnknown == false)
            let row = try await pool.query("SELECT current_setting('application_name')").only()
            #expect(try row[0, as: String.self] != "marked")
        }
    }

    private static func isSleeping(_ process: Int32) -> Query {
        "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pid = \(process) AND wait_event = 'PgSleep')"
    }
}
