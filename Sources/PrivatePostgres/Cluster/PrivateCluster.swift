import Foundation

/// A PostgreSQL cluster that belongs to this program alone: its own data, its own socket, no port unless asked.
///
/// Starting is idempotent. A cluster that is stopped is started, one that crashed is recovered, one that an earlier
/// run of the program left running is adopted. All calls block the calling thread while the server works.
package struct PrivateCluster: Sendable {
    /// What the cluster was started with.
    package let configuration: ClusterConfiguration
    /// Where the cluster lives, which may differ from what was asked (see ``ClusterFolders``).
    package let folders: ClusterFolders
    /// The port: names the socket file, and is listened on only with ``ClusterConfiguration/Listening/loopback``.
    package let port: Int
    /// Whether the server was already running, left by an earlier run of the program.
    package let wasAdopted: Bool

    let binaries: ServerBinaries
    let account: ServerAccount
    let watchdog: Watchdog?

    /// Starts the cluster, making it first where there is none.
    ///
    /// - Parameter configuration: where it lives and how it is set.
    /// - Returns: the running cluster, ready to accept connections.
    /// - Throws: `PrivateClusterError`, whose words can be shown to a person.
    package static func start(_ configuration: ClusterConfiguration) throws(PrivateClusterError) -> PrivateCluster {
        if configuration.listening == .loopback, configuration.password == nil {
            throw PrivateClusterError(.configuration, "a cluster that listens on 127.0.0.1 needs a password")
        }
        let account = try ServerAccount.current()
        let folders = try ClusterFolders.prepare(for: configuration, account: account)
        let binaries = try ServerBinaries.find(version: folders.version())
        let starter = ClusterStarter(
            configuration: configuration,
            folders: folders,
            binaries: binaries,
            account: account
        )
        try starter.initializeIfNeeded()
        return try starter.start()
    }

    /// The folder with the unix socket: what libpq takes as `host`.
    package var socketFolder: String {
        folders.socket
    }

    /// The name of the superuser.
    package var user: String {
        configuration.user
    }

    /// The process id of the server, nil when it does not run.
    package var serverProcess: Int32? {
        PostmasterFile.read(folders.data)?.process
    }

    /// Stops the server: fast (transactions are rolled back), and at once if that takes longer than the patience.
    ///
    /// - Parameter patience: seconds to wait for the fast shutdown.
    /// - Throws: `PrivateClusterError` when the server runs on.
    package func stop(patience: Int = 20) throws(PrivateClusterError) {
        let fast = try control(["stop", "-m", "fast", "-w", "-t", String(patience)])
        if fast.status != 0, isRunning() { try stopAtOnce() }
        folders.leave()
    }

    /// Stops the server without a checkpoint, as a crash would: the next start recovers.
    package func stopAtOnce() throws(PrivateClusterError) {
        let result = try control(["stop", "-m", "immediate", "-w", "-t", "20"])
        if result.status != 0, isRunning() {
            throw PrivateClusterError(.stop, "the server would not stop", output: result.output)
        }
    }

    /// Stops and starts the server with the same folder and port.
    package func restart() throws(PrivateClusterError) {
        try stop()
        try resume()
    }

    /// Starts the server again after a stop or a crash, with the same folder and port.
    package func resume() throws(PrivateClusterError) {
        let starter = ClusterStarter(
            configuration: configuration,
            folders: folders,
            binaries: binaries,
            account: account
        )
        try folders.enter()
        try starter.run(port: port)
    }

    /// Says whether the server's process is alive.
    package func isRunning() -> Bool {
        PostmasterFile.read(folders.data)?.isAlive ?? false
    }

    /// Stops the server and removes everything the cluster had on disk.
    package func destroy() throws(PrivateClusterError) {
        if isRunning() {
            try stopAtOnce()
        }
        folders.remove()
    }

    /// Makes a database by copying another, file by file, which is fastest for small ones.
    ///
    /// - Parameters:
    ///   - name: the new database.
    ///   - template: the database to copy; nobody may be connected to it.
    /// - Throws: `PrivateClusterError` with what `createdb` said.
    package func createDatabase(_ name: String, template: String = "template1") throws(PrivateClusterError) {
        var arguments = ["-h", folders.socket, "-p", String(port), "-U", user, "--maintenance-db=postgres"]
        arguments += ["--template=\(template)", "--strategy=file_copy", name]
        let result = try account.run(binaries.path("createdb"), arguments)
        if result.status != 0 {
            throw PrivateClusterError(.database, "the database \(name) could not be made", output: result.output)
        }
    }

    private func control(_ arguments: [String]) throws(PrivateClusterError) -> ServerCommand.Outcome {
        try account.run(binaries.path("pg_ctl"), arguments + ["-D", folders.data])
    }
}
