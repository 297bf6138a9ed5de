import Dispatcher
import Logging
import Postgres
import Workflow

/// `memory`: what this program takes at its peak as a process of its own: the daemon while it fires, and a long list.
struct MemoryRow {
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

    private static let originals = 1_000

    /// Measures both once.
    ///
    /// - Returns: the line: the greater of the two, in millions of bytes.
    /// - Throws: `BenchError.program` where a program does not end well.
    func measure() async throws -> BenchReport.Line {
        let program = ChildProgram(path: options.program ?? ChildProgram.own, folder: options.folder + "/memory")
        let listed = try await listed()
        progress(.doing(Bilingual(zh: "whistle tickets --json", en: "whistle tickets --json")))
        let database = server.words(user: "whistle_app")
        let list = try await program.peak(["tickets", "--json", "--database", database, "--district", "listed"])
        let due = try await due()
        progress(.doing(Bilingual(zh: "whistle work", en: "whistle work")))
        let daemon = try await program.peak(["work", "--database", database]) { try await isFired(due.district) }
        return BenchReport.Line(
            row: .memory,
            ours: [max(daemon, list)],
            details: [
                .init(zh: "守护进程触发时", en: "the daemon while it fires", daemon, "MB"),
                .init(zh: "它触发的定时", en: "timers that it fired", Double(due.count), ""),
                .init(zh: "tickets --json", en: "tickets --json", list, "MB"),
                .init(zh: "列出的工单", en: "tickets listed", Double(listed), ""),
            ]
        )
    }

    private func side(_ code: String) async throws -> EngineSide {
        let limits = try DueTickets.limits()
        let district = try await Engine.with(database: server.measured(), logger: logger) { engine in
            try await BenchDistrict.make(code: code, limits: limits, engine)
        }
        return EngineSide(server: server, district: district, logger: logger)
    }

    private func listed() async throws -> Int {
        let side = try await side("listed")
        let originals = min(Self.originals, options.listed)
        progress(.doing(Bilingual(zh: "装入 \(options.listed) 件", en: "loading \(options.listed) tickets")))
        let source = try await DistrictLoader(side: side).load(originals, upTo: .dispatch)
        let copies = TicketCopies(server: server, district: side.district.id)
        let made = try await copies.make(options.listed / originals - 1, of: source)
        try await server.settle()
        return source.count + made.count
    }

    private func due() async throws -> (district: DistrictID, count: Int) {
        let side = try await side("memory-due")
        let originals = min(Self.originals, options.due)
        progress(.doing(Bilingual(zh: "装入 \(options.due) 件到期工单", en: "loading \(options.due) due tickets")))
        let base = try await side.withEngine { try await $0.now() }.advanced(bySeconds: -120)
        let source = try await DistrictLoader(side: side).load(originals) { place in
            DueTickets.life(due: base.advanced(byMicroseconds: Int64(place) * 1_000))
        }
        let copies = TicketCopies(server: server, district: side.district.id)
        let made = try await copies.make(options.due / originals - 1, of: source)
        return (side.district.id, source.count + made.count)
    }

    private func isFired(_ district: DistrictID) async throws -> Bool {
        try await Task.sleep(for: .milliseconds(200))
        return try await server.asOwner { connection in
            try await connection.query(
                """
                SELECT NOT EXISTS (
                    SELECT FROM timer WHERE district_id = \(district.rawValue) AND fire_at < clock_timestamp())
                """
            ).only()[0]
        }
    }
}
