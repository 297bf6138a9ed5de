import Postgres
import TestSupport
import Testing

@Suite struct ConnectionTests {
    @Test func answersAStatement() async throws {
        try await Bench.withConnection { connection in
            let row = try await connection.query("SELECT \(41 as Int64) + 1, \("吹哨")").only()
            let (number, text) = try row.decode((Int64, String).self)
            #expect(number == 42)
            #expect(text == "吹哨")
        }
    }

    @Test func aFailedStatementHarmsNoNeighbour() async throws {
        try await Bench.withConnection { connection in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<200 as Range<Int64> {
                    group.addTask {
                        if number % 7 == 3 {
                            let error = await #expect(throws: PostgresError.self) {
                                try await connection.query("SELECT \(number) / (\(number) - \(number))")
                            }
                            #expect(error?.sqlState?.rawValue == "22012")
                            #expect(error?.isOutcomeUnknown == false)
                        } else {
                            let row = try await connection.query("SELECT \(number)").only()
                            #expect(try row[0, as: Int64.self] == number)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func aFlightIsAllOrNothing() async throws {
        try await Bench.withConnection { connection in
            try await connection.query("CREATE TEMP TABLE thing (id int8 PRIMARY KEY)")
            let error = await #expect(throws: PostgresError.self) {
                try await connection.flight([
                    "INSERT INTO thing VALUES (\(1 as Int64))",
                    "INSERT INTO thing VALUES (\(1 as Int64))",
                    "SELECT count(*) FROM thing",
                ])
            }
            #expect(error?.sqlState == .uniqueViolation)
            #expect(error?.constraint == "thing_pkey")
            #expect(error?.statementIndex == 1)
            let results = try await connection.flight([
                "INSERT INTO thing VALUES (\(1 as Int64))",
                "SELECT count(*) FROM thing",
            ])
            #expect(results.count == 2)
            #expect(try results[1].only()[0, as: Int64.self] == 1)
        }
    }

    @Test func aPoolServesStatements() async throws {
        try await Bench.withPool { pool in
            let row = try await pool.query("SELECT \(1 as Int32)").only()
            #expect(try row[0, as: Int32.self] == 1)
            let two = try await pool.withTransaction { connection in
                try await connection.query("SELECT 2::int8").only()[0, as: Int64.self]
            }
            #expect(two == 2)
        }
    }
}
