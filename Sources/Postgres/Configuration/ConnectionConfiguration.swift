/// How to reach the database and what to set on every connection.
package struct ConnectionConfiguration: Sendable {
    /// What kind of server will do.
    package enum TargetSession: String, Sendable {
        /// Whichever host answers first in order.
        case any
        /// Only a server that takes writes: so a failover is followed.
        case readWrite = "read-write"
    }

    /// The hosts, in the order in which they are tried.
    package var hosts: [HostAddress]
    /// What kind of server will do.
    package var targetSession: TargetSession
    /// How long one host may take to answer before the next is tried.
    package var connectTimeout: Duration = .seconds(5)
    /// What the server's own views call us.
    package var applicationName: String?
    /// The server ends statements that run longer; nil leaves the server's setting.
    package var statementTimeout: Duration?
    /// The server ends sessions that idle inside a transaction longer; nil leaves the server's setting.
    package var idleInTransactionTimeout: Duration? = .seconds(60)
    /// The kernel ends TCP connections whose data nobody acknowledges for longer.
    package var tcpUserTimeout: Duration = .seconds(15)
    /// How long the server may take to give up a cancelled statement before the connection is closed.
    package var cancelPatience: Duration = .seconds(10)
    /// How many statements without an answer one connection carries; more wait in this process.
    package var pipelineDepth = 128
    /// How many prepared statements a connection keeps.
    package var preparedStatements = 256
    /// More settings of the session, given on connect.
    package var settings: [String: String] = [:]

    /// A statement that every connection carries out before anybody gets it.
    package var greeting: Query?

    /// libpq's own options (user, password, dbname, sslmode …), passed through.
    var options: [String: String]

    /// Reads a `postgres://` URL or a `key=value` string as libpq does; what it leaves open comes from `PG…`
    /// variables, the service file and the password file, as libpq does.
    ///
    /// - Parameter conninfo: the string; may be empty.
    /// - Throws: `.configuration` with libpq's words.
    package init(_ conninfo: String = "") throws(PostgresError) {
        let explicit = try ConnectionOptions.parse(conninfo)
        let defaults = ConnectionOptions.defaults()
        func value(_ key: String) -> String? {
            explicit[key] ?? defaults[key]
        }
        hosts = try HostAddress.list(host: value("host"), address: value("hostaddr"), port: value("port"))
        applicationName = value("application_name")
        targetSession = try Self.targetSession(value("target_session_attrs"))
        if let text = value("connect_timeout"), let seconds = Int(text), seconds > 0 {
            connectTimeout = .seconds(seconds)
        }
        options = explicit
        let ours = ["host", "hostaddr", "port", "application_name", "target_session_attrs", "connect_timeout"]
        for key in ours {
            options[key] = nil
        }
    }

    /// The name of the database, if the settings say it.
    package var database: String? {
        get { options["dbname"] }
        set { options["dbname"] = newValue }
    }

    /// The user, if the settings say it.
    package var user: String? {
        get { options["user"] }
        set { options["user"] = newValue }
    }

    /// Sets the password; it cannot be read back.
    ///
    /// - Parameter password: the password.
    package mutating func setPassword(_ password: String?) {
        options["password"] = password
    }

    private static func targetSession(_ text: String?) throws(PostgresError) -> TargetSession {
        guard let text else { return .any }
        guard let target = TargetSession(rawValue: text) else {
            throw PostgresError(.configuration, "target_session_attrs is \(text): only any and read-write are known")
        }
        return target
    }
}

extension ConnectionConfiguration: CustomStringConvertible, CustomDebugStringConvertible {
    /// Hosts, database and user: no password.
    package var description: String {
        let places = hosts.map(\.description).joined(separator: ", ")
        return "\(database ?? "default database") as \(user ?? "default user") at \(places)"
    }

    /// The same: no password.
    package var debugDescription: String {
        description
    }
}

extension ConnectionConfiguration {
    /// The options of one attempt at one address, as libpq's keywords and values.
    func keywords(for host: HostAddress) -> [String: String] {
        var all = options
        all["host"] = host.host
        all["hostaddr"] = host.address
        all["port"] = host.port
        all["target_session_attrs"] = targetSession.rawValue
        all["application_name"] = applicationName
        all["fallback_application_name"] = "whistle"
        all["client_encoding"] = "UTF8"
        all["tcp_user_timeout"] = String(tcpUserTimeout.milliseconds)
        // Looking for Kerberos credentials may ask the network, and would block the reactor.
        all["gssencmode"] = all["gssencmode"] ?? "disable"
        all["keepalives_idle"] = all["keepalives_idle"] ?? "30"
        all["keepalives_interval"] = all["keepalives_interval"] ?? "5"
        var session = settings
        session["statement_timeout"] = statementTimeout.map { String($0.milliseconds) }
        session["idle_in_transaction_session_timeout"] = idleInTransactionTimeout.map { String($0.milliseconds) }
        let pairs = session.sorted { $0.key < $1.key }.map { "-c \($0.key)=\(Self.escape($0.value))" }
        all["options"] = ([all["options"]].compactMap { $0 } + pairs).joined(separator: " ")
        return all
    }

    private static func escape(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing(" ", with: "\\ ")
    }
}

extension Duration {
    var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
