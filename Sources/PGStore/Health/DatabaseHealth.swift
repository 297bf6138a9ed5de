package import Postgres
package import Workflow

/// How the database stands: what a watch on the service looks at.
///
/// One flight, bounded in the number of rows it looks at: it may be asked every few seconds.
package struct DatabaseHealth: Hashable, Sendable {
    /// The database's clock.
    package let clock: Instant
    /// Migrations that were applied.
    package let migrations: Int
    /// Timers that are due in districts that run by the database's clock; at most `atMost` are counted.
    package let timersDue: Int
    /// Seconds since the earliest of them was due; 0: none is.
    package let lateness: Double
    /// Messages that wait in the outbox; at most `atMost` are counted.
    package let outboxWaiting: Int
    /// Seconds since the earliest of them should have gone; 0: none should.
    package let outboxAge: Double
    /// Dead letters: timers, messages and digests that a person must look at.
    package let deadLetters: Int
    /// Dead rows by hot table, as statistics know them.
    package let deadRows: [String: Int]
    /// Seconds since the oldest transaction began that keeps dead rows from being removed; 0: none does.
    package let oldestSnapshot: Double

    /// Lines of security log and access log that wait for a receiver of syslog messages; at most `atMost` are counted.
    package let linesWaiting: Int
    /// Seconds since the first of them was written; 0: none waits, or they were never sent anywhere.
    package let linesAge: Double

    /// Counts stop there.
    package static let atMost = 10_000

    /// How many migrations were applied.
    package static let migrations: Query = "SELECT count(*) FROM schema_migration"

    /// What `init(_:)` reads.
    package static let statements: [Query] = [
        """
        SELECT clock_timestamp(), (SELECT count(*) FROM schema_migration),
            (SELECT count(*) FROM timer_dead) + (SELECT count(*) FROM outbox_dead) + (SELECT count(*) FROM digest_dead)
        """,
        """
        SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(x.fire_at)), 0)::float8
        FROM (
            SELECT x.fire_at FROM district AS d
            CROSS JOIN LATERAL (
                SELECT x.fire_at FROM timer AS x
                WHERE x.district_id = d.id AND x.fire_at < (SELECT clock_timestamp())
                ORDER BY x.fire_at LIMIT 10000
            ) AS x
            WHERE d.clock = 'database' LIMIT 10000
        ) AS x
        """,
        """
        SELECT count(*), greatest(coalesce(extract(epoch FROM clock_timestamp() - min(o.next_at)), 0), 0)::float8
        FROM (
            SELECT o.next_at FROM district AS d
            CROSS JOIN LATERAL (
                SELECT o.next_at FROM outbox AS o WHERE o.district_id = d.id ORDER BY o.next_at LIMIT 10000
            ) AS o
            LIMIT 10000
        ) AS o
        """,
        """
        SELECT relname::text, n_dead_tup FROM pg_stat_user_tables
        WHERE relname IN ('ticket', 'timer', 'outbox', 'command_key', 'request_key', 'digest', 'digest_item', 'session')
        """,
        """
        SELECT coalesce(extract(epoch FROM clock_timestamp() - min(xact_start)), 0)::float8
        FROM pg_stat_activity
        WHERE datname = current_database() AND backend_xmin IS NOT NULL AND pid <> pg_backend_pid()
        """,
        """
        SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(w.at)), 0)::float8
        FROM (
            SELECT w.at FROM syslog_cursor AS c CROSS JOIN LATERAL (
                SELECT e.at FROM security_event AS e
                WHERE e.district_id = c.district_id AND (e.xact, e.id) > (c.xact, c.id)
                ORDER BY e.xact, e.id LIMIT 10000
            ) AS w
            WHERE c.source = 'security'
            UNION ALL
            SELECT w.at FROM syslog_cursor AS c CROSS JOIN LATERAL (
                SELECT e.at FROM access_log AS e
                WHERE e.district_id = c.district_id AND (e.xact, e.id) > (c.xact, c.id)
                ORDER BY e.xact, e.id LIMIT 10000
            ) AS w
            WHERE c.source = 'access'
            LIMIT 10000
        ) AS w
        """,
    ]

    /// Reads the answers.
    ///
    /// - Throws: `PostgresError` where they are not those of `statements`.
    package init(_ results: [QueryResult]) throws {
        let first = try results[0].only()
        clock = Instant(try first[0, as: Timestamp.self])
        migrations = Int(try first[1, as: Int64.self])
        deadLetters = Int(try first[2, as: Int64.self])
        let timers = try results[1].only()
        timersDue = Int(try timers[0, as: Int64.self])
        lateness = try timers[1]
        let outbox = try results[2].only()
        outboxWaiting = Int(try outbox[0, as: Int64.self])
        outboxAge = try outbox[1]
        deadRows = try results[3].reduce(into: [:]) { $0[try $1[0, as: String.self]] = Int(try $1[1, as: Int64.self]) }
        oldestSnapshot = try results[4].only()[0]
        let lines = try results[5].only()
        linesWaiting = Int(try lines[0, as: Int64.self])
        linesAge = try lines[1]
    }
}
