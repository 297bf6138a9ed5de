import Logging
import PGStore
import Postgres
import Workflow

/// Fires the timers of one district: looks for the next one, fires what is due, rests until then.
///
/// A look is one plain read; only what it shows to be due is claimed. So a district with nothing due costs one query
/// each rest, and one more each sweep.
struct TimerDuty: DistrictDuty {
    private let firing: TimerFiring
    private let settings: Worker.Settings
    private let tally: FiringTally?
    private var looker: TimerLook
    private var sweepsAt: ContinuousClock.Instant
    private var cleansAt = ContinuousClock.now
    /// Pauses while what is due is held by others.
    private var patience = Backoff()

    init(_ firing: TimerFiring, _ settings: Worker.Settings, tally: FiringTally? = nil) {
        self.firing = firing
        self.settings = settings
        self.tally = tally
        looker = TimerLook(district: firing.district, pool: firing.engine.pool)
        sweepsAt = .now + settings.sweep
    }

    static func isCalled(by write: Hints.Write, from rest: Rest?) -> Bool {
        guard let timer = write.timer else { return false }
        return rest?.until.map { timer < $0 } ?? true
    }

    mutating func turn(_ stop: StopSign) async throws -> Rest {
        try await doChores(stop)
        let (next, clock) = try await looker.next()
        guard let next else { return Rest(atMost: untilChores) }
        guard next < clock else {
            // A timer fires when its due time has passed, not at it.
            let wait = Duration.microseconds(next.microseconds - clock.microseconds + 1)
            return Rest(until: next, atMost: min(wait, untilChores))
        }
        guard try await fire(stop) else { return Rest(until: next, atMost: patience.next()) }
        patience = Backoff()
        return .none
    }
}

extension TimerDuty {
    // MARK: - Firing

    /// Fires a batch of what is due, and where that was not all, more with all hands; false where others hold all of it.
    private func fire(_ stop: StopSign) async throws -> Bool {
        guard !stop.isRaised else { return false }
        let first = try await fireBatch()
        guard first.isFull else { return first.tickets > 0 }
        // What one hand decides, the server writes for another meanwhile. None takes what another has, since all skip
        // what is locked.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<max(1, settings.hands) { group.addTask { try await fireBatches(stop) } }
            try await group.waitForAll()
        }
        return true
    }

    /// A look goes before more batches than this, so that the mark follows what was fired: while somebody holds an old
    /// snapshot dead rows stay in the index, and each claim would walk through all that the ones before it fired.
    private static let batchesAtMost = 10

    private func fireBatches(_ stop: StopSign) async throws {
        for _ in 0..<Self.batchesAtMost where !stop.isRaised {
            guard try await fireBatch().isFull else { return }
        }
    }

    private func fireBatch() async throws -> TimerFiring.Outcome {
        let outcome = try await firing.fire(above: looker.low, limit: settings.batch)
        guard outcome.tickets > 0 else { return outcome }
        tally?.add(outcome)
        firing.logger.info(
            "timers fired",
            metadata: [
                "tickets": "\(outcome.tickets)", "events": "\(outcome.events)", "dead": "\(outcome.dead)",
            ]
        )
        return outcome
    }
}

extension TimerDuty {
    // MARK: - Chores

    /// How long it may rest: chores are not put off by much.
    private var untilChores: Duration { min(settings.idle, max(.zero, ContinuousClock.now.duration(to: sweepsAt))) }

    private mutating func doChores(_ stop: StopSign) async throws {
        if ContinuousClock.now >= sweepsAt {
            try await sweepBehind()
            sweepsAt = .now + settings.sweep
        }
        if ContinuousClock.now >= cleansAt {
            try await cleanKeys(stop)
            try await cleanAccounts(stop)
            cleansAt = .now + settings.cleaning
        }
    }

    /// Counts what lies behind the mark: must be none.
    ///
    /// Finding some starts again from the beginning.
    private mutating func sweepBehind() async throws {
        let count = try await looker.sweep()
        guard count > 0 else { return }
        firing.logger.error("timers behind the low watermark", metadata: ["count": "\(count)"])
    }

    /// Removes keys that are no longer kept, a bounded number a transaction.
    private func cleanKeys(_ stop: StopSign) async throws {
        var removed = settings.cleaningBatch
        while removed >= settings.cleaningBatch, !stop.isRaised {
            let sweeps = [
                KeyCleaning.sweep(firing.district, limit: settings.cleaningBatch),
                RequestKeyQueries.sweep(firing.district, limit: settings.cleaningBatch),
            ]
            removed = try await firing.engine.pool.flight(sweeps).map(\.affectedRows).max() ?? 0
        }
    }

    /// Removes sessions and failures to sign in that are long over, a bounded number a transaction.
    private func cleanAccounts(_ stop: StopSign) async throws {
        var removed = settings.cleaningBatch
        while removed >= settings.cleaningBatch, !stop.isRaised {
            let sweep = AccountCleaning.sweep(firing.district, limit: settings.cleaningBatch)
            removed = try await firing.engine.pool.flight(sweep).map(\.affectedRows).max() ?? 0
        }
    }
}
