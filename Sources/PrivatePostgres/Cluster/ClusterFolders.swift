import Foundation
import Glibc

/// Where a cluster keeps its data, its socket and its log.
///
/// That is the folder asked for, with two exceptions, both decided by the machine and the same at every start:
/// when the server's user cannot enter that folder, everything lives in a private folder under `/var/tmp`; when the
/// socket's path would exceed 100 bytes (the kernel's limit is 107) or has a comma, the socket alone does.
package struct ClusterFolders: Sendable {
    /// The folder of the cluster.
    package let root: String
    /// The server's data.
    package let data: String
    /// The folder of the unix socket.
    package let socket: String
    /// The server's log.
    package let log: String

    private let account: ServerAccount

    var settings: String {
        data + "/private.conf"
    }

    static func prepare(
        for configuration: ClusterConfiguration,
        account: ServerAccount
    ) throws(PrivateClusterError) -> ClusterFolders {
        let asked = URL(fileURLWithPath: configuration.folder).standardizedFileURL.path
        var root = asked
        if account.isSwitched, try !canEnter(asked, account: account) {
            root = privateFolder(for: asked)
        }
        try makeFolder(root, account: account)
        var socket = root + "/socket"
        // libpq takes a comma for the end of one host and the beginning of the next.
        if socket.utf8.count + "/.s.PGSQL.65535".utf8.count > 100 || socket.contains(",") {
            socket = privateFolder(for: asked) + "-s"
        }
        try makeFolder(socket, account: account)
        return ClusterFolders(
            root: root,
            data: root + "/data",
            socket: socket,
            log: root + "/server.log",
            account: account
        )
    }

    /// The major version that wrote the data, nil when there is none yet.
    func version() -> Int? {
        guard let text = try? String(contentsOfFile: data + "/PG_VERSION", encoding: .utf8) else { return nil }
        return Int(text.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    func logTail() -> String {
        guard let text = try? String(contentsOfFile: log, encoding: .utf8) else { return "" }
        return text.split(separator: "\n").suffix(12).joined(separator: "\n")
    }

    /// Writes a small file that belongs to the server's user and that nobody else can read.
    func write(_ text: String, to path: String) throws(PrivateClusterError) {
        let draft = path + ".draft"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw PrivateClusterError(.folderNotWritable, "\(path) cannot be written: \(ServerCommand.lastError())")
        }
        let bytes = Array(text.utf8)
        let count = Glibc.write(descriptor, bytes, bytes.count)
        let reason = ServerCommand.lastError()
        account.own(descriptor)
        close(descriptor)
        guard count == bytes.count, rename(draft, path) == 0 else {
            throw PrivateClusterError(.folderNotWritable, "\(path) cannot be written", output: reason)
        }
    }

    /// Makes the socket's folder again after ``leave()``.
    func enter() throws(PrivateClusterError) {
        try Self.makeFolder(socket, account: account)
    }

    /// Removes the socket's folder where it is a temporary one: the next start makes it anew.
    func leave() {
        guard !socket.hasPrefix(root + "/") else { return }
        rmdir(socket)
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: root)
        try? FileManager.default.removeItem(atPath: socket)
    }

    // MARK: - Choosing

    /// Tries it as the server's user: permissions, access lists and mount options all count.
    private static func canEnter(_ path: String, account: ServerAccount) throws(PrivateClusterError) -> Bool {
        let existed = FileManager.default.fileExists(atPath: path)
        try makeFolder(path, account: account)
        let attempt = try account.run("/bin/sh", ["-c", #"cd "$1" && test -w ."#, "sh", path])
        if attempt.status != 0, !existed {
            rmdir(path)
        }
        return attempt.status == 0
    }

    /// A folder whose name follows from the path asked for, so that the next start finds the same one.
    private static func privateFolder(for asked: String) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in asked.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        return "/var/tmp/whistle-\(getuid())-\(String(hash, radix: 16))"
    }

    /// Makes a folder of mode 0700, or checks that the one there is ours: in a shared temporary folder somebody else
    /// could have put one in our way.
    private static func makeFolder(_ path: String, account: ServerAccount) throws(PrivateClusterError) {
        let parent = (path as NSString).deletingLastPathComponent
        try? FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        if mkdir(path, 0o700) == 0 {
            account.own(path)
            return
        }
        let reason = ServerCommand.lastError()
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw PrivateClusterError(.folderNotWritable, "the folder \(path) cannot be made", output: reason)
        }
        if status.st_uid == getuid(), status.st_uid != account.user {
            account.own(path)
        } else if status.st_uid != account.user {
            throw PrivateClusterError(.folderNotWritable, "the folder \(path) belongs to another user")
        }
        guard access(path, W_OK) == 0 else {
            throw PrivateClusterError(.folderNotWritable, "the folder \(path) cannot be written")
        }
        chmod(path, 0o700)
    }
}
