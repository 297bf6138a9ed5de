package import Foundation

/// The SQL that ships with the program: numbered migrations and the whole picture they lead to.
package enum Schema {
    /// Folder with `NNNN_what.sql`, applied in order of their numbers.
    package static var migrations: URL {
        Bundle.module.bundleURL.appending(path: "migrations", directoryHint: .isDirectory)
    }

    /// SQL that makes the three roles; run once a cluster, by a superuser.
    package static var roles: URL { Bundle.module.bundleURL.appending(path: "roles.sql") }

    /// The whole picture: what all migrations together lead to.
    package static var picture: URL { Bundle.module.bundleURL.appending(path: "schema.sql") }
}
