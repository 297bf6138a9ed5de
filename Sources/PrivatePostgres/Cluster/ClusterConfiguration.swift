/// Where a private cluster lives and how it is set.
package struct ClusterConfiguration: Sendable {
    /// Who can reach the server.
    package enum Listening: Sendable {
        /// Only the unix socket, in a folder that only the server's user (and root) can enter.
        case socket
        /// The socket, and 127.0.0.1 at a free port, with a password.
        case loopback
    }

    /// How long the server runs.
    package enum Lifetime: Sendable {
        /// Until it is stopped, even if this program dies: the next start adopts it.
        case untilStopped
        /// Until this process ends in whatever way; then a watchdog stops it and removes its data.
        case thisProcess
    }

    /// The folder that holds data, socket and log; made if missing.
    package var folder: String
    /// The name of the superuser.
    package var user: String
    /// The superuser's password, used on 127.0.0.1 only: the socket is guarded by its folder.
    package var password: String?
    /// Who can reach the server.
    package var listening: Listening
    /// How long the server runs.
    package var lifetime: Lifetime
    /// Settings of `postgresql.conf`, applied at every start, over the cluster's own.
    package var settings: [String: String]

    /// Makes a configuration for a cluster in a folder.
    ///
    /// - Parameters:
    ///   - folder: the folder that holds data, socket and log; made if missing.
    ///   - user: the name of the superuser.
    ///   - password: the superuser's password; needed for `listening: .loopback`.
    ///   - listening: who can reach the server.
    ///   - lifetime: how long the server runs.
    ///   - settings: settings of `postgresql.conf` over the cluster's own.
    package init(
        folder: String,
        user: String = "whistle",
        password: String? = nil,
        listening: Listening = .socket,
        lifetime: Lifetime = .untilStopped,
        settings: [String: String] = [:]
    ) {
        self.folder = folder
        self.user = user
        self.password = password
        self.listening = listening
        self.lifetime = lifetime
        self.settings = settings
    }

    func settingsFile(socket: String, port: Int, hasLZ4: Bool) -> String {
        var all = [
            "listen_addresses": listening == .loopback ? "127.0.0.1" : "",
            "port": String(port),
            // A list of names; one in double quotes may hold anything.
            "unix_socket_directories": "\"" + socket.replacing("\"", with: "\"\"") + "\"",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "lc_messages": "C",
            "max_connections": "100",
            // A page's whole image costs a quarter of the processor time by lz4 that it costs by pglz.
            "wal_compression": hasLZ4 ? "lz4" : "on",
        ]
        all.merge(settings) { _, ours in ours }
        let lines = all.sorted { $0.key < $1.key }.map { key, value in
            "\(key) = '\(value.replacing("\\", with: "\\\\").replacing("'", with: "''"))'\n"
        }
        return "# Written at every start; change the program's configuration instead.\n" + lines.joined()
    }
}
