import Dispatcher
import Logging
import PGStore
import Postgres
import Workflow

/// The engine's side: a new engine for each measurement, driven through its Swift API.
struct EngineSide: Sendable {
    let server: BenchServer
    let district: BenchDistrict
    let logger: Logger
    /// Transactions at the same time; nil: as usual.
    var lanes: Int?

    /// Files tickets.
    func file(_ count: Int, callers: Int) async throws -> Sample {
        try await withEngine { engine in
            let seconds = try await Callers.run(callers, count: count) { number in
                _ = try await engine.submit(try district.submission(.report, on: nil, number: number))
            }
            return .rate(count, in: seconds)
        }
    }

    /// Does each act on so many tickets of its set, the acts mixed.
    func act(_ lots: ActLots, callers: Int) async throws -> Sample {
        try await withEngine { engine in
            let count = lots.count * LifeStep.measured.count
            let seconds = try await Callers.run(callers, count: count) { number in
                _ = try await engine.submit(try submission(number, lots))
            }
            return .rate(count, in: seconds)
        }
    }

    /// The same by one caller, each act timed: the middle of the times.
    func actAlone(_ lots: ActLots) async throws -> Sample {
        try await withEngine { engine in
            var times: [Double] = []
            let started = ContinuousClock.now
            for number in 0..<(lots.count * LifeStep.measured.count) {
                let submission = try submission(number, lots)
                let began = ContinuousClock.now
                _ = try await engine.submit(submission)
                times.append(began.duration(to: .now) / .microseconds(1))
            }
            return Sample(
                figure: Spread(times)?.median ?? 0,
                transitions: times.count,
                seconds: started.duration(to: .now) / .seconds(1)
            )
        }
    }

    private func submission(_ number: Int, _ lots: ActLots) throws -> Submission {
        let steps = LifeStep.measured
        let step = steps[number % steps.count]
        let ticket = lots.ticket(for: step, number / steps.count)
        return try district.submission(step, on: TicketID(ticket), number: Int(ticket))
    }

    /// An engine that has its connections and knows its district.
    ///
    /// - Parameters:
    ///   - opensContacts: whether it has the keys; copies of tickets bear the contacts of their originals, which do not open.
    ///   - body: what uses it.
    /// - Returns: what the body returns.
    /// - Throws: what the body throws.
    func withEngine<Value: Sendable>(
        opensContacts: Bool = true,
        _ body: @Sendable (Engine) async throws -> Value
    ) async throws -> Value {
        var limits = Batcher.Limits()
        limits.lanes = lanes ?? limits.lanes
        let engine = try Engine(
            database: server.measured(),
            connections: limits.lanes + 2,
            limits: limits,
            keys: opensContacts ? BenchKeys.ring() : nil,
            logger: logger
        )
        defer { engine.close() }
        return try await engine.running { engine in
            _ = try await engine.configurations.load(district.id)
            return try await body(engine)
        }
    }
}

/// The tickets of one measurement.
struct ActLots: Sendable {
    let first: [LifeStep: Int64]
    let size: Int
    let base: Int
    let count: Int
    let order: [Int32]

    func ticket(for step: LifeStep, _ number: Int) -> Int64 {
        guard let first = first[step] else { preconditionFailure("acts that are measured have tickets") }
        return first + Int64(order[base + number])
    }
}
