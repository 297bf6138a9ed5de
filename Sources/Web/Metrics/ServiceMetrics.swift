import CoreMetrics
import Dispatcher
import PGStore
import Postgres

/// What the service counts, and what is asked of the database when somebody looks.
package struct ServiceMetrics: Sendable {
    /// Where everything is counted.
    package let registry = MetricRegistry(help: Self.help)

    package init() {}

    static let requests = "whistle_http_requests_total"
    static let seconds = "whistle_http_request_seconds"
    static let open = "whistle_http_requests_open"

    private static let help = [
        requests: "Requests answered, by endpoint, method and status.",
        seconds: "How long answers took, from the head of the request to the last byte.",
        open: "Requests that are being answered.",
        "whistle_pool_connections": "Connections to the database, those being opened included.",
        "whistle_pool_waiting": "Callers that wait for a connection.",
        "whistle_timers_due": "Timers that are due and have not fired, 10000 at the most.",
        "whistle_timer_lateness_seconds": "How late the latest of them is.",
        "whistle_outbox_waiting": "Messages that wait in the outbox, 10000 at the most.",
        "whistle_outbox_age_seconds": "How long the first of them has been waiting beyond its time.",
        "whistle_dead_letters": "Timers and messages that a person must look at.",
        "whistle_table_dead_rows": "Dead rows of hot tables, as PostgreSQL's statistics know them.",
        "whistle_oldest_snapshot_seconds": "Age of the oldest transaction that keeps dead rows.",
        "whistle_clock_difference_seconds": "How far the database's clock is ahead of this machine's.",
    ]

    /// Notes that a request has come.
    func request(_ method: String) -> RequestCount {
        Meter(label: Self.open, factory: registry).increment()
        return RequestCount(registry: registry, method: method)
    }

    /// Sets what stands still between two looks: pool and database.
    func look(at engine: Engine, _ health: DatabaseHealth, clockDifference: Double) {
        let pool = engine.pool.statistics
        set("whistle_pool_connections", Double(pool.connections))
        set("whistle_pool_waiting", Double(pool.waiters))
        set("whistle_timers_due", Double(health.timersDue))
        set("whistle_timer_lateness_seconds", health.lateness)
        set("whistle_outbox_waiting", Double(health.outboxWaiting))
        set("whistle_outbox_age_seconds", health.outboxAge)
        set("whistle_dead_letters", Double(health.deadLetters))
        for (table, rows) in health.deadRows { set("whistle_table_dead_rows", Double(rows), [("table", table)]) }
        set("whistle_oldest_snapshot_seconds", health.oldestSnapshot)
        set("whistle_clock_difference_seconds", clockDifference)
    }

    private func set(_ label: String, _ value: Double, _ dimensions: [(String, String)] = []) {
        Meter(label: label, dimensions: dimensions, factory: registry).set(value)
    }
}

/// A request on its way through the service.
struct RequestCount: Sendable {
    let registry: MetricRegistry
    let method: String
    private let start = ContinuousClock.now

    init(registry: MetricRegistry, method: String) {
        self.registry = registry
        self.method = method
    }

    /// Notes that it was answered.
    func end(_ endpoint: String, _ status: Int) {
        Meter(label: ServiceMetrics.open, factory: registry).decrement()
        let dimensions = [("endpoint", endpoint), ("method", method), ("status", "\(status)")]
        Counter(label: ServiceMetrics.requests, dimensions: dimensions, factory: registry).increment()
        let time = Timer(label: ServiceMetrics.seconds, dimensions: [("endpoint", endpoint)], factory: registry)
        time.recordNanoseconds((ContinuousClock.now - start).nanoseconds)
    }
}

extension Duration {
    /// Its nanoseconds.
    fileprivate var nanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}
