import PGStore
import Postgres
import Synchronization
package import Workflow

/// The clock of a district whose time is given: its one writer moves it on, and what falls due on the way fires.
///
/// Timers of different tickets know nothing of each other, and a command fires what is overdue on its own ticket
/// before it is decided. So it does not matter how often time is moved on between commands: once a day, or once at
/// the end, comes out the same as before every command, event for event.
package final class GivenClock: Sendable {
    /// The district.
    package let district: DistrictID

    private let engine: Engine
    private let firing: TimerFiring
    private let batch: Int
    /// Everything at or before this has fired: dead rows up to here are not walked again.
    private let low = Mutex(Instant(microseconds: 0))

    /// Takes over the clock of a district.
    ///
    /// - Parameters:
    ///   - engine: the engine, whose services run.
    ///   - district: a district whose clock is `given`.
    ///   - batch: timers in one transaction at the most.
    package init(engine: Engine, district: DistrictID, batch: Int = 500) {
        self.engine = engine
        self.district = district
        self.batch = batch
        firing = TimerFiring(district: district, engine: engine, logger: engine.logger)
    }

    /// What moving time on came to.
    package struct Fired: Hashable, Sendable {
        /// Tickets that were moved on; one may count several times.
        package var tickets = 0
        /// Events written.
        package var events = 0
        /// Timers put aside because the rules or the database refused them.
        package var dead = 0
    }

    /// Fires all timers due before a time, each as an event at its due time.
    ///
    /// Nobody is told of a past. Only tickets with something due are touched; with nothing due it costs one query.
    /// All commands given so far must have been answered, and the time must not lie before theirs.
    ///
    /// - Parameter now: the time; one before an earlier one does nothing.
    /// - Returns: what fired.
    /// - Throws: `DispatchError.wrongClock` where the district's clock is the database's.
    @discardableResult
    package func advance(to now: Instant) async throws -> Fired {
        var fired = Fired()
        var isFull = true
        while isFull {
            let outcome = try await firing.fire(above: low.withLock { $0 }, limit: batch, givenNow: now)
            guard outcome.isGiven else { throw DispatchError.wrongClock(isGiven: false) }
            fired.tickets += outcome.tickets
            fired.events += outcome.events
            fired.dead += outcome.dead
            isFull = outcome.isFull
        }
        // One due at exactly this time has not fired, and bears this very `fire_at`.
        low.withLock { $0 = max($0, now.advanced(byMicroseconds: -1)) }
        return fired
    }

    /// The earliest timer; nil where none is armed.
    package func next() async throws -> Instant? {
        let query = TimerQueries.next(district: district, above: low.withLock { $0 })
        let next: Timestamp? = try await engine.pool.query(query).only()[1]
        return next.map { Instant($0) }
    }

    /// Moves time on to a moment and hands the district over to the database's clock; once, and never back.
    ///
    /// - Parameter now: the moment; nil, or a later one: the database's present.
    /// - Throws: `DispatchError.wrongClock` where it was handed over before.
    package func handOver(at now: Instant? = nil) async throws {
        let present = try await engine.now()
        try await advance(to: min(now ?? present, present))
        _ = try await engine.pool.query(ConfigurationWrite.handOver(district))
        engine.hints.wrote(Hints.Write(district: district, changesDistrict: true))
    }
}
