import Dispatcher
import Logging
import PGStore
import Postgres
import Workflow

/// The rows that need districts full of tickets: filing and acting.
struct DistrictRows {
    let options: BenchOptions
    let server: BenchServer
    let logger: Logger
    let progress: @Sendable (BenchProgress) -> Void

    /// Measures them.
    ///
    /// - Returns: the lines, and how many faults the check of the engine's journal found.
    func measure() async throws -> (lines: [BenchReport.Line], findings: Int) {
        var lines: [BenchReport.Line] = []
        let (ours, theirs) = try await withEngine { engine in
            (try await BenchDistrict.make(code: "whistle", engine), try await BenchDistrict.make(code: "hand", engine))
        }
        let loader = DistrictLoader(side: EngineSide(server: server, district: theirs, logger: logger))
        let hand = HandSide(server: server, district: theirs, specimens: try await specimens(loader))
        let whistle = EngineSide(server: server, district: ours, logger: logger, lanes: options.lanes)
        let (clients, callers) = (options.clients, options.callers)
        progress(.loading(tickets: options.tickets * 2))
        // Small runs show that it works; they have nothing to gain from it.
        if options.tickets >= 10_000 { try await server.touchBuffers() }
        let started = ContinuousClock.now
        let tickets = max(options.tickets / 3 / clients * clients, clients) * 3
        let mine = try await ActSide(tickets: tickets, loader: DistrictLoader(side: whistle)) {
            try await whistle.act($0, callers: callers)
        }
        let yours = try await ActSide(tickets: tickets, loader: loader) {
            try await hand.act($0, clients: clients)
        }
        progress(.loaded(perSecond: Double(tickets * 2) / (started.duration(to: .now) / .seconds(1))))
        let turns = options.rows.count { [.file, .http, .act, .act1].contains($0) } * (options.rounds + 1) * 2
        try await server.settle(beforeWriting: turns * Int(options.seconds * Self.walASecond))
        for row in options.rows {
            guard let pair = contenders(row, whistle, hand, mine, yours) else { continue }
            let duel = Duel(row: row, server: server, options: options, report: progress)
            let first = row == .act1 ? 30 : callers * 10
            lines.append(try await duel.fight(pair.0, pair.1, first: first, writes: true))
        }
        progress(.verifying)
        let findings = try await withEngine { engine in try await engine.verify(ours.id).findingCount }
        return (lines, findings)
    }

    /// An engine for what is not measured; gone before anything is.
    private func withEngine<Value: Sendable>(_ body: @Sendable (Engine) async throws -> Value) async throws -> Value {
        try await Engine.with(database: server.measured(), logger: logger, body)
    }

    private func contenders(
        _ row: BenchRow,
        _ whistle: EngineSide,
        _ hand: HandSide,
        _ mine: ActSide,
        _ yours: ActSide
    ) -> (Contender, Contender)? {
        let (clients, callers) = (options.clients, options.callers)
        switch row {
        case .file:
            return (
                Contender(side: .whistle) { count in { try await whistle.file(count, callers: callers) } },
                Contender(side: .hand) { count in { try await hand.file(count, clients: clients) } }
            )
        case .http:
            // wrk runs for a while, not for so many.
            let side = HTTPSide(engine: whistle, connections: Self.connections)
            let seconds = options.seconds
            return (
                Contender(side: .whistle) { _ in
                    let tokens = try await side.tokens()
                    return { try await side.file(by: tokens, seconds: seconds) }
                },
                Contender(side: .hand) { count in { try await hand.file(count, clients: clients) } }
            )
        case .act:
            return (
                Contender(side: .whistle) { count in
                    let lots = try await mine.lots(count, multipleOf: clients)
                    return { try await whistle.act(lots, callers: callers) }
                },
                Contender(side: .hand) { count in
                    let lots = try await yours.lots(count, multipleOf: clients)
                    return { try await hand.act(lots, clients: clients) }
                }
            )
        case .act1:
            return (
                Contender(side: .whistle) { count in
                    let lots = try await mine.lots(count, multipleOf: clients)
                    return { try await whistle.actAlone(lots) }
                },
                Contender(side: .hand) { count in
                    let lots = try await yours.lots(count, multipleOf: clients)
                    return { try await hand.actAlone(lots) }
                }
            )
        case .client, .decide, .deadline, .fire, .late, .poll, .growth, .list, .idle, .httpList, .page, .memory:
            return nil
        }
    }

    /// Connections that wrk keeps busy.
    static let connections = 64

    /// Bytes of WAL that a side writes a second, at the most.
    private static let walASecond = 48.0 * 1024 * 1024

    /// One ticket for each step, and what the step wrote to it.
    private func specimens(_ loader: DistrictLoader) async throws -> [LifeStep: Specimen] {
        var specimens: [LifeStep: Specimen] = [:]
        var before: Int64?
        for step in LifeStep.path {
            let ticket = try await loader.load(1, upTo: step).lowerBound
            specimens[step] = try await server.asOwner { [before] connection in
                try await Specimen(of: ticket, before: before, in: loader.side.district.id, on: connection)
            }
            before = ticket
        }
        return specimens
    }
}
