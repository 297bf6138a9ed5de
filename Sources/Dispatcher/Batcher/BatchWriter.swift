import Logging
import PGStore
import Postgres
import Workflow

/// Carries a batch out: two flights, and what is to be done when one fails.
///
/// SQLSTATE 22, 23, 54 are somebody's fault: the batch is split until the bad one stands alone. 55 is somebody's who holds
/// a ticket: the commands about it are put aside, and the others go on. 40 is nobody's: the batch runs again. 08, 53, 57 and
/// a lost connection are the database's: back off, and run the same batch again whole. Every command has a key, so one whose
/// COMMIT was lost on the way is found to be done already.
struct BatchWriter: Sendable {
    typealias Waiting = BatchQueue.Waiting
    typealias Reply = @Sendable (Waiting, BatchDecision.Answer) -> Void

    /// Who is told what came of commands: of each once, the one or the other.
    struct Audience: Sendable {
        /// It is done, or will not be.
        let reply: Reply
        /// Somebody holds these tickets: nothing was done of the commands about them.
        let putAside: @Sendable ([Waiting], Set<TicketID>) -> Void
    }

    let pool: Pool
    let configurations: Configurations
    let hints: Hints
    let limits: Batcher.Limits
    let keys: KeyRing?
    let logger: Logger
    let spares = SpareIDs()

    /// Carries a batch out, but for what is about tickets that somebody holds.
    ///
    /// - Parameters:
    ///   - batch: commands of one district.
    ///   - audience: is told of each what came of it.
    func carryOut(_ batch: [Waiting], _ audience: Audience) async {
        var backoff = Backoff()
        var last = await tryOut(BatchPatience(waiting: batch, audience: audience))
        while true {
            for place in last.indices { last[place].expire() }
            last.removeAll(where: \.waiting.isEmpty)
            guard !last.isEmpty else { return }
            await backoff.wait()
            let again = last
            last = []
            for one in again { last += await tryOut(one) }
        }
    }

    /// Carries a batch out as far as nobody keeps it from that.
    ///
    /// - Parameter batch: commands of one district.
    /// - Returns: those who wait for something else than a ticket, each by itself: nobody is to wait for them.
    private func tryOut(_ batch: BatchPatience) async -> [BatchPatience] {
        var (patience, backoff) = (batch, Backoff())
        var isFirst = !patience.waiting.contains(where: \.isUnknown)
        while !patience.waiting.isEmpty {
            do {
                defer { isFirst = false }
                patience.waiting = try await attempt(patience.waiting, isFirst: isFirst, patience.audience.reply)
                patience.expire()
            } catch {
                let failure = BatchFailure(error)
                // What was left over before a crash may be given to others after it.
                if failure.mayFollowCrash { spares.forget() }
                switch failure {
                case .split where patience.isShared, .idTaken where patience.isShared:
                    return await tryOutHalves(of: patience)
                case .split(let why): patience.giveUp(.rejected(why))
                case .idTaken: patience.giveUp(.idTaken)
                case .fatal(let error): patience.giveUpUnlessUnknown(error)
                case .held:
                    guard let held = await self.held(patience) else { break }
                    guard held.isEmpty else {
                        patience.putAside(held)
                        patience.expire()
                        continue
                    }
                    return patience.isShared ? await tryOutHalves(of: patience) : [patience]
                case .again(let again):
                    patience.note(again)
                    logger.warning(
                        "a batch runs again",
                        metadata: ["why": "\(again.why)", "commands": "\(patience.waiting.count)"]
                    )
                }
                patience.expire()
                if !patience.waiting.isEmpty { await backoff.wait() }
            }
        }
        return []
    }

    private func tryOutHalves(of patience: BatchPatience) async -> [BatchPatience] {
        let (first, second) = patience.halves
        let last = await tryOut(first)
        return last + (await tryOut(second))
    }

    /// Which tickets of those that wait another transaction holds now; nil: it cannot be seen.
    private func held(_ patience: BatchPatience) async -> Set<TicketID>? {
        var tickets: Set<TicketID> = []
        for waiting in patience.waiting {
            if let own = waiting.submission.target.ticket { tickets.insert(own) }
            tickets.formUnion(waiting.submission.others)
        }
        let look = BatchQueue.Look(district: patience.waiting[0].submission.district, tickets: tickets)
        guard let held = await self.held(look, until: patience.last) else { return nil }
        guard !held.isEmpty else { return [] }
        let ids = held.sorted().prefix(5).map(\.description).joined(separator: ", ")
        logger.warning(
            "commands wait for tickets that somebody holds",
            metadata: ["tickets": "\(held.count)", "such as": "\(ids)"]
        )
        return held
    }

    /// Which of some tickets another transaction holds now.
    ///
    /// - Parameters:
    ///   - look: the tickets.
    ///   - patience: when nobody waits for the answer any more.
    /// - Returns: nil where it cannot be seen: no connection, or the whole table is locked.
    func held(
        _ look: BatchQueue.Look,
        until patience: ContinuousClock.Instant = .now + .seconds(1)
    ) async -> Set<TicketID>? {
        guard !look.tickets.isEmpty else { return [] }
        let query = HeldTickets.query(look.tickets.sorted(), in: look.district)
        let deadline = min(.now + limits.write, patience)
        do {
            return try await pool.withConnection(deadline: deadline) { connection in
                try HeldTickets.read(try await connection.query(query, deadline: deadline))
            }
        } catch {
            logger.warning("it cannot be seen which tickets are held", metadata: ["why": "\(error)"])
            return nil
        }
    }
}

/// Those of a batch who wait still, and what they are told at last.
private struct BatchPatience {
    var waiting: [BatchQueue.Waiting]
    let audience: BatchWriter.Audience
    /// What was wrong with the database at the last try.
    private var trouble: DispatchError?

    init(waiting: [BatchQueue.Waiting], audience: BatchWriter.Audience) {
        self.waiting = waiting
        self.audience = audience
    }

    var isShared: Bool { waiting.count > 1 }

    /// When the most patient of them stops waiting.
    var last: ContinuousClock.Instant { waiting.map(\.deadline).max() ?? .now }

    var halves: (BatchPatience, BatchPatience) {
        let half = waiting.count / 2
        var (first, second) = (self, self)
        first.waiting.removeSubrange(half...)
        second.waiting.removeSubrange(..<half)
        return (first, second)
    }

    /// Gives up those whose deadline has passed.
    mutating func expire() {
        let now = ContinuousClock.now
        for late in waiting where late.deadline <= now {
            audience.reply(late, .failure(late.isUnknown ? late.ends : trouble ?? late.ends))
        }
        waiting.removeAll { $0.deadline <= now }
    }

    /// Gives up everybody, for a reason that shows that no earlier try stands.
    mutating func giveUp(_ error: DispatchError) {
        for one in waiting { audience.reply(one, .failure(error)) }
        waiting = []
    }

    /// Gives up everybody; those of whom an earlier try may stand are told so.
    mutating func giveUpUnlessUnknown(_ error: DispatchError) {
        for one in waiting { audience.reply(one, .failure(one.isUnknown ? one.ends : error)) }
        waiting = []
    }

    mutating func putAside(_ held: Set<TicketID>) {
        let aside = waiting.filter { $0.submission.isAbout(held) }
        waiting.removeAll { $0.submission.isAbout(held) }
        audience.putAside(aside, held)
    }

    mutating func note(_ again: BatchFailure.Again) {
        trouble = again.trouble
        guard again.isUnknown else { return }
        for place in waiting.indices { waiting[place].isUnknown = true }
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
                try await configurations.load(intake.district, on: connection)
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
            if let own = submission.target.ticket { tickets.insert(own) }
            switch submission.target {
            case .filing: filings += submission.reserved == nil ? 1 : 0
            case .adjusting: break
            case .attaching(let id, _, _): attaching.insert(id)
            case .ticket: filings += submission.newTicketsAtMost(configuration)
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
