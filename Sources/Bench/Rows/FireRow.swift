import Dispatcher
import Logging
import PGStore
import Workflow

/// `fire`: what is due at once, fired by the worker, beside the same by set-based SQL.
struct FireRow {
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

    /// Tickets that the machine loads; the others are copies of them.
    private static let originals = 1_000

    /// Measures: each round has districts of its own, which are emptied.
    ///
    /// - Returns: the line, and how many faults the check of the engine's districts found.
    /// - Throws: `BenchError.unequal` where the sides write different rows.
    func measure() async throws -> (line: BenchReport.Line, findings: Int) {
        let specimen = try await specimen()
        var (figures, others, single) = ([Double](), [Double](), [Double]())
        var prints: [Footprint] = []
        var findings = 0
        for round in 0...max(1, options.rounds) {
            let count = round == 0 ? max(Self.step, options.due / 10) : options.due
            let ours = try await load(count, "fire-\(round)")
            let (theirs, alone) = (try await load(count, "hand-\(round)"), try await load(count, "single-\(round)"))
            try await server.settle()
            let (sample, print) = try await counted(.whistle) { try await fire(ours) }
            let (other, otherPrint) = try await counted(.hand) {
                try await fire(theirs, by: specimen, connections: WatchedWorker.hands)
            }
            prints = [print, otherPrint]
            try Duel.compare(prints, .fire)
            progress(.round(.fire, round, of: options.rounds, ours: sample.figure, theirs: other.figure, prints))
            findings += try await ours.side.withEngine(opensContacts: false) {
                try await $0.verify(ours.side.district.id).findingCount
            }
            let one = try await fire(alone, by: specimen, connections: 1).figure
            guard round > 0 else { continue }
            figures.append(sample.figure)
            others.append(other.figure)
            single.append(one)
        }
        let line = BenchReport.Line(
            row: .fire,
            ours: figures,
            theirs: others,
            footprints: prints,
            details: [
                .init(zh: "每轮到期", en: "due in a round", Double(options.due / Self.step * Self.step), ""),
                .init(zh: "双方连接数", en: "connections of both", Double(WatchedWorker.hands), ""),
                .init(zh: "手写，一条连接", en: "by hand on one connection", Spread(single)?.median ?? 0, "/s"),
            ]
        )
        return (line, findings)
    }

    /// What both sides take at a time: the number of timers is a multiple.
    private static let step = HandFiring.batch * 2
}

extension FireRow {
    // MARK: - Loading

    /// A district with something due.
    private struct DueDistrict {
        let side: EngineSide
        let count: Int
    }

    private func load(_ wanted: Int, _ code: String) async throws -> DueDistrict {
        let side = try await side(code)
        let count = max(Self.step, wanted / Self.step * Self.step)
        let originals = min(Self.originals, count)
        progress(
            .doing(Bilingual(zh: "\(code)：装入 \(count) 件到期工单", en: "\(code): loading \(count) tickets that are due"))
        )
        let base = try await side.withEngine { try await $0.now() }.advanced(bySeconds: -120)
        let source = try await DistrictLoader(side: side).load(originals) { place in
            DueTickets.life(due: base.advanced(byMicroseconds: Int64(place) * 1_000))
        }
        _ = try await TicketCopies(server: server, district: side.district.id).make(count / originals - 1, of: source)
        return DueDistrict(side: side, count: count)
    }

    private func side(_ code: String) async throws -> EngineSide {
        let limits = try DueTickets.limits()
        let district = try await Engine.with(database: server.measured(), logger: logger) { engine in
            try await BenchDistrict.make(code: code, limits: limits, engine)
        }
        return EngineSide(server: server, district: district, logger: logger)
    }

    /// What one firing writes, read off a ticket that has it behind it and one that has it before it.
    private func specimen() async throws -> Specimen {
        let side = try await side("fire-specimen")
        let due = try await side.withEngine { try await $0.now() }.advanced(bySeconds: -120)
        let ids = try await DistrictLoader(side: side).load(2) { place in
            place == 0 ? DueTickets.life(due: due) : DueTickets.fired(due: due)
        }
        return try await server.asOwner { connection in
            try await Specimen(
                of: ids.lowerBound + 1,
                before: ids.lowerBound,
                in: side.district.id,
                on: connection
            )
        }
    }
}

extension FireRow {
    // MARK: - Firing

    private func counted(
        _ side: Footprint.Side,
        _ run: () async throws -> Sample
    ) async throws -> (Sample, Footprint) {
        let before = try await server.counters()
        let sample = try await run()
        let after = try await server.counters()
        return (sample, after.footprint(of: side, since: before, transitions: sample.transitions))
    }

    private func fire(_ due: DueDistrict) async throws -> Sample {
        try await due.side.withEngine { engine in
            let watched = WatchedWorker(engine: engine, district: due.side.district.id, logger: logger)
            let started = ContinuousClock.now
            let seconds = try await watched.run { tally in
                try await WatchedWorker.wait(atMost: .seconds(1_800)) { tally.events >= due.count }
                return started.duration(to: .now) / .seconds(1)
            }
            return .rate(due.count, in: seconds)
        }
    }

    private func fire(
        _ due: DueDistrict,
        by specimen: Specimen,
        connections clients: Int
    ) async throws -> Sample {
        let firing = HandFiring(district: due.side.district.id.rawValue, specimen: specimen)
        let each = due.count / HandFiring.batch / clients
        let outcome = try await server.pgbench(clients: clients).run(firing.statement, .transactions(each))
        return .rate(due.count, in: Double(each * clients) / outcome.rate)
    }
}
