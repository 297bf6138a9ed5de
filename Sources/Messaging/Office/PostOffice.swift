import Dispatcher
import Logging
import PGStore
import Postgres
import Workflow

/// The postings of one district on their way through channels: claims what a channel's pace allows, sends, writes down what
/// became of it.
///
/// What was sent is removed afterwards, in one transaction with its line in the call log: a crash in between sends twice,
/// and never not at all.
struct PostOffice: Sendable {
    let district: DistrictID
    let engine: Engine
    let logger: Logger
    /// Postings of one channel that are on their way at a time.
    let batch: Int

    /// A posting as it goes out, or why it does not.
    enum Prepared: Sendable {
        /// Ready; whether it is to be sent again unless somebody acts, and after what pause.
        case ready(OutgoingCall, repeating: Repetition?)
        /// There is nothing to send, and never will be: why, in a word for the log.
        case spared(String)
        /// It cannot be sent now.
        case failed(String)
        /// It is not to be sent before an instant: quiet hours.
        case later(Instant)
    }

    /// That something is sent again though it was taken.
    struct Repetition: Sendable {
        let after: Duration
        let payload: JSONValue
    }

    /// What a channel has left to do.
    enum Turn: Sendable {
        /// There may be more.
        case more
        /// Nothing is due.
        case empty
        /// Its limit is reached until then.
        case limited(until: Instant)
    }

    /// Sends one batch of a channel.
    ///
    /// - Parameters:
    ///   - channel: the channel.
    ///   - prepare: makes words and addresses of postings: each as it stands there, in any order.
    /// - Returns: what is left.
    /// - Throws: what the database says.
    func serve(
        _ channel: any Channel,
        _ prepare: ([ClaimedPosting], Instant) async throws -> [(posting: ClaimedPosting, prepared: Prepared)]
    ) async throws -> Turn {
        let (claimed, clock, next) = try await claim(channel)
        guard !claimed.isEmpty else { return next.map { .limited(until: $0) } ?? .empty }
        var settled: [Settled] = []
        let prepared = try await prepare(claimed, clock)
        await withTaskGroup(of: Settled.self) { group in
            for (posting, prepared) in prepared {
                group.addTask { await send(posting, prepared, by: channel, at: clock) }
            }
            for await one in group { settled.append(one) }
        }
        try await settle(settled, of: channel, at: clock)
        return .more
    }
}

extension PostOffice {
    // MARK: - Claiming

    /// Claims as many as the channel's pace allows; where that is none, when the next may go.
    private func claim(_ channel: any Channel) async throws -> ([ClaimedPosting], Instant, next: Instant?) {
        let (district, name, batch) = (district, channel.name, batch)
        let pace = channel.perMinute.map { Pace(perMinute: $0) }
        return try await engine.pool.withTransaction { connection in
            guard let pace else {
                let row = try await connection.query("SELECT clock_timestamp()").only()
                let claim = PostingQueries.claim(district, channel: name, limit: batch)
                let claimed = try await connection.query(claim).map(ClaimedPosting.init(row:))
                return (claimed, Instant(try row[0, as: Timestamp.self]), nil)
            }
            let found = try await connection.flight(PostingQueries.pace(district, channel: name))
            guard let row = found.last?.first else { preconditionFailure("a pace was made") }
            let (until, clock) = (Instant(try row[0, as: Timestamp.self]), Instant(try row[1, as: Timestamp.self]))
            let free = min(batch, pace.free(until, at: clock))
            guard free > 0 else { return ([], clock, pace.next(until, at: clock)) }
            let claim = PostingQueries.claim(district, channel: name, limit: free)
            let claimed = try await connection.query(claim).map(ClaimedPosting.init(row:))
            guard !claimed.isEmpty else { return ([], clock, nil) }
            let later = pace.until(until, sending: claimed.count, at: clock)
            _ = try await connection.query(PostingQueries.pace(district, channel: name, until: later))
            return (claimed, clock, nil)
        }
    }

    // MARK: - Sending

    /// What became of a posting.
    private struct Settled: Sendable {
        let posting: ClaimedPosting
        let fate: PostingQueries.Fate
        /// What stands in the log; nil: nothing was tried.
        let line: MessageTry?
        /// How long the channel is to rest.
        var rest: Duration?
    }

    private func send(
        _ posting: ClaimedPosting,
        _ prepared: Prepared,
        by channel: any Channel,
        at clock: Instant
    ) async -> Settled {
        switch prepared {
        case .spared(let why):
            return Settled(posting: posting, fate: .finished, line: MessageTry(posting, .spared, answer: why))
        case .failed(let why): return failed(posting, nil, why, channel, clock)
        case .later(let time):
            let wait = max(0, clock.microseconds(to: time)) / 1_000 + 1
            return Settled(posting: posting, fate: .again(after: wait, counts: false), line: nil)
        case .ready(let call, let repeating):
            switch await channel.send(call) {
            case .accepted(let receipt, let words):
                let line = MessageTry(
                    posting,
                    .sent,
                    address: call.address.masked,
                    words: call.words.text,
                    answer: words,
                    receipt: receipt
                )
                let fate = repeating.map {
                    PostingQueries.Fate.repeated(after: $0.after.milliseconds, payload: $0.payload)
                }
                return Settled(posting: posting, fate: fate ?? .finished, line: line)
            case .limited(let rest, let words):
                let line = MessageTry(posting, .limited, address: call.address.masked, answer: words)
                let fate = PostingQueries.Fate.again(after: rest.milliseconds, counts: false)
                return Settled(posting: posting, fate: fate, line: line, rest: rest)
            case .refused(let words): return given(up: posting, call, words)
            case .failed(let words): return failed(posting, call, words, channel, clock)
            }
        }
    }

    private func failed(
        _ posting: ClaimedPosting,
        _ call: OutgoingCall?,
        _ words: String,
        _ channel: any Channel,
        _ clock: Instant
    ) -> Settled {
        let age = Duration.microseconds(posting.madeAt.microseconds(to: clock))
        let pause = channel.patience.pause(after: posting.attempts, age: age, chance: .random(in: 0...1))
        guard let pause else { return given(up: posting, call, words) }
        let line = MessageTry(posting, .failed, address: call?.address.masked ?? "", answer: words)
        return Settled(posting: posting, fate: .again(after: pause.milliseconds, counts: true), line: line)
    }

    private func given(up posting: ClaimedPosting, _ call: OutgoingCall?, _ words: String) -> Settled {
        let line = MessageTry(posting, .dead, address: call?.address.masked ?? "", answer: words)
        return Settled(posting: posting, fate: .buried(reason: String(words.prefix(500))), line: line)
    }

    // MARK: - What became of it

    private func settle(_ settled: [Settled], of channel: any Channel, at clock: Instant) async throws {
        let district = district
        let rest = settled.compactMap(\.rest).max()
        var statements = PostingQueries.settle(district, settled.map { ($0.posting, $0.fate) })
        let lines = settled.compactMap(\.line)
        if !lines.isEmpty { statements.append(MessageTry.insert(district, lines)) }
        let awaited = lines.filter { $0.outcome == .sent && $0.receipt?.isEmpty == false }
        if channel.awaitsReceipts, !awaited.isEmpty {
            statements.append(AwaitedPosting.insert(awaited, in: district))
        }
        if let rest {
            let end = clock.advanced(byMicroseconds: rest.milliseconds * 1_000)
            let until = channel.perMinute.map { Pace(perMinute: $0).until(restingTo: end) } ?? end
            statements.append(PostingQueries.pace(district, channel: channel.name, until: until))
        }
        let flight = statements
        _ = try await engine.pool.withTransaction { try await $0.flight(flight) }
        report(settled, channel)
    }

    private func report(_ settled: [Settled], _ channel: any Channel) {
        let lines = settled.compactMap(\.line)
        let failures = lines.filter { $0.outcome == .failed }
        if let first = failures.first {
            logger.warning(
                "messages will be tried again",
                metadata: ["channel": "\(channel.name)", "count": "\(failures.count)", "why": "\(first.answer)"]
            )
        }
        for line in lines where line.outcome == .dead {
            logger.error(
                "a message was given up",
                metadata: ["channel": "\(channel.name)", "posting": "\(line.posting.id)", "why": "\(line.answer)"]
            )
        }
    }
}

extension Duration {
    /// In whole milliseconds.
    var milliseconds: Int64 { components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000 }
}
