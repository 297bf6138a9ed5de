import Dispatcher
import Logging
import PGStore
import Postgres
import Workflow

/// `poll`: an empty look for the next timer over the dead rows of those that fired, which an open snapshot keeps, beside
/// the same on a table without any.
struct PollRow {
    let options: BenchOptions
    /// Where the dead rows are made.
    let server: BenchServer
    /// The clean one.
    let clean: BenchServer
    let logger: Logger
    let progress: @Sendable (BenchProgress) -> Void

    init(_ benchmark: Benchmark, dead: BenchServer, clean: BenchServer) {
        options = benchmark.options
        server = dead
        self.clean = clean
        logger = benchmark.logger
        progress = benchmark.progress
    }

    /// Looks that a round times.
    private static let looks = 2_000
    /// Timers that wait on both sides.
    private static let waiting = 1_000

    /// Measures in turns.
    ///
    /// - Returns: the line: microseconds of a look, the middle of each round.
    /// - Throws: what both servers throw.
    func measure() async throws -> BenchReport.Line {
        let (mine, yours) = (try await district(on: server), try await district(on: clean))
        progress(.doing(Bilingual(zh: "\(options.dead) 行失效定时", en: "\(options.dead) dead timer rows")))
        return try await server.asOwner { holder in
            try await bury(mine, snapshot: holder)
            for server in [server, clean] {
                try await server.asOwner { try await $0.run(script: "ANALYZE timer") }
            }
            return try await compare(mine, yours)
        }
    }

    private func compare(_ mine: DistrictID, _ yours: DistrictID) async throws -> BenchReport.Line {
        try await Engine.with(database: server.measured(), logger: logger) { engine in
            try await Engine.with(database: clean.measured(), logger: logger) { other in
                var ours = TimerLook(district: mine, pool: engine.pool)
                var theirs = TimerLook(district: yours, pool: other.pool)
                let first = try await median(of: &ours, 1)
                _ = try await (median(of: &ours, 200), median(of: &theirs, 200))
                var (figures, others) = ([Double](), [Double]())
                for round in 1...max(1, options.rounds) {
                    figures.append(try await median(of: &ours, Self.looks))
                    others.append(try await median(of: &theirs, Self.looks))
                    let last = round - 1
                    progress(.round(.poll, round, of: options.rounds, ours: figures[last], theirs: others[last], []))
                }
                var without: [Double] = []
                for _ in 0..<9 {
                    var fresh = TimerLook(district: mine, pool: engine.pool)
                    without.append(try await median(of: &fresh, 1))
                }
                return BenchReport.Line(
                    row: .poll,
                    ours: figures,
                    theirs: others,
                    details: [
                        .init(zh: "失效行", en: "dead rows", Double(try await dead()), ""),
                        .init(zh: "启动后第一次", en: "the first look of a worker", first, "µs"),
                        .init(zh: "没有低水位", en: "a look without the mark", Quantiles(without).median, "µs"),
                    ]
                )
            }
        }
    }

    private func median(of look: inout TimerLook, _ count: Int) async throws -> Double {
        var times: [Double] = []
        for _ in 0..<count {
            let started = ContinuousClock.now
            let found = try await look.next()
            times.append(started.duration(to: .now) / .microseconds(1))
            guard let next = found.next, next > found.clock else {
                throw BenchError.district("a poll that is to find nothing due found something")
            }
        }
        return Quantiles(times).median
    }
}

extension PollRow {
    // MARK: - Preparing

    /// A district with some timers that come due in a day.
    private func district(on server: BenchServer) async throws -> DistrictID {
        let id = try await Engine.with(database: server.measured(), logger: logger) { engine in
            try await BenchDistrict.make(code: "poll", engine).id
        }
        try await server.asOwner { connection in
            _ = try await connection.query(Self.timers(id, from: 1, Self.waiting, begin: 86_400, length: 86_400))
        }
        return id
    }

    /// Writes timers that were due within the last hour, opens a snapshot that still sees them, and removes them.
    ///
    /// They are rows as the engine writes them, and die as fired ones do. Their tickets do not exist: a look reads timers
    /// only.
    private func bury(_ district: DistrictID, snapshot holder: Connection) async throws {
        let first = Int64(Self.waiting) + 1
        try await server.asOwner { connection in
            _ = try await connection.query(
                Self.timers(district, from: first, options.dead, begin: -3_600, length: 3_500)
            )
            try await holder.run(script: "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM district")
            _ = try await connection.query(
                "DELETE FROM timer WHERE district_id = \(district.rawValue) AND ticket_id >= \(first)"
            )
        }
    }

    private static func timers(
        _ district: DistrictID,
        from first: Int64,
        _ count: Int,
        begin: Double,
        length: Double
    ) -> Query {
        """
        INSERT INTO timer (district_id, ticket_id, due_at, fire_at, clock, step)
        SELECT \(district.rawValue), \(first) + n, t.at, t.at, 'sign', '0'
        FROM generate_series(0, \(Int64(count) - 1)) AS n,
            LATERAL (SELECT now() + make_interval(secs => \(begin) + \(length) * n / \(Double(count)))) AS t (at)
        """
    }

    private func dead() async throws -> Int64 {
        try await server.asOwner { connection in
            try await connection.query(
                "SELECT n_tup_del FROM pg_stat_user_tables WHERE relname = 'timer'"
            ).only()[0]
        }
    }
}
