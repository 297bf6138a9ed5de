import Dispatcher
import Logging
import PGStore
import Postgres
import Workflow

/// `late`: how late timers fire that come due one after the other, with many more to come, beside a commit.
struct LateRow {
    let options: BenchOptions
    let server: BenchServer
    let logger: Logger
    let progress: @Sendable (BenchProgress) -> Void

    init(_ benchmark: Benchmark, _ server: BenchServer) {
        options = benchmark.options
        self.server = server
        logger = benchmark.logger
        progress = benchmark.progress
    }

    /// Tickets that the machine loads of those that wait; the others are copies of them.
    private static let originals = 1_000
    /// Timers of a ticket that waits to be signed for: that limit, and the whole matter's.
    private static let timersEach = 2

    /// Measures once, for as long as timers come due.
    ///
    /// - Returns: the line (milliseconds), and how many faults the check of the district found.
    func measure() async throws -> (line: BenchReport.Line, findings: Int) {
        let limits = try DueTickets.limits()
        let district = try await Engine.with(database: server.measured(), logger: logger) { engine in
            try await BenchDistrict.make(code: "late", limits: limits, engine)
        }
        let side = EngineSide(server: server, district: district, logger: logger)
        let perSecond = try await wait(side)
        let (begin, ids) = try await due(side, perSecond)
        let end = begin.advanced(byMicroseconds: Int64(options.lasting * 1_000_000))
        progress(.doing(Bilingual(zh: "每秒到期 \(options.rate) 个", en: "\(options.rate) come due each second")))
        let commitTimes = try await side.withEngine { engine in
            let worker = WatchedWorker(engine: engine, district: district.id, logger: logger)
            return try await worker.run { tally in
                async let times = commits(from: begin, until: end, engine)
                try await WatchedWorker.wait(atMost: .seconds(options.lasting + 600)) { tally.events >= ids.count }
                return try await times
            }
        }
        let lateness = try await lateness(ids, since: begin, in: district.id)
        let pending = try await pending(district.id)
        let findings = try await side.withEngine(opensContacts: false) {
            try await $0.verify(district.id).findingCount
        }
        return (line(lateness, commitTimes, pending), findings)
    }

    private func line(_ late: Lateness, _ commits: [Double], _ pending: Int64) -> BenchReport.Line {
        let commit = Quantiles(commits)
        return BenchReport.Line(
            row: .late,
            ours: [late.p99],
            theirs: [commit.p99],
            details: [
                .init(zh: "到期并已触发", en: "came due and fired", Double(late.count), ""),
                .init(zh: "其余在等的定时", en: "timers that wait besides", Double(pending), ""),
                .init(zh: "迟延中位数", en: "lateness, median", late.median, "ms"),
                .init(zh: "最大迟延", en: "lateness, greatest", late.most, "ms"),
                .init(zh: "提交中位数", en: "a commit, median", commit.median, "ms"),
                .init(zh: "提交次数", en: "commits timed", Double(commits.count), ""),
            ]
        )
    }
}

extension LateRow {
    // MARK: - Loading

    /// Loads what waits; how many tickets a second the machine loads.
    private func wait(_ side: EngineSide) async throws -> Double {
        let tickets = max(options.pending / Self.timersEach, 100)
        progress(.doing(Bilingual(zh: "装入 \(tickets) 件在等的工单", en: "loading \(tickets) tickets that wait")))
        let originals = min(Self.originals, tickets)
        let source = try await DistrictLoader(side: side).load(originals, upTo: .dispatch)
        _ = try await TicketCopies(server: server, district: side.district.id).make(tickets / originals - 1, of: source)
        try await server.settle()
        // Timed when everything is warm: how far ahead the first must be due follows from it.
        let started = ContinuousClock.now
        _ = try await DistrictLoader(side: side).load(originals, upTo: .dispatch)
        return Double(originals) / (started.duration(to: .now) / .seconds(1))
    }

    /// Loads what will come due, and says from when on.
    ///
    /// - Throws: `BenchError.district` where loading took so long that some were due before it ended.
    private func due(_ side: EngineSide, _ perSecond: Double) async throws -> (Instant, Range<Int64>) {
        let count = max(1, Int(Double(options.rate) * options.lasting))
        let ahead = Int64(Double(count) / perSecond * 1.5) + 5
        let begin = try await side.withEngine { try await $0.now() }.advanced(bySeconds: ahead)
        let period = 1_000_000 / Double(options.rate)
        let ids = try await DistrictLoader(side: side).load(count) { place in
            DueTickets.life(due: begin.advanced(byMicroseconds: Int64(Double(place) * period)))
        }
        let now = try await side.withEngine { try await $0.now() }
        guard now < begin else { throw BenchError.district("loading took longer than the \(ahead) s foreseen") }
        return (begin, ids)
    }
}

extension LateRow {
    // MARK: - Measuring

    /// Milliseconds that each of many small commits took on a connection of its own, one after the other.
    private func commits(from begin: Instant, until end: Instant, _ engine: Engine) async throws -> [Double] {
        let wait = try await engine.now().microseconds(to: begin)
        let length = begin.microseconds(to: end)
        return try await server.asOwner { connection in
            try await connection.run(script: "CREATE TABLE IF NOT EXISTS bench_commit (number int8 NOT NULL)")
            try await Task.sleep(for: .microseconds(max(0, wait)))
            let stop = ContinuousClock.now + .microseconds(length)
            var times: [Double] = []
            while ContinuousClock.now < stop {
                let started = ContinuousClock.now
                _ = try await connection.query("INSERT INTO bench_commit VALUES (\(Int64(times.count)))")
                times.append(started.duration(to: .now) / .milliseconds(1))
                try await Task.sleep(for: .milliseconds(10))
            }
            return times
        }
    }

    private struct Lateness: Sendable {
        let count: Int64
        let median: Double
        let p99: Double
        let most: Double
    }

    /// By the database's clock: when the event was written, and when its timer was due.
    private func lateness(_ ids: Range<Int64>, since begin: Instant, in district: DistrictID) async throws -> Lateness {
        try await server.asOwner { connection in
            let row = try await connection.query(
                """
                WITH fired AS (
                    SELECT extract(epoch FROM recorded_at - at)::float8 * 1000 AS ms FROM ticket_event
                    WHERE district_id = \(district.rawValue) AND ticket_id >= \(ids.lowerBound)
                        AND ticket_id < \(ids.upperBound) AND at >= \(Timestamp(begin)))
                SELECT count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY ms),
                    percentile_cont(0.99) WITHIN GROUP (ORDER BY ms), max(ms)
                FROM fired
                """
            ).only()
            let late = Lateness(count: try row[0], median: try row[1], p99: try row[2], most: try row[3])
            guard late.count == Int64(ids.count) else {
                throw BenchError.district("\(late.count) of \(ids.count) timers fired")
            }
            return late
        }
    }

    private func pending(_ district: DistrictID) async throws -> Int64 {
        try await server.asOwner { connection in
            try await connection.query("SELECT count(*) FROM timer WHERE district_id = \(district.rawValue)").only()[0]
        }
    }
}
