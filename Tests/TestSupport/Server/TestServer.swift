import Foundation
import Glibc
package import PrivatePostgres
import Synchronization

/// The one PostgreSQL server of a test process, started when the first test asks for it.
///
/// A watchdog stops it and removes its data when the process ends, in whatever way; what a crash of the machine left
/// behind is removed by the next run.
package struct TestServer: Sendable {
    /// The running cluster: superuser `whistle`, trusted on the socket, with ``password`` on 127.0.0.1.
    package let cluster: PrivateCluster
    /// The superuser's password on 127.0.0.1.
    package static let password = "tests only"

    private static let started = Result { try start() }
    private static let count = Atomic<Int>(0)

    /// The server of this process; the first call starts it, which takes about two seconds.
    ///
    /// - Returns: the running server.
    /// - Throws: `PrivateClusterError` when it cannot be started.
    package static func shared() throws -> TestServer {
        try started.get()
    }

    /// The database `postgres`, shared by all tests of the process.
    package var sharedDatabase: TestDatabase {
        database(named: "postgres")
    }

    /// Makes a database that no other test uses.
    ///
    /// - Parameter template: the database to copy, to which nobody may be connected.
    /// - Returns: how to reach it.
    /// - Throws: `PrivateClusterError` with what `createdb` said.
    package func freshDatabase(template: String = "template1") throws -> TestDatabase {
        let number = Self.count.wrappingAdd(1, ordering: .relaxed).newValue
        let name = "test_\(number)"
        try cluster.createDatabase(name, template: template)
        return database(named: name)
    }

    /// A second server with settings of its own, for tests that stop and kill it.
    ///
    /// - Parameters:
    ///   - name: names its folder; unique in the process.
    ///   - settings: settings of `postgresql.conf`.
    /// - Returns: the running server.
    /// - Throws: `PrivateClusterError` when it cannot be started.
    package static func another(_ name: String, settings: [String: String] = [:]) throws -> TestServer {
        let folder = "\(NSTemporaryDirectory())/whistle-test-\(getpid())-\(name)"
        let configuration = ClusterConfiguration(
            folder: folder,
            password: password,
            listening: .loopback,
            lifetime: .thisProcess,
            settings: ["fsync": "off", "max_connections": "60"].merging(settings) { _, ours in ours }
        )
        return try TestServer(cluster: .start(configuration))
    }

    /// How to reach a database of this server.
    ///
    /// - Parameter name: the database.
    /// - Returns: its address on the socket and on 127.0.0.1.
    package func database(named name: String) -> TestDatabase {
        TestDatabase(
            socketFolder: cluster.socketFolder,
            port: cluster.port,
            user: cluster.user,
            password: Self.password,
            name: name
        )
    }

    /// Stops and starts the server, with the same folder and port.
    ///
    /// - Throws: `PrivateClusterError` when it does not come back.
    package func restart() throws {
        try cluster.restart()
    }

    /// Stops the server and removes its data.
    ///
    /// - Throws: `PrivateClusterError` when it does not stop.
    package func destroy() throws {
        try cluster.destroy()
    }

    private static func start() throws -> TestServer {
        removeLeftovers()
        return try another("main", settings: ["max_connections": "200", "max_prepared_transactions": "0"])
    }

    private static func removeLeftovers() {
        let folder = NSTemporaryDirectory()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names where name.hasPrefix("whistle-test-") {
            let owner = name.dropFirst("whistle-test-".count).prefix(while: \.isNumber)
            guard let process = pid_t(owner), kill(process, 0) != 0, errno == ESRCH else { continue }
            let data = "\(folder)/\(name)/data"
            // Its own watchdog may be at it still: then the server lives, and is none of our business.
            guard !FileManager.default.fileExists(atPath: data + "/postmaster.pid") else { continue }
            try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        }
    }
}
