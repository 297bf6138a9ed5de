/// How much of everything.
package struct ChaosScale: Sendable {
    /// Commands acknowledged in each scenario at the least.
    package var commands: Int
    /// Longest time that a scenario may take before it is judged by what it has.
    package var patience: Duration
    /// Processes killed.
    package var kills: Int
    /// Stops of the server.
    package var serverStops: Int
    /// Backends ended.
    package var backends: Int
    /// Times that all connections are taken, and the network is disturbed.
    package var disturbances: Int
    /// Times that a process stands still, or tickets are held.
    package var standstills: Int
    /// Times that a clock is moved while its daemon runs.
    package var clockMoves: Int
    /// How long the snapshot is held.
    package var snapshot: Duration
    /// Timers that are poisoned.
    package var poisonedTimers: Int
    /// Rounds won in the fight for one ticket.
    package var rounds: Int
    /// Times that the disk is filled.
    package var fillings: Int
    /// Processes asked to stop.
    package var shutdowns: Int
    /// Longest pause between two faults, in milliseconds.
    package var pause: Int

    /// What issue 4 asks for.
    package static let long = ChaosScale(
        commands: 20_000,
        patience: .seconds(900),
        kills: 50,
        serverStops: 10,
        backends: 200,
        disturbances: 12,
        standstills: 24,
        clockMoves: 12,
        snapshot: .seconds(120),
        poisonedTimers: 20,
        rounds: 10_000,
        fillings: 3,
        shutdowns: 20,
        pause: 1_200
    )

    /// All of it in two minutes.
    package static let short = ChaosScale(
        commands: 300,
        patience: .seconds(60),
        kills: 6,
        serverStops: 1,
        backends: 10,
        disturbances: 2,
        standstills: 3,
        clockMoves: 2,
        snapshot: .seconds(4),
        poisonedTimers: 3,
        rounds: 300,
        fillings: 1,
        shutdowns: 3,
        pause: 500
    )
}
