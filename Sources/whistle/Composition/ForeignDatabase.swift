import Foundation

/// What `PG…` variables say of some other database.
enum ForeignDatabase {
    /// Removes them from this process before it connects to its private database.
    ///
    /// libpq lets some of them (`PGHOSTADDR`, `PGSERVICE`, `PGCHANNELBINDING`) into a connection whose host is named,
    /// and there is no value that would keep them out.
    static func forget() {
        for name in ProcessInfo.processInfo.environment.keys where name.hasPrefix("PG") { unsetenv(name) }
    }
}
