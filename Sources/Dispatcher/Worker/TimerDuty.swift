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
    /// Timers at or before this are known to be gone.
    private var low = Instant(microseconds: 0)
    private var sweepsAt: ContinuousClock.Instant
    private var cleansAt = ContinuousClock.now
    /// Pauses while what is due is held by others.
    private var patience = Backoff()

    init(_ firing: TimerFiring, _ settings: Worker.Settings) {
        self.firing = firing
        self.settings = settings
        sweepsAt = .now + settings.sweep
    }

    static func isCalled(by write: Hints.Write, from rest: Rest?) -> Bool {
        guard let timer = write.timer else { return false }
        return rest?.until.map { timer < $0 } ?? true
    }

    mutating func turn(_ stop: StopSign) async throws -> Rest {
        try await doChores(stop)
        let (next, clock) = try await look()
        guard let next else { return Rest(atMost: untilChores) }
        guard next < clock else {
            // A timer fires when its due time has passed, not at it.
            let wait = Duration.microseconds(next.microseconds - clock.microseconds + 1)
            return Rest(until: next, atMost: min(wait, untilChores))
        }
        guard try await fireAll(stop) else { return Rest(until: next, atMost: patience.next()) }
        patience = Backoff()
        return .none
    }
}

extension TimerDuty {
    // MARK: - Firing

    /// Fires what is due; false where others hold all of it.
    private func fireAll(_ stop: StopSign) async throws -> Bool {
        var hasFired = false
        var isFull = true
        while isFull, !stop.isRaised {
            let outcome = try await firing.fire(above: low, limit: settings.batch)
            isFull = outcome.isFull
            guard outcome.tickets > 0 else { continue }
            hasFired = true
            firing.logger.info(
                "timers fired",
                metadata: [
                    "tickets": "\(outcome.tickets)", "events": "\(outcome.events)", "dead": "\(outcome.dead)",
                ]
            )
        }
        return hasFired
    }

    /// Looks for the next timer by a plain read, and moves the low watermark.
    ///
    /// Everything below the earliest timer that this read shows is gone or not yet visible. What is not yet visible
    /// was armed by a transaction still open, with `fire_at` no earlier than the clock it read: so the mark never
    /// comes closer to the clock than ten seconds, twice as long as a write may take.
    private mutating func look() async throws -> (next: Instant?, clock: Instant) {
        let row = try await firing.engine.pool.query(TimerQueries.next(district: firing.district, above: low)).only()
        let clock = Instant(try row[0, as: Timestamp.self])
        let next: Timestamp? = try row[1]
        let safe = clock.advanced(bySeconds: -10)
        let seen = next.map { Instant(microseconds: $0.microseconds - 1) } ?? safe
        low = max(low, min(seen, safe))
        return (next.map { Instant($0) }, clock)
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
            cleansAt = .now + settings.cleaning
        }
    }

    /// Counts what lies behind the mark: must be none.
    ///
    /// Finding some starts again from the beginning.
    private mutating func sweepBehind() async throws {
        let behind = TimerQueries.behind(district: firing.district, low: low)
        let count: Int64 = try await firing.engine.pool.query(behind).only()[0]
        guard count > 0 else { return }
        firing.logger.error("timers behind the low watermark", metadata: ["count": "\(count)"])
        low = Instant(microseconds: 0)
    }

    /// Removes keys that are no longer kept, a bounded number a transaction.
    private func cleanKeys(_ stop: StopSign) async throws {
        var removed = settings.cleaningBatch
        while removed >= settings.cleaningBatch, !stop.isRaised {
            let sweep = KeyCleaning.sweep(firing.district, limit: settings.cleaningBatch)
            removed = try await firing.engine.pool.query(sweep).affectedRows
        }
    }
}
