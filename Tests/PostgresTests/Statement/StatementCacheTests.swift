import Testing

@testable import Postgres

@Suite struct StatementCacheTests {
    private func key(_ sql: String) -> StatementCache.Key {
        StatementCache.Key(sql: sql, types: [20])
    }

    @Test func onlyThePreparingFlightUsesANameBeforeTheAnswer() {
        var cache = StatementCache(limit: 4)
        var uses = [1, 1, 2].map { cache.use(key("a"), flight: $0) }
        cache.prepared(key("a"))
        uses.append(cache.use(key("a"), flight: 3))
        #expect(uses == [.prepare("s1"), .named("s1"), .unnamed, .named("s1")])
    }

    @Test func aForgottenStatementIsPreparedAnewUnderAnotherName() {
        var cache = StatementCache(limit: 4)
        _ = cache.use(key("a"), flight: 1)
        cache.forget(key("a"))
        let use = cache.use(key("a"), flight: 2)
        #expect(use == .prepare("s2"))
    }

    @Test func theLongestUnusedIsEvicted() {
        var cache = StatementCache(limit: 2)
        for (flight, sql) in ["a", "b", "a", "c"].enumerated() {
            _ = cache.use(key(sql), flight: UInt64(flight))
            cache.prepared(key(sql))
        }
        let evicted = cache.evict()
        #expect(evicted == ["s2"])
        #expect(cache.count == 2)
        let more = cache.evict()
        #expect(more.isEmpty)
    }

    @Test func statementsBeingPreparedAreNotEvicted() {
        var cache = StatementCache(limit: 1)
        _ = cache.use(key("a"), flight: 1)
        _ = cache.use(key("b"), flight: 2)
        let evicted = cache.evict()
        #expect(evicted.isEmpty)
    }

    @Test func aSmallCacheServesManyStatements() async throws {
        let configuration = try Bench.configuration { $0.preparedStatements = 3 }
        try await Bench.withConnection(configuration) { connection in
            for round in 0..<5 {
                for number in 0..<10 {
                    let row = try await connection.query("SELECT \(Int64(round)) + \(unsafeSQL: String(number))").only()
                    #expect(try row[0, as: Int64.self] == Int64(round + number))
                }
            }
            let row = try await connection.query(
                Query(unsafeSQL: "SELECT count(*) FROM pg_prepared_statements").unprepared()
            ).only()
            #expect(try row[0, as: Int64.self] <= 4)
        }
    }

    @Test func aStatementWhoseResultTypeChangedIsPreparedAnew() async throws {
        try await Bench.withConnection { connection in
            try await connection.query("CREATE TEMP TABLE shape (a int8)")
            try await connection.query("SELECT * FROM shape")
            try await connection.query("ALTER TABLE shape ADD b text")
            let error = await #expect(throws: PostgresError.self) { try await connection.query("SELECT * FROM shape") }
            #expect(error?.sqlState?.rawValue == "0A000")
            let columns = try await connection.query("SELECT * FROM shape").columns
            #expect(columns.map(\.name) == ["a", "b"])
        }
    }

    @Test func aPrepareThatAFailedFlightNeverReachedIsNotReliedOn() async throws {
        try await Bench.withConnection { connection in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<50 {
                    group.addTask { _ = try? await connection.flight(["SELECT 1 / 0", "SELECT 'after the failure'"]) }
                    group.addTask { try await connection.query("SELECT 'after the failure'") }
                }
                try await group.waitForAll()
            }
        }
    }
}
