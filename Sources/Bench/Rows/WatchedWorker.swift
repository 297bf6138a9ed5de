import Dispatcher
import Logging
import Workflow

/// The real worker, in one district, for the length of a closure that sees what it fires.
struct WatchedWorker: Sendable {
    let engine: Engine
    let district: DistrictID
    let logger: Logger

    /// Transactions that it has under way at the same time at the most; the other side has as many connections.
    static let hands = Worker.Settings().hands

    /// Runs it, and stops it afterwards as a daemon is stopped.
    func run<Value: Sendable>(_ body: @Sendable (FiringTally) async throws -> Value) async throws -> Value {
        let tally = FiringTally()
        var settings = Worker.Settings()
        settings.only = [district]
        let worker = Worker(engine: engine, settings: settings, tally: tally, logger: logger)
        return try await Daemons.run([worker], logger: logger) { try await body(tally) }
    }

    /// Waits until something is so, looking every other millisecond.
    ///
    /// - Throws: `BenchError.district` where it does not come to pass.
    static func wait(atMost limit: Duration, until condition: () -> Bool) async throws {
        let deadline = ContinuousClock.now + limit
        while !condition() {
            guard ContinuousClock.now < deadline else {
                throw BenchError.district("the worker is not done in \(limit)")
            }
            try await Task.sleep(for: .milliseconds(2))
        }
    }
}
