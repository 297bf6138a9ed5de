package import Postgres
package import Workflow

extension Timestamp {
    /// The same point in time for the database.
    package init(_ instant: Instant) {
        self.init(microseconds: instant.microseconds)
    }
}

extension Instant {
    /// The same point in time for the rules.
    package init(_ timestamp: Timestamp) {
        self.init(microseconds: timestamp.microseconds)
    }
}
