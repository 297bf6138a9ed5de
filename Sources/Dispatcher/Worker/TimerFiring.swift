import Logging
import PGStore
import Postgres
import Workflow

/// Fires what is due in one district, a batch at a time: claim, decide, write; each batch one transaction.
///
/// Workers fire by the database's clock, `GivenClock` by the time it is given; what they decide is the same.
struct TimerFiring: Sendable {
    let district: DistrictID
    let pool: Pool
    let configurations: Configurations
    let hints: Hints
    let logger: Logger

    /// What a batch came to.
    struct Outcome: Sendable {
        /// Tickets that were moved on.
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
    /// - Parameters:
    ///   - low: timers at or before this are known to be gone.
    ///   - limit: timers at the most.
    ///   - now: the time, in a district whose clock is given.
    func fire(above low: Instant, limit: Int, givenNow now: Instant? = nil) async throws -> Outcome {
        let claim = TimerClaim(district: district, low: low, limit: limit, givenNow: now)
        do {
            return try await attempt(claim, burying: nil)
        } catch {
            guard case .split(let why) = Failure(error) else { throw error }
            // One of them is poison: go on by halves until it stands alone, then put it aside.
            logger.error(
                "a batch of timers was refused by the database",
                metadata: ["why": "\(why)", "limit": "\(limit)"]
            )
            guard limit > 1 else { return try await attempt(claim, burying: why) }
            var outcome = try await fire(above: low, limit: limit / 2, givenNow: now)
            outcome.isFull = true
            return outcome
        }
    }

    private func attempt(_ claim: TimerClaim, burying: String?) async throws -> Outcome {
        try await pool.withConnection { connection in
            do {
                return try await write(claim, burying, on: connection)
            } catch {
                try? await connection.rollBack()
                throw error
            }
        }
    }

    private func write(_ claim: TimerClaim, _ burying: String?, on connection: Connection) async throws -> Outcome {
        let deadline = ContinuousClock.now + .seconds(10)
        let found = try claim.found(try await connection.flight(claim.statements, deadline: deadline))
        var outcome = Outcome()
        outcome.isGiven = found.isGiven
        guard found.isGiven == (claim.givenNow != nil), !found.tickets.isEmpty else {
            try await connection.rollBack()
            return outcome
        }
        let configuration = try await configurations.current(district, revision: found.revision)
        let now = claim.givenNow ?? found.clock
        var writes = WriteSet(district: district, now: now, tellsNobody: found.isGiven)
        for stored in found.tickets {
            let change = decide(stored, configuration, now, burying)
            outcome.events += change.events.count
            outcome.dead += change.dead.count
            writes.append(change)
        }
        outcome.tickets = found.tickets.count
        outcome.isFull = found.isFull
        _ = try await connection.flight(writes.flight, deadline: deadline)
        if writes.tellsSomebody { hints.wrote(district, timer: nil) }
        return outcome
    }

    private func decide(
        _ stored: StoredTicket,
        _ configuration: DistrictConfiguration,
        _ now: Instant,
        _ burying: String?
    ) -> TicketChange {
        var change = TicketChange(before: stored.ticket, after: stored.ticket, hash: stored.hash)
        let due = stored.ticket.timers.filter { $0.due < now }
        if let burying {
            for timer in due { change.bury(timer, code: "rejected", reason: burying) }
            return change
        }
        guard let machine = configuration.machine(stored.ticket.definition) else {
            for timer in due { change.bury(timer, code: "unknown_definition", reason: "\(stored.ticket.definition)") }
            return change
        }
        let caught = machine.catchUp(stored.ticket, until: now, in: configuration.context(at: now))
        change.append(caught.advance)
        if let refused = caught.refused {
            change.bury(refused.timer, code: refused.why.code, reason: refused.why.message.zh)
            logger.error(
                "a timer was put aside",
                metadata: ["ticket": "\(stored.ticket.id)", "code": "\(refused.why.code)"]
            )
        }
        return change
    }
}
