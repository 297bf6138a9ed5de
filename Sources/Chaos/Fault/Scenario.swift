/// A scenario: who plays, and what happens to them.
package protocol Scenario: Sendable {
    /// Its name.
    var name: ScenarioName { get }
    /// How many daemons and callers there are, and how they reach the database.
    var cast: Cast { get }
    /// Why it cannot be played on this machine; nil: it can.
    func obstacle() -> String?
    /// Before the callers come.
    ///
    /// - Returns: what callers are told besides.
    func prepare(_ stage: Stage) async throws -> Orders
    /// Lets the faults happen while the callers call.
    func unleash(_ stage: Stage, _ company: Company, _ tally: inout FaultTally) async throws
    /// When all has come to rest, and before it is checked.
    func conclude(_ stage: Stage, _ company: Company, _ tally: inout FaultTally) async throws
    /// When nobody plays any more.
    func bringDown()
    /// How many commands must be acknowledged.
    func commands(_ scale: ChaosScale) -> Int
}

extension Scenario {
    /// Four daemons and two callers over the socket.
    package var cast: Cast { Cast() }
    /// None.
    package func obstacle() -> String? { nil }
    /// Nothing to prepare.
    package func prepare(_ stage: Stage) async throws -> Orders { Orders() }
    /// Nothing to conclude.
    package func conclude(_ stage: Stage, _ company: Company, _ tally: inout FaultTally) async throws {}
    /// Nothing to bring down.
    package func bringDown() {}
    /// As many as the scale says.
    package func commands(_ scale: ChaosScale) -> Int { scale.commands }
}

/// Who plays.
package struct Cast: Sendable {
    /// Daemons.
    package var workers = 4
    /// Callers.
    package var callers = 2
    /// Clients of each.
    package var clients = 12
    /// The longest pause of a client between two commands, in milliseconds.
    package var pause = 40
}

/// What a scenario tells those who play.
package struct Orders: Sendable {
    /// The port on 127.0.0.1 by which all reach the database; nil: the socket.
    package var port: Int?
    /// The ticket that all callers fight for.
    package var duel: Int64?
    /// Whether callers write poison, too.
    package var isPoisonous = false
    /// What is set in the environment of daemons, by their number.
    package var environment: [Int: [String: String]] = [:]
}
