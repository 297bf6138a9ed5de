import CoreMetrics
import Dispatcher
import PGStore
import Postgres
import Synchronization

/// What the service counts, and what is asked of the database when somebody looks.
package struct ServiceMetrics: Sendable {
    /// Where everything is counted.
    package let registry: MetricRegistry
    private let counters: RequestCounters
    private let batchCommands: Recorder
    private let batchWait: Timer

    package init() {
        registry = MetricRegistry(help: Self.help)
        counters = RequestCounters(registry)
        batchCommands = Recorder(label: "whistle_batch_commands", factory: registry)
        batchWait = Timer(label: "whistle_batch_wait_seconds", factory: registry)
    }

    /// Notes a batch of commands and how long the first of them waited for its lane.
    func batch(_ commands: Int, waited: Duration) {
        batchCommands.record(Int64(commands))
        batchWait.recordNanoseconds(waited.nanoseconds)
    }

    static let requests = "whistle_http_requests_total"
    static let seconds = "whistle_http_request_seconds"
    static let open = "whistle_http_requests_open"

    private static let help = [
        requests: "Requests answered, by endpoint, method and status.",
        seconds: "How long answers took, from the head of the request to the last byte.",
        open: "Requests that are being answered.",
        "whistle_batch_commands": "Commands that a lane carried out in one transaction.",
        "whistle_batch_wait_seconds": "How long the first command of a batch waited for its lane.",
        "whistle_lists_followed": "Lists that are followed live.",
        "whistle_pool_connections": "Connections to the database, those being opened included.",
        "whistle_pool_waiting": "Callers that wait for a connection.",
        "whistle_timers_due": "Timers that are due and have not fired, 10000 at the most.",
        "whistle_timer_lateness_seconds": "How late the latest of them is.",
        "whistle_outbox_waiting": "Messages that wait in the outbox, 10000 at the most.",
        "whistle_outbox_age_seconds": "How long the first of them has been waiting beyond its time.",
        "whistle_dead_letters": "Timers and messages that a person must look at.",
        "whistle_table_dead_rows": "Dead rows of hot tables, as PostgreSQL's statistics know them.",
        "whistle_oldest_snapshot_seconds": "Age of the oldest transaction that keeps dead rows.",
        "whistle_syslog_waiting": "Lines of the logs that wait for the syslog receiver, 10000 at the most.",
        "whistle_syslog_lag_seconds": "Age of the first of them.",
        "whistle_clock_difference_seconds": "How far the database's clock is ahead of this machine's.",
    ]

    /// Notes that a request has come.
    func request(_ method: String) -> RequestCount {
        RequestCount(counters: counters, method: method)
    }

    /// Sets what stands still between two looks: pool and database.
    func look(at engine: Engine, _ health: DatabaseHealth, clockDifference: Double, listeners: Int) {
        let pool = engine.pool.statistics
        set("whistle_pool_connections", Double(pool.connections))
        set("whistle_pool_waiting", Double(pool.waiters))
        set("whistle_lists_followed", Double(listeners))
        set("whistle_timers_due", Double(health.timersDue))
        set("whistle_timer_lateness_seconds", health.lateness)
        set("whistle_outbox_waiting", Double(health.outboxWaiting))
        set("whistle_outbox_age_seconds", health.outboxAge)
        set("whistle_dead_letters", Double(health.deadLetters))
        for (table, rows) in health.deadRows { set("whistle_table_dead_rows", Double(rows), [("table", table)]) }
        set("whistle_oldest_snapshot_seconds", health.oldestSnapshot)
        set("whistle_syslog_waiting", Double(health.linesWaiting))
        set("whistle_syslog_lag_seconds", health.linesAge)
        set("whistle_clock_difference_seconds", clockDifference)
    }

    private func set(_ label: String, _ value: Double, _ dimensions: [(String, String)] = []) {
        Meter(label: label, dimensions: dimensions, factory: registry).set(value)
    }
}

/// A request on its way through the service.
struct RequestCount: Sendable {
    let counters: RequestCounters
    let method: String
    private let start = ContinuousClock.now

    init(counters: RequestCounters, method: String) {
        self.counters = counters
        self.method = method
        counters.open.increment()
    }

    /// Notes that it was answered.
    ///
    /// - Returns: how long that took.
    func end(_ endpoint: String, _ status: Int) -> Duration {
        let took = ContinuousClock.now - start
        counters.open.decrement()
        let (count, time) = counters.answers(endpoint, method, status)
        count.increment()
        time.recordNanoseconds(took.nanoseconds)
        return took
    }
}

/// The counters of requests, each looked up by its labels once and not with every request.
final class RequestCounters: Sendable {
    /// Requests that are being answered.
    let open: Meter

    private let registry: MetricRegistry
    private let known = Mutex<[Answer: (Counter, Timer)]>([:])

    private struct Answer: Hashable {
        let endpoint: String
        let method: String
        let status: Int
    }

    init(_ registry: MetricRegistry) {
        self.registry = registry
        open = Meter(label: ServiceMetrics.open, factory: registry)
    }

    /// How often an endpoint answered so, and how long its answers took.
    func answers(_ endpoint: String, _ method: String, _ status: Int) -> (Counter, Timer) {
        let answer = Answer(endpoint: endpoint, method: method, status: status)
        return known.withLock { known in
            if let there = known[answer] { return there }
            let dimensions = [("endpoint", endpoint), ("method", method), ("status", "\(status)")]
            let made = (
                Counter(label: ServiceMetrics.requests, dimensions: dimensions, factory: registry),
                Timer(label: ServiceMetrics.seconds, dimensions: [("endpoint", endpoint)], factory: registry)
            )
            known[answer] = made
            return made
        }
    }
}

extension Duration {
    /// Its nanoseconds.
    var nanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}
