/// One of two sides of a row.
struct Contender {
    let side: Footprint.Side
    /// Makes ready for so many transitions, or about as many; what it returns does them, on connections of its own
    /// that are closed afterwards.
    let prepare: (Int) async throws -> () async throws -> Sample
}

/// What a measurement came to.
struct Sample: Sendable {
    /// What the row is about: a rate, or a time.
    let figure: Double
    /// Transitions done.
    let transitions: Int
    /// How long they took.
    let seconds: Double

    /// A rate.
    static func rate(_ transitions: Int, in seconds: Double) -> Sample {
        Sample(figure: Double(transitions) / seconds, transitions: transitions, seconds: seconds)
    }

    /// How many transitions a length of time takes.
    func count(for length: Double) -> Int { max(1, Int(Double(transitions) / seconds * length)) }
}

/// Measures two sides in turns, after both have run until a transition writes as much WAL as the one before.
struct Duel {
    let row: BenchRow
    let server: BenchServer
    let options: BenchOptions
    let report: (BenchProgress) -> Void

    private static let flat = 0.03
    private static let mostWarmUps = 6

    /// Measures.
    ///
    /// - Parameters:
    ///   - ours: the engine's side.
    ///   - theirs: the other.
    ///   - first: transitions of the first warm-up.
    ///   - writes: whether the row writes, so that rows and WAL are counted and must be the same.
    /// - Returns: the row's line.
    /// - Throws: `BenchError.unequal` where the sides write different rows.
    func fight(_ ours: Contender, _ theirs: Contender, first: Int, writes: Bool) async throws -> BenchReport.Line {
        var (mine, yours) = (try await warmUp(ours, first, writes), try await warmUp(theirs, first, writes))
        var (figures, others) = ([Double](), [Double]())
        var prints: [Footprint] = []
        for round in 1...max(1, options.rounds) {
            let (sample, print) = try await measure(ours, mine.count(for: options.seconds), writes)
            let (other, otherPrint) = try await measure(theirs, yours.count(for: options.seconds), writes)
            (mine, yours) = (sample, other)
            figures.append(sample.figure)
            others.append(other.figure)
            prints = [print, otherPrint].compactMap { $0 }
            try Self.compare(prints, row)
            report(.round(row, round, of: options.rounds, ours: sample.figure, theirs: other.figure, prints))
        }
        return BenchReport.Line(row: row, ours: figures, theirs: others, footprints: prints)
    }

    /// Stops a measurement whose sides do not write the same.
    ///
    /// - Throws: `BenchError.unequal`.
    static func compare(_ prints: [Footprint], _ row: BenchRow) throws {
        // wrk hangs up on those that are on their way: how many there were, only the rows know.
        let prints = row == .http ? prints.map(\.perTicket) : prints
        guard prints.count == 2, !prints[0].writesTheSame(as: prints[1]) else { return }
        throw BenchError.unequal(row, prints.map { "\($0.side.rawValue) \($0.tables)" }.joined(separator: " / "))
    }

    private func warmUp(_ contender: Contender, _ first: Int, _ writes: Bool) async throws -> Sample {
        var (sample, print) = try await measure(contender, first, writes)
        for _ in 0..<Self.mostWarmUps {
            let (next, nextPrint) = try await measure(contender, sample.count(for: min(options.seconds, 2)), writes)
            defer { (sample, print) = (next, nextPrint) }
            report(.warmUp(row, contender.side, next.figure, walBytes: nextPrint?.walBytes))
            guard let old = print?.walBytes, let new = nextPrint?.walBytes else { break }
            if abs(new - old) <= old * Self.flat { break }
        }
        return sample
    }

    private func measure(_ contender: Contender, _ count: Int, _ writes: Bool) async throws -> (Sample, Footprint?) {
        let run = try await contender.prepare(count)
        guard writes else { return (try await run(), nil) }
        let before = try await server.counters()
        let sample = try await run()
        let after = try await server.counters()
        return (sample, after.footprint(of: contender.side, since: before, transitions: sample.transitions))
    }
}
