package import Postgres

/// How processes on one database wake each other.
package enum WakeQueries {
    /// Says something on a channel, as a transaction of its own.
    ///
    /// Nothing is lost with a call: it need not wait for the disk.
    package static func call(_ channel: String, _ text: String) -> Query {
        "SELECT set_config('synchronous_commit', 'off', true), pg_notify(\(channel), \(text))"
    }
}
