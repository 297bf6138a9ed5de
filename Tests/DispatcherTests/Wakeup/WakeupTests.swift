import Dispatcher
import Logging
import PGStore
import Postgres
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing
import Workflow

/// What one process writes wakes the daemons of another, which would sleep for an hour otherwise.
@Suite struct WakeupTests {
    /// A daemon in an engine of its own, as another process has it, while a closure runs.
    private static func withDaemon(
        _ city: TestDistrict,
        sinks: [any Sink] = [],
        named name: String = "daemon",
        _ body: @Sendable () async throws -> Void
    ) async throws {
        var database = try await MigratedDatabase.configuration()
        database.applicationName = name
        try await Engine.with(database: database, connections: 8, logger: MigratedDatabase.quiet) { engine in
            var settings = Worker.Settings()
            (settings.only, settings.idle, settings.discovery) = ([city.id], .seconds(3_600), .seconds(3_600))
            var delivery = Deliverer.Settings()
            (delivery.only, delivery.idle, delivery.discovery) = ([city.id], .seconds(3_600), .seconds(3_600))
            let logger = engine.logger
            try await city.running([
                engine.wakeups(),
                Worker(engine: engine, settings: settings, logger: logger),
                Deliverer(engine: engine, sinks: sinks, settings: delivery, logger: logger),
            ]) {
                try await eventually("it listens") { try await listens(city, name) }
                try await body()
            }
        }
    }

    private static func listens(_ city: TestDistrict, _ name: String) async throws -> Bool {
        try await city.asSuperuser { connection in
            try await connection.query(
                """
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND application_name = \(name)
                    AND query LIKE 'LISTEN %'
                """
            ).only()[0, as: Int64.self] == 1
        }
    }

    @Test func `a timer and a message of another process are done at once`() async throws {
        let definition = try WorkflowDefinition.tiny(["accept": ["ordinary": "1s", "urgent": "1s"]])
        let sink = CountingSink()
        try await TestDistrict.with(definition: definition) { city in
            try await Self.withDaemon(city, sinks: [sink]) {
                _ = try await city.file(count: 20)
                try await eventually("the daemon fired") { try await city.timers() == 0 }
                try await eventually("the daemon delivered") {
                    let left: Int = try await city.count(
                        "SELECT count(*) FROM outbox WHERE district_id = \(city.id.rawValue)"
                    )
                    return left == 0 && sink.count > 0
                }
            }
            #expect(try await city.fired("accept", "due") == 20)
            #expect(try await city.firedEarly() == 0)
        }
    }

    @Test func `what was written while nobody could hear is found when listening again`() async throws {
        let definition = try WorkflowDefinition.tiny(["accept": ["ordinary": "1s", "urgent": "1s"]])
        try await TestDistrict.with(definition: definition) { city in
            try await Self.withDaemon(city, named: "deaf") {
                for _ in 0..<3 {
                    #expect(try await city.killConnections(named: "deaf") > 0)
                    _ = try await city.file(count: 5)
                    try await eventually("the daemon fired") { try await city.timers() == 0 }
                }
            }
            #expect(try await city.fired("accept", "due") == 15)
        }
    }

    @Test func `a district handed over is worked in at once`() async throws {
        let definition = try WorkflowDefinition.tiny(["accept": ["ordinary": "1s", "urgent": "1s"]])
        try await TestDistrict.with(clock: .given, definition: definition) { city in
            try await Self.withDaemon(city, named: "handed") {
                let now = try await city.engine.now()
                _ = try await city.file(now: now)
                try await GivenClock(engine: city.engine, district: city.id).handOver()
                try await eventually("the daemon fired") { try await city.timers() == 0 }
            }
            #expect(try await city.fired("accept", "due") == 1)
        }
    }

    @Test func `a process calls no more than once in ten milliseconds`() async throws {
        try await TestDistrict.with(connections: 8) { city in
            let heard = Mutex(0)
            let reactor = try Reactor()
            defer { reactor.stop() }
            let configuration = try await MigratedDatabase.configuration()
            let listener = Listener(configuration, channels: [WakeCallChannel.name], reactor: reactor)
            try await city.running([listener]) {
                var events = listener.events.makeAsyncIterator()
                // What others say may be heard before the listener says that it listens.
                while let event = await events.next(), event != .listening(mayHaveMissed: false) {}
                let begun = ContinuousClock.now
                _ = try await city.file(count: 2_000)
                // The last call, by another word, comes after all that were made before it.
                _ = try await city.engine.pool.query("SELECT pg_notify(\(WakeCallChannel.name), 'the end')")
                let mine = "\(city.id.rawValue):"
                while let event = await events.next() {
                    guard case .notification(let notification) = event, notification.payload != "the end" else { break }
                    if notification.payload.contains(" " + mine) { heard.withLock { $0 += 1 } }
                }
                let elapsed = ContinuousClock.now - begun
                let calls = heard.withLock { $0 }
                #expect(calls > 0)
                #expect(calls <= Int(elapsed / .milliseconds(10)) + 1)
            }
        }
    }
}

/// The channel, as `LISTEN` knows it.
private enum WakeCallChannel {
    static let name = "whistle_wake"
}

/// Counts what it is given.
private final class CountingSink: Sink {
    let name = "counting"
    private let letters = Mutex(0)

    var count: Int { letters.withLock { $0 } }

    func deliver(_ letters: [Letter], of district: DistrictConfiguration) async -> [Int64: DeliveryFault] {
        self.letters.withLock { $0 += letters.count }
        return [:]
    }

    func deliver(_ digests: [Digest], of district: DistrictConfiguration) async -> [PersonID: DeliveryFault] { [:] }
}
