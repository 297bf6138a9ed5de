import Logging
import PGStore
import Postgres
import Synchronization
import Workflow

/// Carries a batch out: two flights, and what is to be done when one fails.
///
/// SQLSTATE 22, 23, 54 are somebody's fault: the batch is split until the bad one stands alone. 40 is nobody's: the
/// batch runs again. 08, 53, 57 and a lost connection are the database's: back off, and run the same batch again
/// whole. Every command has a key, so one whose COMMIT was lost on the way is found to be done already.
struct BatchWriter: Sendable {
    typealias Waiting = BatchQueue.Waiting
    typealias Reply = @Sendable (Waiting, BatchDecision.Answer) -> Void

    let pool: Pool
    let configurations: Configurations
    let hints: Hints
    let limits: Batcher.Limits
    let logger: Logger

    /// Carries a batch out and answers everybody in it.
    func carryOut(_ batch: [Waiting], reply: Reply) async {
        var backoff = Backoff()
        var waiting = batch
        while !waiting.isEmpty {
            do {
                try await attempt(waiting, reply)
                return
            } catch {
                let failure = Failure(error)
                switch failure {
                case .split where waiting.count > 1:
                    let half = waiting.count / 2
                    await carryOut(Array(waiting[..<half]), reply: reply)
                    await carryOut(Array(waiting[half...]), reply: reply)
                    return
                case .split(let why): return reply(waiting[0], .failure(.rejected(why)))
                case .fatal(let error): return waiting.forEach { reply($0, .failure(error)) }
                case .again(let why, let isUnknown):
                    logger.warning("a batch runs again", metadata: ["why": "\(why)", "commands": "\(waiting.count)"])
                    waiting = expire(waiting, isUnknown: isUnknown, why, reply)
                    if !waiting.isEmpty { await backoff.wait() }
                }
            }
        }
    }

    /// Gives up those whose deadline has passed.
    private func expire(_ batch: [Waiting], isUnknown: Bool, _ why: String, _ reply: Reply) -> [Waiting] {
        let now = ContinuousClock.now
        for waiting in batch where waiting.deadline <= now {
            reply(waiting, .failure(isUnknown ? .deadlineExceeded(isOutcomeUnknown: true) : .unavailable(why)))
        }
        return batch.filter { $0.deadline > now }
    }

    private func attempt(_ batch: [Waiting], _ reply: Reply) async throws {
        let decided = try await pool.withConnection { connection in
            do {
                return try await write(batch, on: connection)
            } catch {
                try? await connection.rollBack()
                throw error
            }
        }
        if decided.tellsSomebody || decided.earliest != nil { hints.wrote(decided.district, timer: decided.earliest) }
        for (waiting, answer) in zip(batch, decided.answers) { reply(waiting, answer) }
    }

    private struct Decided: Sendable {
        let district: DistrictID
        let answers: [BatchDecision.Answer]
        let earliest: Instant?
        let tellsSomebody: Bool
    }

    private func write(_ batch: [Waiting], on connection: Connection) async throws -> Decided {
        let deadline = ContinuousClock.now + limits.write
        let submissions = batch.map(\.submission)
        let district = submissions[0].district
        let intake = Intake(submissions)
        let found = try intake.found(try await connection.flight(intake.statements, deadline: deadline))
        let configuration = try await configurations.current(district, revision: found.revision)
        var decision = BatchDecision(configuration, found, latestGiven: submissions.compactMap(\.givenNow).max())
        for submission in submissions { decision.decide(submission) }
        decision.finish()
        if decision.writes.isEmpty {
            try await connection.rollBack()
        } else {
            _ = try await connection.flight(decision.writes.flight, deadline: deadline)
        }
        return Decided(
            district: district,
            answers: decision.answers,
            earliest: decision.earliestTimer,
            tellsSomebody: decision.writes.tellsSomebody
        )
    }
}

extension Intake {
    /// What a batch needs to know.
    ///
    /// Each ticket and each key once.
    fileprivate init(_ submissions: [Submission]) {
        var tickets: Set<TicketID> = []
        var keys: Set<KeyName> = []
        var filings = 0
        for submission in submissions {
            switch submission.target {
            case .filing: filings += 1
            case .ticket(let id): tickets.insert(id)
            }
            keys.insert(KeyName(owner: submission.key.owner, key: submission.key.key))
        }
        self.init(
            district: submissions[0].district,
            tickets: Array(tickets),
            keys: keys.map { ($0.owner, $0.key) },
            filings: filings
        )
    }
}

/// What a failed batch asks for.
enum Failure {
    /// One of the batch is bad.
    case split(String)
    /// The same again.
    case again(String, isUnknown: Bool)
    /// Nothing will help.
    case fatal(DispatchError)

    init(_ error: any Error) {
        switch error {
        case let error as PostgresError: self = Self.database(error)
        case let error as StoreError: self = .fatal(.store(error))
        default: self = .fatal(.unavailable(String(describing: error)))
        }
    }

    private static func database(_ error: PostgresError) -> Failure {
        guard let state = error.sqlState else {
            // A value that cannot be sent is one caller's fault; everything else is the connection's.
            if error.code == .encoding { return .split(error.description) }
            if error.code == .decoding || error.code == .shutdown { return .fatal(.unavailable(error.description)) }
            return .again(error.description, isUnknown: error.isOutcomeUnknown)
        }
        if error.constraint == "command_key_once" { return .again("the same key elsewhere", isUnknown: false) }
        switch state.classCode {
        case "22", "23", "54": return .split(error.description)
        case "40", "08", "53", "57", "55", "25": return .again(error.description, isUnknown: error.isOutcomeUnknown)
        default: return .fatal(.rejected(error.description))
        }
    }
}

/// Waits between tries: longer each time, never the same.
struct Backoff {
    private var tries = 0

    /// Waits 10 ms, then up to twice as long each time, at most 2 s.
    mutating func wait() async {
        let most = min(2_000, 10 << min(tries, 8))
        tries += 1
        try? await Task.sleep(for: .milliseconds(Int.random(in: most / 2...most)))
    }
}
