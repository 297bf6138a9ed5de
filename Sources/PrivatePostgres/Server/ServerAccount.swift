import Glibc

/// The user that runs the server: ourselves, or an unprivileged one when we are root, since PostgreSQL refuses root.
struct ServerAccount: Sendable {
    let user: uid_t
    let group: gid_t
    private let switcher: [String]

    /// Whether the server runs as another user than this program.
    var isSwitched: Bool {
        !switcher.isEmpty
    }

    static func current() throws(PrivateClusterError) -> ServerAccount {
        guard geteuid() == 0 else {
            return ServerAccount(user: geteuid(), group: getegid(), switcher: [])
        }
        for name in ["postgres", "whistle", "nobody"] {
            guard let entry = getpwnam(name)?.pointee else { continue }
            let switcher = try switcherCommand(name: name, group: entry.pw_gid)
            return ServerAccount(user: entry.pw_uid, group: entry.pw_gid, switcher: switcher)
        }
        throw PrivateClusterError(
            .account,
            "PostgreSQL refuses to run as root, and this machine has no user named postgres, whistle or nobody"
        )
    }

    func run(_ path: String, _ arguments: [String]) throws(PrivateClusterError) -> ServerCommand.Outcome {
        try ServerCommand.run(commandLine(path, arguments))
    }

    func commandLine(_ path: String, _ arguments: [String]) -> [String] {
        switcher + [path] + arguments
    }

    func own(_ path: String) {
        if isSwitched {
            _ = chown(path, user, group)
        }
    }

    func own(_ descriptor: Int32) {
        if isSwitched {
            _ = fchown(descriptor, user, group)
        }
    }

    private static func switcherCommand(name: String, group: gid_t) throws(PrivateClusterError) -> [String] {
        for folder in ServerBinaries.systemFolders where access(folder + "/setpriv", X_OK) == 0 {
            return [folder + "/setpriv", "--reuid=\(name)", "--regid=\(group)", "--init-groups", "--"]
        }
        for folder in ServerBinaries.systemFolders where access(folder + "/runuser", X_OK) == 0 {
            return [folder + "/runuser", "-u", name, "--"]
        }
        throw PrivateClusterError(.binaryMissing, "neither setpriv nor runuser (util-linux) is on this machine")
    }
}
