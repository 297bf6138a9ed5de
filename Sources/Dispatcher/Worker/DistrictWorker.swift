import Logging
import PGStore
import Postgres
import Synchronization
import Workflow

/// Fires the timers of one district: sleeps until the next one it knows of, woken by hints.
final class DistrictWorker: Sendable {
    private let firing: TimerFiring
    private let settings: Worker.Settings
    private let alarm = Alarm()
    private let isStopping = Atomic(false)
    /// The database's time that the next look is for; hints about later timers wake nobody.
    private let wakesAt = Mutex<Instant?>(nil)

    init(firing: TimerFiring, settings: Worker.Settings) {
        self.firing = firing
        self.settings = settings
    }

    /// A write armed a timer: wakes the sleeper where that is earlier than what it waits for.
    func hint(_ timer: Instant?) {
        guard let timer else { return }
        let isEarlier = wakesAt.withLock { wakesAt in wakesAt.map { timer < $0 } ?? true }
        if isEarlier { alarm.ring() }
    }

    /// Claims no more; what is claimed is finished.
    func stop() {
        isStopping.store(true, ordering: .releasing)
        alarm.ring()
    }

    /// Works until stopped.
    func run() async {
        var low = Instant(microseconds: 0)
        var sweep = ContinuousClock.now + settings.sweep
        var backoff = Backoff()
        while !isStopping.load(ordering: .acquiring), !Task.isCancelled {
            do {
                try await fireAll(above: low)
                let (next, clock) = try await look(&low)
                if ContinuousClock.now >= sweep {
                    try await sweepBehind(&low)
                    sweep = .now + settings.sweep
                }
                backoff = Backoff()
                await sleep(until: next, clock: clock)
            } catch {
                firing.logger.warning("a worker tries again", metadata: ["why": "\(error)"])
                if !isStopping.load(ordering: .acquiring) { await backoff.wait() }
            }
        }
    }
}

extension DistrictWorker {
    private func fireAll(above low: Instant) async throws {
        var isFull = true
        while isFull, !isStopping.load(ordering: .acquiring) {
            let outcome = try await firing.fire(above: low, limit: settings.batch)
            isFull = outcome.isFull
            if outcome.events > 0 {
                firing.logger.info(
                    "timers fired",
                    metadata: ["tickets": "\(outcome.tickets)", "events": "\(outcome.events)"]
                )
            }
        }
    }

    /// Looks for the next timer by a plain read, and moves the low watermark.
    ///
    /// Everything below the earliest timer that this read shows is gone or not yet visible. What is not yet visible
    /// was armed by a transaction still open, with `fire_at` no earlier than the clock it read: so the mark never
    /// comes closer to the clock than ten seconds, twice as long as a write may take.
    private func look(_ low: inout Instant) async throws -> (next: Instant?, clock: Instant) {
        let row = try await firing.pool.query(TimerQueries.next(district: firing.district, above: low)).only()
        let clock = Instant(try row[0, as: Timestamp.self])
        let next: Timestamp? = try row[1]
        let safe = clock.advanced(bySeconds: -10)
        let seen = next.map { Instant(microseconds: $0.microseconds - 1) } ?? safe
        low = max(low, min(seen, safe))
        return (next.map { Instant($0) }, clock)
    }

    /// Counts what lies behind the mark: must be none.
    ///
    /// Finding some starts again from the beginning.
    private func sweepBehind(_ low: inout Instant) async throws {
        let count: Int64 = try await firing.pool.query(TimerQueries.behind(district: firing.district, low: low))
            .only()[0]
        guard count > 0 else { return }
        firing.logger.error("timers behind the low watermark", metadata: ["count": "\(count)"])
        low = Instant(microseconds: 0)
    }

    private func sleep(until next: Instant?, clock: Instant) async {
        let longest = settings.idle
        // One microsecond after: a timer fires when its due time has passed, not at it.
        let wait = next.map { Duration.microseconds(max(0, $0.microseconds - clock.microseconds) + 1_000) } ?? longest
        wakesAt.withLock { $0 = next ?? clock.advanced(bySeconds: longest.components.seconds) }
        await alarm.sleep(atMost: min(wait, longest))
        wakesAt.withLock { $0 = nil }
    }
}
