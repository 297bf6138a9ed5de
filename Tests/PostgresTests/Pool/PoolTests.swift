import Logging
import Postgres
import ServiceLifecycle
import Testing

@Suite(.timeLimit(.minutes(2))) struct PoolTests {
    @Test func servesTenThousandCallersOnFourConnections() async throws {
        try await Bench.withPool(PoolConfiguration(minimum: 4, maximum: 4)) { pool in
            try await withThrowingTaskGroup(of: Int64.self) { group in
                for number in 0..<10_000 as Range<Int64> {
                    group.addTask { try await pool.query("SELECT \(number)").only()[0, as: Int64.self] }
                }
                var sum: Int64 = 0
                for try await number in group {
                    sum += number
                }
                #expect(sum == 49_995_000)
            }
            #expect(pool.statistics.connections <= 4)
            #expect(pool.statistics.waiters == 0)
        }
    }

    @Test func aFullQueueIsBusyAndAWaitHasItsDeadline() async throws {
        var configuration = PoolConfiguration(minimum: 1, maximum: 1)
        configuration.maximumWaiters = 1
        try await Bench.withPool(configuration) { pool in
            try await pool.withConnection { _ in
                let first = Task { try await pool.query("SELECT 1", deadline: .now + .seconds(600)) }
                while pool.statistics.waiters < 1 {
                    await Task.yield()
                }
                let second = await #expect(throws: PostgresError.self) { try await pool.query("SELECT 1") }
                #expect(second?.code == .busy)
                first.cancel()
                _ = await first.result
                let third = await #expect(throws: PostgresError.self) {
                    try await pool.query("SELECT 1", deadline: .now + .milliseconds(50))
                }
                #expect(third?.code == .deadlineExceeded)
                #expect(third?.isOutcomeUnknown == false)
            }
            try await Bench.expectAnswer(from: pool)
        }
    }

    @Test func callersAreServedInOrder() async throws {
        var configuration = PoolConfiguration(minimum: 1, maximum: 1)
        configuration.patience = .seconds(600)
        try await Bench.withPool(configuration) { pool in
            let order = Record()
            try await withThrowingTaskGroup(of: Void.self) { group in
                try await pool.withConnection { _ in
                    for number in 0..<50 {
                        group.addTask {
                            try await pool.withConnection { _ in order.append(number) }
                        }
                        while pool.statistics.waiters <= number {
                            await Task.yield()
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(order.numbers == Array(0..<50))
        }
    }

    @Test func anExclusiveCallerIsNotStarvedBySharedOnes() async throws {
        try await Bench.withPool(PoolConfiguration(minimum: 2, maximum: 2)) { pool in
            let done = Counter()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<32 {
                    group.addTask {
                        while done.value == 0 {
                            try await pool.query("SELECT pg_sleep(0.001)")
                        }
                    }
                }
                for _ in 0..<20 {
                    try await pool.withConnection { connection in
                        try await Bench.expectAnswer(from: connection)
                    }
                }
                done.increment()
                try await group.waitForAll()
            }
        }
    }

    @Test func aWaiterThatIsCancelledLeavesTheQueue() async throws {
        var configuration = PoolConfiguration(minimum: 1, maximum: 1)
        configuration.patience = .seconds(600)
        try await Bench.withPool(configuration) { pool in
            try await pool.withConnection { _ in
                let task = Task { try await pool.query("SELECT 1") }
                while pool.statistics.waiters < 1 {
                    await Task.yield()
                }
                task.cancel()
                let error = await #expect(throws: PostgresError.self) { try await task.value }
                #expect(error?.code == .cancelled)
                #expect(pool.statistics.waiters == 0)
            }
        }
    }

    @Test func gracefulShutdownWaitsForThoseInUse() async throws {
        let pool = try Pool(Bench.configuration(), reactor: Bench.reactor.get())
        let group = ServiceGroup(services: [pool], logger: Logger(label: "test"))
        let (taken, mayEnd) = (Signal(), Signal())
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            tasks.addTask {
                try await pool.withConnection { connection in
                    taken.send()
                    await mayEnd.wait()
                    try await Bench.expectAnswer(from: connection)
                }
            }
            await taken.wait()
            await group.triggerGracefulShutdown()
            var refused: PostgresError?
            while refused == nil {
                do throws(PostgresError) {
                    try await pool.query("SELECT 1", deadline: .now + .milliseconds(20))
                } catch {
                    refused = error.code == .shutdown ? error : nil
                }
            }
            mayEnd.send()
            try await tasks.waitForAll()
        }
        #expect(pool.statistics.connections == 0)
    }

    @Test func transactionControlIsRefusedOnSharedConnections() async throws {
        try await Bench.withPool { pool in
            for text in ["BEGIN", "commit;", " \n Rollback", "START TRANSACTION", "savepoint a"] {
                let error = await #expect(throws: PostgresError.self) {
                    try await pool.query(Query(unsafeSQL: text))
                }
                #expect(error?.code == .misuse)
            }
        }
    }
}
