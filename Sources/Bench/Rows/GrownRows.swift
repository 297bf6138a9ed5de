import Dispatcher
import Logging
import PGStore
import Workflow

/// `growth`, `list`, `http-list` and `page`: what becomes of acts and lists when a district has run for years.
struct GrownRows {
    let options: BenchOptions
    /// Where the years are.
    let server: BenchServer
    /// Where the district is young.
    let young: BenchServer?
    let logger: Logger
    let progress: @Sendable (BenchProgress) -> Void

    /// Takes one server, and a second one where acts are compared.
    init(_ benchmark: Benchmark, _ servers: [BenchServer]) {
        options = benchmark.options
        server = servers[0]
        young = servers.dropFirst().first
        logger = benchmark.logger
        progress = benchmark.progress
    }

    /// Measures those of the two that are asked for.
    ///
    /// - Returns: the lines, and how many faults the check of both districts found.
    /// - Throws: what machine and servers throw.
    func measure() async throws -> (lines: [BenchReport.Line], findings: Int) {
        let blocks = max(1, options.young / GrownDistrict.runningEach)
        let each = max(1, options.grown / (blocks * GrownDistrict.runningEach))
        let grown = try await load(server, "grown", blocks: blocks, endedEach: each - 1)
        var small: GrownDistrict?
        var first: (grown: Double, small: Double) = (0, 0)
        if let young {
            let other = try await load(young, "young", blocks: blocks, endedEach: 0)
            first = (try await warm(grown), try await warm(other))
            small = other
        }
        var lines: [BenchReport.Line] = []
        var findings = 0
        if options.rows.contains(.list) {
            lines.append(try await ListRow(options: options, grown: grown).measure())
        }
        if options.rows.contains(.httpList) {
            let side = HTTPSide(engine: grown.side, connections: DistrictRows.connections)
            var rates: [Double] = []
            let tokens = try await side.tokens()
            for _ in 0..<max(1, options.rounds) {
                rates.append(try await side.lists(by: tokens, seconds: options.seconds))
            }
            let details = [BenchReport.Detail(zh: "工单", en: "tickets", Double(grown.count), "")]
            lines.append(BenchReport.Line(row: .httpList, ours: rates, details: details))
        }
        if options.rows.contains(.page) {
            lines.append(try await PageRow(options: options, grown: grown).measure())
        }
        if let small {
            lines.append(try await compare(grown, small, first: first))
            findings += try await check(small)
        }
        return (lines, try await findings + check(grown))
    }

    private func load(
        _ server: BenchServer,
        _ code: String,
        blocks: Int,
        endedEach: Int
    ) async throws -> GrownDistrict {
        let count = blocks * GrownDistrict.runningEach * (endedEach + 1)
        progress(.doing(Bilingual(zh: "装入 \(count) 件工单", en: "loading \(count) tickets")))
        let district = try await Engine.with(database: server.measured(), logger: logger) { engine in
            try await BenchDistrict.make(code: code, engine)
        }
        let side = EngineSide(server: server, district: district, logger: logger, lanes: options.lanes)
        let started = ContinuousClock.now
        let grown = try await GrownDistrict.load(
            side,
            blocks: blocks,
            endedEach: endedEach,
            isEarlier: young != nil
        )
        progress(.loaded(perSecond: Double(count) / (started.duration(to: .now) / .seconds(1))))
        try await server.settle()
        return grown
    }

    private func check(_ grown: GrownDistrict) async throws -> Int {
        progress(.verifying)
        return try await grown.side.withEngine(opensContacts: false) { engine in
            try await engine.verify(grown.side.district.id, among: grown.checked).findingCount
        }
    }
}

extension GrownRows {
    // MARK: - Acting

    /// Takes each ticket that runs through the act before the one that is measured, so that its pages stand in the WAL
    /// since the last checkpoint, as they do in all but the first minutes after one.
    ///
    /// - Returns: how many acts a second.
    private func warm(_ grown: GrownDistrict) async throws -> Double {
        let count = grown.running[.sign]?.count ?? 0
        let (sample, print) = try await act(0..<count, grown, isWarmUp: true)
        progress(.warmUp(.growth, .whistle, sample.figure, walBytes: print.walBytes))
        return sample.figure
    }

    /// Acts in turns here and there, on as many tickets that run: the ratio of the rates, round by round.
    private func compare(
        _ grown: GrownDistrict,
        _ small: GrownDistrict,
        first: (grown: Double, small: Double)
    ) async throws -> BenchReport.Line {
        var (figures, others) = ([Double](), [Double]())
        var prints: [Footprint] = []
        let all = min(grown.running[.sign]?.count ?? 0, small.running[.sign]?.count ?? 0)
        let size = all / max(1, options.rounds)
        for round in 1...max(1, options.rounds) {
            let lot = (round - 1) * size..<round * size
            let (sample, print) = try await act(lot, grown)
            let (other, otherPrint) = try await act(lot, small)
            prints = [print, otherPrint]
            try Duel.compare(prints, .growth)
            progress(.round(.growth, round, of: options.rounds, ours: sample.figure, theirs: other.figure, prints))
            figures.append(sample.figure)
            others.append(other.figure)
        }
        return BenchReport.Line(
            row: .growth,
            ours: figures,
            theirs: others,
            footprints: prints,
            details: [
                .init(zh: "工单", en: "tickets", Double(grown.count), ""),
                .init(zh: "对照区工单", en: "tickets of the other", Double(small.count), ""),
                .init(zh: "其中在办", en: "of which run, in each", Double(all * LifeStep.measured.count), ""),
                .init(zh: "检查点后首次办理", en: "the first acts after a checkpoint", first.grown, "/s"),
                .init(zh: "对照区首次办理", en: "the first acts of the other", first.small, "/s"),
                .init(zh: "已核对", en: "tickets whose journal was verified", Double(grown.checked.count), ""),
            ]
        )
    }

    private func act(
        _ lot: Range<Int>,
        _ grown: GrownDistrict,
        isWarmUp: Bool = false
    ) async throws -> (Sample, Footprint) {
        let server = grown.side.server
        let before = try await server.counters()
        let sample = try await grown.side.withEngine { engine in
            let steps = LifeStep.measured
            let count = lot.count * steps.count
            let seconds = try await Callers.run(options.callers, count: count) { number in
                let step = steps[number % steps.count]
                guard let ticket = grown.running[step]?[lot.lowerBound + number / steps.count],
                    let step = isWarmUp ? step.before : step
                else { return }
                _ = try await engine.submit(
                    grown.side.district.submission(step, on: TicketID(ticket.id), number: Int(ticket.number))
                )
            }
            return Sample.rate(count, in: seconds)
        }
        let after = try await server.counters()
        return (sample, after.footprint(of: .whistle, since: before, transitions: sample.transitions))
    }
}
