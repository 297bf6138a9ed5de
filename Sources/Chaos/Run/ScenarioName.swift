/// What can happen to the engine.
package enum ScenarioName: String, CaseIterable, Sendable {
    /// Nothing: what the others are compared with.
    case calm
    /// Daemons and serving processes are killed at random moments.
    case killed = "kill-9"
    /// PostgreSQL is stopped as by a crash, and started again.
    case serverStops = "server-stops"
    /// Backends are ended, some by a kill that makes the server recover.
    case backends = "backends-killed"
    /// Somebody holds every connection that the server has.
    case exhausted = "connections-exhausted"
    /// The network is slowed, stalled, cut and restored.
    case network = "network"
    /// Processes stand still, and tickets are held.
    case standstill = "standstill"
    /// The clocks of daemons go wrong by an hour.
    case clock = "clock-moved"
    /// A snapshot is held open while timers fire.
    case snapshot = "snapshot-held"
    /// Commands and timers that the database refuses.
    case poison = "poison"
    /// Two daemons and two callers fight for one ticket.
    case duel = "one-ticket"
    /// The database's disk is full, then freed.
    case diskFull = "disk-full"
    /// Daemons and serving processes are asked to stop under load.
    case shutdown = "shutdown"
}
