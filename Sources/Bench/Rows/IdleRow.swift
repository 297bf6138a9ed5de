import Dispatcher
import Logging
import Postgres
import ServiceLifecycle
import Workflow

/// `idle`: what a daemon asks of the database while there is nothing to do, counted by the server.
struct IdleRow {
    let options: BenchOptions
    /// One that counts statements.
    let server: BenchServer
    let logger: Logger
    let progress: @Sendable (BenchProgress) -> Void

    init(_ benchmark: Benchmark, _ server: BenchServer) {
        options = benchmark.options
        self.server = server
        logger = benchmark.logger
        progress = benchmark.progress
    }

    /// What such a server is started with.
    static let settings = [
        "shared_preload_libraries": "pg_stat_statements", "pg_stat_statements.track_utility": "on",
    ]

    private static let districts = 5

    /// Counts for as long as asked: the worker alone, then all of a daemon's services.
    ///
    /// - Returns: the line: statements a minute and district, of the worker.
    /// - Throws: what the server throws.
    func measure() async throws -> BenchReport.Line {
        try await server.asOwner(of: "postgres") { connection in
            try await connection.run(script: "CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        }
        _ = try await Engine.with(database: server.measured(), logger: logger) { engine in
            for number in 1...Self.districts { _ = try await BenchDistrict.make(code: "idle-\(number)", engine) }
        }
        let alone = try await count(.worker)
        let all = try await count(.daemon)
        return BenchReport.Line(
            row: .idle,
            ours: [alone.each(Self.districts, options.lasting)],
            details: [
                .init(zh: "区数", en: "districts", Double(Self.districts), ""),
                .init(
                    zh: "整个守护进程（定时、消息、检索）",
                    en: "a whole daemon: timers, messages, search",
                    all.each(Self.districts, options.lasting),
                    "/min"
                ),
                .init(zh: "启动时的语句", en: "statements while it starts", Double(all.starting), ""),
                .init(zh: "计数秒数", en: "seconds counted", options.lasting, "s"),
            ] + all.most.map { .init(zh: $0.text, en: $0.text, Double($0.calls), "") }
        )
    }

    private enum Services: Sendable {
        case worker
        case daemon
    }

    private struct Count: Sendable {
        let starting: Int64
        let calls: Int64
        let most: [(text: String, calls: Int64)]

        func each(_ districts: Int, _ seconds: Double) -> Double { Double(calls) * 60 / seconds / Double(districts) }
    }

    private func count(_ which: Services) async throws -> Count {
        let engine = try Engine(database: server.app(), logger: logger)
        defer { engine.close() }
        let worker = Worker(engine: engine, logger: logger)
        let others: [any Service] =
            switch which {
            case .worker: []
            case .daemon:
                [
                    engine.wakeups(), Deliverer(engine: engine, sinks: [], logger: logger),
                    SearchFiller(engine: engine, logger: logger),
                ]
            }
        try await reset()
        progress(.doing(Bilingual(zh: "空转 \(Int(options.lasting)) 秒", en: "idle for \(Int(options.lasting)) s")))
        return try await Daemons.run(engine.services + [worker] + others, logger: logger) {
            // Starting asks for more: configurations, keys to clean.
            try await Task.sleep(for: .seconds(2))
            let starting = try await calls()
            try await reset()
            try await Task.sleep(for: .seconds(options.lasting))
            let calls = try await calls()
            return Count(starting: starting.total, calls: calls.total, most: calls.most)
        }
    }
}

extension IdleRow {
    // MARK: - Counting

    // From another database, so that counting is not counted.
    private func reset() async throws {
        try await server.asOwner(of: "postgres") { connection in
            _ = try await connection.query("SELECT pg_stat_statements_reset()")
        }
    }

    private func calls() async throws -> (total: Int64, most: [(text: String, calls: Int64)]) {
        try await server.asOwner(of: "postgres") { connection in
            let rows = try await connection.query(
                """
                SELECT left(regexp_replace(s.query, '\\s+', ' ', 'g'), 60), sum(s.calls)::int8
                FROM pg_stat_statements AS s
                JOIN pg_database AS d ON d.oid = s.dbid
                WHERE d.datname = \(BenchServer.database) AND s.toplevel
                GROUP BY 1
                """
            )
            let all = try rows.map { (text: try $0[0, as: String.self], calls: try $0[1, as: Int64.self]) }
                .sorted { ($1.calls, $0.text) < ($0.calls, $1.text) }
            return (all.reduce(0) { $0 + $1.calls }, Array(all.prefix(8)))
        }
    }
}
