import Postgres
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2))) struct TransactionTests {
    private struct Abandoned: Error {}

    @Test func serializationFailuresAreRetried() async throws {
        let database = try TestServer.shared().freshDatabase()
        let configuration = try ConnectionConfiguration(database.socket)
        try await Bench.withPool(PoolConfiguration(minimum: 4, maximum: 4), configuration) { pool in
            try await pool.flight(["CREATE TABLE counter (n int8 NOT NULL)", "INSERT INTO counter VALUES (0)"])
            let runs = Counter()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        for _ in 0..<10 {
                            try await pool.withTransaction(isolation: .serializable, attempts: 200) { connection in
                                runs.increment()
                                let n = try await connection.query("SELECT n FROM counter").only()[0, as: Int64.self]
                                try await connection.query("UPDATE counter SET n = \(n + 1)")
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let n = try await pool.query("SELECT n FROM counter").only()[0, as: Int64.self]
            #expect(n == 40)
            #expect(runs.value > 40)
        }
    }

    @Test func attemptsAreBounded() async throws {
        try await Bench.withPool { pool in
            let runs = Counter()
            let error = await #expect(throws: PostgresError.self) {
                try await pool.withTransaction(attempts: 3) { connection in
                    runs.increment()
                    try await connection.query("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$")
                }
            }
            #expect(error?.sqlState == .serializationFailure)
            #expect(runs.value == 3)
        }
    }

    @Test func anErrorRollsBackAndASwallowedOneDoesNotCommit() async throws {
        try await Bench.withConnection { connection in
            try await connection.query("CREATE TEMP TABLE thing (id int8)")
            await #expect(throws: Abandoned.self) {
                try await connection.withTransaction { connection in
                    try await connection.query("INSERT INTO thing VALUES (1)")
                    throw Abandoned()
                }
            }
            let error = await #expect(throws: PostgresError.self) {
                try await connection.withTransaction { connection in
                    try await connection.query("INSERT INTO thing VALUES (2)")
                    _ = try? await connection.query("SELECT 1 / 0")
                }
            }
            #expect(error?.code == .transactionRolledBack)
            #expect(try await connection.query("SELECT FROM thing").isEmpty)
            try await connection.withTransaction { _ = try await $0.query("INSERT INTO thing VALUES (3)") }
            #expect(try await connection.query("SELECT FROM thing").count == 1)
        }
    }

    @Test func aTransactionLeftOpenIsGivenUpWithTheConnection() async throws {
        try await Bench.withPool(PoolConfiguration(minimum: 1, maximum: 1)) { pool in
            try await pool.withConnection { connection in
                try await connection.flight(["BEGIN", "CREATE TABLE never (id int8)"])
            }
            let row = try await pool.query("SELECT to_regclass('never') IS NULL").only()
            #expect(try row[0, as: Bool.self])
        }
    }
}
