package import Logging
package import PGStore
package import Postgres
package import ServiceLifecycle
package import Workflow

/// The engine: what the command line drives today and HTTP will drive tomorrow.
///
/// It holds the pool, the batcher and the configurations. Its `services` must run for anything to happen:
/// `Engine.with` runs them for the length of a closure, a daemon puts them into its `ServiceGroup`.
package final class Engine: Sendable {
    /// Connections to the database.
    package let pool: Pool
    /// Where commands meet.
    package let batcher: Batcher
    /// What districts are made of.
    package let configurations: Configurations
    /// Who is told of writes, those of other processes too while its `wakeups` run.
    package let hints = Hints()
    /// The keys of residents' contacts; nil: none can be written or read.
    package let keys: KeyRing?
    /// Where it logs.
    package let logger: Logger

    private let database: ConnectionConfiguration
    private let reactor: Reactor
    private let caller: WakeCaller
    /// This engine's own word among all that share the database.
    private let name = String(UInt64.random(in: .min ... .max), radix: 36)

    /// Makes an engine upon a database.
    ///
    /// - Parameters:
    ///   - database: where it is.
    ///   - connections: how many connections at the most.
    ///   - limits: of the batcher.
    ///   - keys: of residents' contacts; nil: what says whom to reach is refused.
    ///   - logger: where it logs.
    /// - Throws: `PostgresError` where the reactor cannot start.
    package init(
        database: ConnectionConfiguration,
        connections: Int = 8,
        limits: Batcher.Limits = Batcher.Limits(),
        keys: KeyRing? = nil,
        logger: Logger
    ) throws {
        var database = database
        // Who waits longer for a ticket is told so by the server: then its neighbours go on without it.
        database.settings["lock_timeout"] = database.settings["lock_timeout"] ?? "1s"
        database.greeting = database.greeting ?? JournalQueries.settle
        reactor = try Reactor()
        let configuration = PoolConfiguration(minimum: 1, maximum: connections)
        pool = Pool(database, configuration: configuration, reactor: reactor, logger: logger)
        configurations = Configurations(pool: pool)
        batcher = Batcher(
            pool: pool,
            configurations: configurations,
            hints: hints,
            limits: limits,
            keys: keys,
            logger: logger
        )
        self.keys = keys
        caller = WakeCaller(pool: pool, hints: hints, name: name, logger: logger)
        self.database = database
        self.logger = logger
    }

    /// What must run, in the order in which it starts; it stops in the opposite order.
    package var services: [any Service] { [pool, caller, batcher] }

    /// Hears what other processes write: what a daemon runs besides, so that it wakes at once.
    ///
    /// - Parameter checkInterval: how often its connection is asked whether it is alive while nothing is said.
    /// - Returns: the service, for the same group as what it wakes.
    package func wakeups(checkInterval: Duration = .seconds(60)) -> WakeListener {
        let listener = Listener(
            database,
            channels: [WakeCall.channel],
            reactor: reactor,
            checkInterval: checkInterval,
            logger: logger
        )
        return WakeListener(listener, hints: hints, name: name, logger: logger)
    }

    /// Ends the reactor's thread; after everything else has stopped.
    package func close() {
        reactor.stop()
    }

    /// Runs an engine for the length of a closure.
    package static func with<Value: Sendable>(
        database: ConnectionConfiguration,
        connections: Int = 4,
        keys: KeyRing? = nil,
        logger: Logger,
        _ body: @Sendable (Engine) async throws -> Value
    ) async throws -> Value {
        let engine = try Engine(database: database, connections: connections, keys: keys, logger: logger)
        defer { engine.close() }
        return try await engine.running(body)
    }

    /// Runs this engine's services while a closure uses it, then stops them.
    package func running<Value: Sendable>(_ body: @Sendable (Engine) async throws -> Value) async throws -> Value {
        try await Daemons.run(services, logger: logger) { try await body(self) }
    }
}

extension Engine {
    // MARK: - Commands

    /// Carries a command out; see `Batcher.submit`.
    package func submit(_ submission: Submission, patience: Duration? = nil) async throws(DispatchError) -> Receipt {
        try await batcher.submit(submission, patience: patience)
    }

    // MARK: - Reading

    /// A district by its code.
    ///
    /// - Throws: `StoreError.unknownDistrict`.
    package func district(code: String) async throws -> DistrictID {
        for district in try await districts() where district.code == code { return district.id }
        throw StoreError.unknownDistrict(code)
    }

    /// All districts.
    package func districts() async throws -> [(id: DistrictID, code: String, name: String, isGiven: Bool)] {
        try await pool.query(ConfigurationWrite.districts).map { row in
            (DistrictID(try row[0]), try row[1], try row[2], try row[3, as: String.self] == "given")
        }
    }

    /// Everything about a ticket; nil where there is none, or none that row security shows to the reader.
    package func dossier(_ id: TicketID, in district: DistrictID, as reader: Reader? = nil) async throws -> Dossier? {
        try Dossier(try await read(Dossier.statements(id, in: district), as: reader), district: district)
    }

    /// Reads on somebody's behalf; nil: on the program's own.
    func read(
        _ statements: [Query],
        as reader: Reader?,
        isPlannedOnce: Bool = false
    ) async throws(PostgresError) -> [QueryResult] {
        guard let reader else { return try await pool.flight(statements) }
        return try await pool.flight(statements, as: reader, isPlannedOnce: isPlannedOnce)
    }

    /// To which rules a ticket is pinned, and when it was reported; nil where there is none.
    package func head(of id: TicketID, in district: DistrictID) async throws -> TicketHead? {
        try await pool.query(TicketHead.statement(id, in: district)).first.map(TicketHead.init(row:))
    }

    /// What units were called when a ticket ended, where that is another name than today's; none while it runs.
    package func formerNames(of ticket: Ticket) async throws -> [UnitID: String] {
        guard let end = ticket.closedAt else { return [:] }
        let rows = try await pool.query(ConfigurationWrite.formerNames(ticket.district, at: Timestamp(end)))
        return try rows.reduce(into: [:]) { $0[UnitID(try $1[0])] = try $1[1] }
    }

    /// How the database stands.
    package func health() async throws -> DatabaseHealth {
        try DatabaseHealth(try await pool.flight(DatabaseHealth.statements))
    }

    /// The database's clock.
    package func now() async throws -> Instant {
        Instant(try await pool.query("SELECT clock_timestamp()").only()[0, as: Timestamp.self])
    }
}
