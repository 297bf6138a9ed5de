import Logging
import PGStore
import Postgres
import Workflow

/// Fires what is due in one district, a batch at a time: claim, decide, write; each batch one transaction.
///
/// Workers fire by the database's clock, `GivenClock` by the time it is given; what they decide is the same.
struct TimerFiring: Sendable {
    let district: DistrictID
    let engine: Engine
    let logger: Logger

    /// A transaction is given up by the client after this: half of what the low watermark keeps from the clock.
    private static let longest = Duration.seconds(5)

    /// What a batch came to.
    struct Outcome: Sendable {
        /// Tickets that were claimed.
        var tickets = 0
        /// Events written.
        var events = 0
        /// Timers put aside.
        var dead = 0
        /// Whether there may be more to fire.
        var isFull = false
        /// Whose clock rules in the district; where it is the other one, nothing fires.
        var isGiven = false
    }

    /// Fires one batch.
    ///
    /// Where the database refuses what a batch writes, smaller ones are tried until the bad ticket stands alone; then
    /// its timers are put aside.
    ///
    /// - Parameters:
    ///   - low: timers at or before this are known to be gone.
    ///   - limit: timers at the most.
    ///   - now: the time, in a district whose clock is given.
    /// - Returns: what was done, and whether there may be more.
    /// - Throws: `PostgresError` where the database cannot be reached.
    func fire(above low: Instant, limit: Int, givenNow now: Instant? = nil) async throws -> Outcome {
        var limit = limit
        while true {
            do {
                let claim = TimerClaim(district: district, low: low, limit: limit, givenNow: now)
                var outcome = try await attempt(claim, burying: nil)
                outcome.isFull = outcome.isFull && outcome.tickets > 0
                return outcome
            } catch let poison as Poison {
                logger.error(
                    "a batch of timers was refused by the database",
                    metadata: ["why": "\(poison.why)", "tickets": "\(poison.tickets.count)"]
                )
                if let only = poison.tickets.first, poison.tickets.count == 1 {
                    let claim = TimerClaim(district: district, low: low, limit: limit, only: only, givenNow: now)
                    var outcome = try await attempt(claim, burying: poison.why)
                    outcome.isFull = true
                    return outcome
                }
                limit = max(1, min(limit, poison.tickets.count) / 2)
            }
        }
    }

    /// The database refused what these tickets' timers came to.
    private struct Poison: Error {
        let tickets: [TicketID]
        let why: String
    }

    private func attempt(_ claim: TimerClaim, burying: String?) async throws -> Outcome {
        try await engine.pool.withConnection { connection in
            do {
                return try await write(claim, burying, on: connection)
            } catch {
                try? await connection.rollBack()
                throw error
            }
        }
    }

    private func write(_ claim: TimerClaim, _ burying: String?, on connection: Connection) async throws -> Outcome {
        let deadline = ContinuousClock.now + Self.longest
        var found = try claim.found(try await connection.flight(claim.statements, deadline: deadline))
        if let still = found.still(in: district) {
            try found.keep(try await connection.query(still, deadline: deadline))
        }
        let isOurs = found.isGiven == (claim.givenNow != nil)
        guard isOurs, !(found.tickets.isEmpty && found.unreadable.isEmpty) else {
            try await connection.rollBack()
            return Outcome(isGiven: found.isGiven)
        }
        guard let configuration = engine.configurations.known(district, revision: found.revision) else {
            // On this very connection: those who all hold one and wait for another would wait for ever.
            try await connection.rollBack()
            try await engine.configurations.load(district, on: connection)
            return Outcome(tickets: found.tickets.count, isFull: true, isGiven: found.isGiven)
        }
        let (writes, hint, outcome) = decide(found, claim.givenNow, configuration, burying)
        guard !writes.isEmpty else {
            try await connection.rollBack()
            return Outcome(isGiven: found.isGiven)
        }
        do {
            _ = try await connection.flight(writes.flight, deadline: deadline)
        } catch {
            guard case .split(let why) = BatchFailure(error), !found.tickets.isEmpty else { throw error }
            throw Poison(tickets: found.tickets.map(\.ticket.id), why: why)
        }
        engine.hints.wrote(hint)
        return outcome
    }
}

extension TimerFiring {
    // MARK: - Deciding

    private func decide(
        _ found: TimerClaim.Found,
        _ givenNow: Instant?,
        _ configuration: DistrictConfiguration,
        _ burying: String?
    ) -> (WriteSet, Hints.Write, Outcome) {
        let now = givenNow ?? found.clock
        var writes = WriteSet(
            district: district,
            clock: found.clock,
            givenNow: givenNow,
            tellsNobody: found.isGiven,
            definition: configuration.definition
        )
        var hint = Hints.Write(district: district)
        var outcome = Outcome(
            tickets: found.tickets.count + found.unreadable.count,
            isFull: found.isFull,
            isGiven: found.isGiven
        )
        for stored in found.tickets {
            let followUps = found.followUps[stored.ticket.id] ?? []
            let change = decide(stored, followUps, configuration, now, burying)
            outcome.events += change.events.count
            outcome.dead += change.dead.count + change.lost.count
            // Nobody is woken for what they leave: by the given clock it is due already.
            if givenNow != nil, !change.followUps.isEmpty { outcome.isFull = true }
            hint.timer = [hint.timer, change.nextDue].compactMap(\.self).min()
            for lost in change.lost { report(lost.followUp.clock, stored.ticket.id, lost.code) }
            for dead in change.dead { report(dead.timer.clock.text, stored.ticket.id, dead.code) }
            writes.append(change)
        }
        for stray in found.strays {
            writes.append(stray: stray, code: "stray", reason: "the ticket knows no such timer")
        }
        for (timer, why) in found.unreadable {
            outcome.dead += 1
            report(timer.clock, timer.ticket, why.code)
            writes.append(stray: timer, code: why.code, reason: why.message.en)
        }
        hint.tellsSomebody = writes.tellsSomebody
        hint.tellsStory = writes.tellsStory
        return (writes, hint, outcome)
    }

    private func decide(
        _ stored: StoredTicket,
        _ followUps: [FollowUp],
        _ configuration: DistrictConfiguration,
        _ now: Instant,
        _ burying: String?
    ) -> TicketChange {
        var change = TicketChange(before: stored.ticket, after: stored.ticket, hash: stored.hash)
        let due = stored.ticket.timers.filter { $0.due < now }
        if let burying {
            for timer in due { change.bury(timer, code: "rejected", reason: burying) }
            for followUp in followUps { change.bury(followUp, code: "rejected", reason: burying) }
            return change
        }
        guard let machine = configuration.machine(stored.ticket.definition) else {
            for timer in due { change.bury(timer, code: "unknown_definition", reason: "\(stored.ticket.definition)") }
            for followUp in followUps {
                change.bury(followUp, code: "unknown_definition", reason: "\(stored.ticket.definition)")
            }
            return change
        }
        let context = configuration.context(at: now)
        change.append(machine.catchUp(stored.ticket, until: now, after: followUps, in: context), until: now)
        return change
    }

    private func report(_ clock: String, _ ticket: TicketID, _ code: String) {
        logger.error(
            "a timer was put aside",
            metadata: ["ticket": "\(ticket)", "clock": "\(clock)", "code": "\(code)"]
        )
    }
}
