import Logging
import PGStore
import Postgres
import Workflow

/// Carries a batch out: two flights, and what is to be done when one fails.
///
/// SQLSTATE 22, 23, 54 are somebody's fault: the batch is split until the bad one stands alone; so it is where one
/// waits for a ticket that somebody holds (55). 40 is nobody's: the batch runs again. 08, 53, 57 and a lost
/// connection are the database's: back off, and run the same batch again whole. Every command has a key, so one whose
/// COMMIT was lost on the way is found to be done already.
struct BatchWriter: Sendable {
    typealias Waiting = BatchQueue.Waiting
    typealias Reply = @Sendable (Waiting, BatchDecision.Answer) -> Void

    let pool: Pool
    let configurations: Configurations
    let hints: Hints
    let limits: Batcher.Limits
    let keys: KeyRing?
    let logger: Logger
    let spares = SpareIDs()

    /// Carries a batch out and answers everybody in it.
    ///
    /// - Parameters:
    ///   - batch: commands of one district.
    ///   - isUnknown: whether an earlier try may stand: only a try that went through tells.
    ///   - reply: called once for each.
    func carryOut(_ batch: [Waiting], isUnknown: Bool = false, reply: Reply) async {
        var backoff = Backoff()
        var waiting = batch
        var expiry = BatchExpiry(isUnknown: isUnknown)
        var isFirst = !isUnknown
        while !waiting.isEmpty {
            do {
                defer { isFirst = false }
                waiting = try await attempt(waiting, isFirst: isFirst, reply)
                if !waiting.isEmpty { waiting = expire(waiting, expiry, reply) }
            } catch {
                let failure = BatchFailure(error)
                // What was left over before a crash may be given to others after it.
                if failure.mayFollowCrash { spares.forget() }
                switch failure {
                case .split where waiting.count > 1, .held where waiting.count > 1, .idTaken where waiting.count > 1:
                    let half = waiting.count / 2
                    await carryOut(Array(waiting[..<half]), isUnknown: expiry.isUnknown, reply: reply)
                    await carryOut(Array(waiting[half...]), isUnknown: expiry.isUnknown, reply: reply)
                    return
                case .split(let why): return reply(waiting[0], .failure(.rejected(why)))
                case .idTaken: return reply(waiting[0], .failure(.idTaken))
                case .fatal(let error):
                    let last = expiry.isUnknown ? .deadlineExceeded(isOutcomeUnknown: true) : error
                    return waiting.forEach { reply($0, .failure(last)) }
                case .held:
                    waiting = expire(waiting, expiry, reply)
                    if !waiting.isEmpty { await backoff.wait() }
                case .again(let again):
                    expiry.isUnknown = expiry.isUnknown || again.isUnknown
                    expiry.trouble = again.trouble
                    logger.warning(
                        "a batch runs again",
                        metadata: ["why": "\(again.why)", "commands": "\(waiting.count)"]
                    )
                    waiting = expire(waiting, expiry, reply)
                    if !waiting.isEmpty { await backoff.wait() }
                }
            }
        }
    }

    /// Gives up those whose deadline has passed.
    private func expire(_ batch: [Waiting], _ expiry: BatchExpiry, _ reply: Reply) -> [Waiting] {
        let now = ContinuousClock.now
        for waiting in batch where waiting.deadline <= now { reply(waiting, .failure(expiry.error)) }
        return batch.filter { $0.deadline > now }
    }
}

/// What those are told whose deadline passed while their batch was tried.
private struct BatchExpiry {
    var isUnknown: Bool
    /// What was wrong with the database at the last try.
    var trouble: DispatchError?

    var error: DispatchError {
        isUnknown ? .deadlineExceeded(isOutcomeUnknown: true) : trouble ?? .deadlineExceeded(isOutcomeUnknown: false)
    }
}

extension BatchWriter {
    // MARK: - One try

    /// Tries a batch once and answers those that were decided.
    ///
    /// - Parameters:
    ///   - batch: the commands.
    ///   - isFirst: whether no earlier try can have written anything of it.
    ///   - reply: called for each that was decided.
    /// - Returns: those whose deadline passed before the decision: for them nothing was done.
    /// - Throws: what the database says; nobody is answered then.
    private func attempt(_ batch: [Waiting], isFirst: Bool, _ reply: Reply) async throws -> [Waiting] {
        // Nobody waits longer than the most patient one.
        let patience = batch.map(\.deadline).max() ?? .now
        return try await pool.withConnection(deadline: min(.now + limits.write, patience)) { connection in
            do {
                let decided = try await write(batch, patience, isFirst: isFirst, on: connection)
                if let hint = decided.hint { hints.wrote(hint) }
                // Nobody waits for the connection to be given back.
                for (waiting, answer) in zip(decided.batch, decided.answers) { reply(waiting, answer) }
                return decided.late
            } catch {
                try? await connection.rollBack()
                throw error
            }
        }
    }

    private struct Decided: Sendable {
        var batch: [Waiting] = []
        var late: [Waiting] = []
        var answers: [BatchDecision.Answer] = []
        var hint: Hints.Write?
    }

    private func write(
        _ batch: [Waiting],
        _ patience: ContinuousClock.Instant,
        isFirst: Bool,
        on connection: Connection
    ) async throws -> Decided {
        let deadline = ContinuousClock.now + limits.write
        var decision = try await decision(batch, until: min(deadline, patience), isFirst: isFirst, on: connection)
        let now = ContinuousClock.now
        var decided = Decided()
        for waiting in batch {
            guard waiting.deadline > now else {
                decided.late.append(waiting)
                continue
            }
            decided.batch.append(waiting)
            decision.decide(waiting.submission)
        }
        decision.finish()
        decided.answers = decision.answers
        if decision.writes.isEmpty {
            try await connection.rollBack()
        } else {
            _ = try await connection.flight(decision.writes.flight, deadline: deadline)
            decided.hint = decision.hint
        }
        // Only now is it sure that nobody will bear them.
        spares.put(decision.spareIDs)
        return decided
    }

    /// The first flight: locks and reads; where it fails, nothing was done.
    private func decision(
        _ batch: [Waiting],
        until deadline: ContinuousClock.Instant,
        isFirst: Bool,
        on connection: Connection
    ) async throws -> BatchDecision {
        var spare: [TicketID] = []
        do {
            let submissions = batch.map(\.submission)
            while true {
                // As far as known: where the revision is another, it runs again with that one.
                let latest = submissions.first.flatMap { configurations.known($0.district, revision: 0) }
                let needs = Intake(submissions, latest, isFirst: isFirst)
                spare = spares.take(needs.filings)
                let intake = needs.taking(needs.filings - spare.count)
                var found = try intake.found(try await connection.flight(intake.statements, deadline: deadline))
                found.ids = spare + found.ids
                if let known = configurations.known(intake.district, revision: found.revision) {
                    let latestGiven = batch.compactMap(\.submission.givenNow).max()
                    return BatchDecision(known, found, latestGiven: latestGiven, keys: keys)
                }
                spares.put(found.ids)
                spare = []
                // On this very connection: those who all hold one and wait for another would wait for ever.
                try await connection.rollBack()
                // A great district's configuration takes longer to read than the reactor's thread may be kept.
                try await withTaskExecutorPreference(globalConcurrentExecutor) {
                    _ = try await configurations.load(intake.district, on: connection)
                }
            }
        } catch {
            spares.put(spare)
            throw BatchFailure(error).beforeWriting
        }
    }
}

extension Intake {
    /// What a batch needs to know.
    ///
    /// Each ticket and each key once; at the first try nobody can know the keys that the engine made.
    fileprivate init(_ submissions: [Submission], _ configuration: DistrictConfiguration?, isFirst: Bool) {
        var tickets: Set<TicketID> = []
        var keys: Set<KeyName> = []
        var filings = 0
        var attaching: Set<TicketID> = []
        for submission in submissions {
            switch submission.target {
            case .filing: filings += submission.reserved == nil ? 1 : 0
            case .adjusting(let id, _): tickets.insert(id)
            case .attaching(let id, _, _):
                tickets.insert(id)
                attaching.insert(id)
            case .ticket(let id):
                tickets.insert(id)
                filings += submission.newTicketsAtMost(configuration)
            }
            tickets.formUnion(submission.others)
            guard !(isFirst && submission.key.isMade) else { continue }
            keys.insert(KeyName(owner: submission.key.owner, key: submission.key.key))
        }
        self.init(
            district: submissions[0].district,
            tickets: Array(tickets),
            keys: keys.map { ($0.owner, $0.key) },
            filings: filings,
            attaching: Array(attaching)
        )
    }
}
