import Glibc
import Spawning

/// A small shell that outlives this process just long enough to stop its server and remove the data.
///
/// It reads from a channel whose other end only this process holds; however the process ends, the kernel closes that
/// end. (A parent-death signal would be tied to the *thread* that started the server.)
struct Watchdog: Sendable {
    private let heldOpen: Int32

    static func start(
        pgControl: String,
        folders: ClusterFolders,
        account: ServerAccount
    ) throws(PrivateClusterError) -> Watchdog {
        let channel = try ServerCommand.channel()
        defer { close(channel.reading) }
        let script = #"""
            trap "" INT TERM HUP
            read -r _
            "$1" stop -D "$2/data" -m immediate -w -t 20
            rm -rf "$2/data" "$2/server.log" "$3"
            rmdir "$2"
            """#
        let arguments = account.commandLine("/bin/sh", ["-c", script, "sh", pgControl, folders.root, folders.socket])
        _ = try ServerCommand.spawn(arguments, input: .descriptor(channel.reading))
        return Watchdog(heldOpen: channel.writing)
    }
}
