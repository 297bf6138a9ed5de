import Foundation
import Glibc
import Spawning
import TestSupport

/// A small disk in memory at a folder, seen only by what runs in a mount namespace of its own.
struct SmallDisk: Sendable {
    /// Whether this machine lets us.
    static let isPossible: Bool = {
        guard geteuid() == 0 else { return false }
        guard let id = try? Spawn(["unshare", "-m", "true"], environment: path).start() else { return false }
        var status: Int32 = -1
        while waitpid(id, &status, 0) < 0 && errno == EINTR {}
        return status == 0
    }()

    /// The workplace whose programs see the disk.
    let workplace: Workplace
    private let keeper: RunningProgram
    private let folder: String

    private static let path = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]

    /// Makes the folder and mounts the disk there.
    init(at folder: URL, in workplace: Workplace, megabytes: Int) async throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // The namespace lives as long as this process sleeps; its mount goes with it.
        var spawn = Spawn(["unshare", "-m", "--propagation", "private", "sleep", "1200"], environment: Self.path)
        (spawn.isApart, spawn.hasFreshSignals) = (true, true)
        let id = try spawn.start()
        let nothing = URL(filePath: "/dev/null")
        let keeper = RunningProgram(id: id, outputFile: nothing, errorsFile: nothing)
        // `nsenter --wd` would open the folder outside: hence the shell.
        var inside = workplace
        inside.prefix = [
            "nsenter", "-t", String(id), "-m", "--", "/bin/sh", "-c", #"cd "$1" && shift && exec "$@""#, "sh",
            workplace.folder.path,
        ]
        (self.workplace, self.keeper, self.folder) = (inside, keeper, folder.path)
        do {
            try await eventually("a namespace of its own") {
                let theirs = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(id)/ns/mnt")
                return try theirs != nil
                    && theirs != FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/mnt")
            }
            try await run("mount", "-t", "tmpfs", "-o", "size=\(megabytes)m,mode=755", "tmpfs", self.folder)
            // Whoever fills it must not fill the machine's own disk instead.
            try await run("sh", "-c", #"[ "$(stat -f -c %T "$1")" = tmpfs ]"#, "sh", self.folder)
        } catch {
            keeper.killIfRunning()
            throw error
        }
    }

    /// What the machine did not do.
    struct Refused: Error {
        let why: String
    }

    /// Makes it smaller or larger.
    func resize(_ megabytes: Int) async throws {
        try await run("mount", "-o", "remount,size=\(megabytes)m", folder)
    }

    /// Takes what room is left: at most 400 MB, and only on the small disk itself.
    func fill() async throws {
        let script = #"[ "$(stat -f -c %T "$1")" = tmpfs ] && dd if=/dev/zero of="$1/fill" bs=4k count=100000; true"#
        try await run("sh", "-c", script, "sh", folder)
    }

    /// Gives the room back.
    func empty() async throws {
        try await run("rm", "-f", folder + "/fill")
    }

    /// Lets go of it.
    func remove() {
        keeper.killIfRunning()
    }

    private func run(_ command: String...) async throws {
        var workplace = workplace
        workplace.program = command[0]
        let outcome = try await workplace.run(Array(command.dropFirst()))
        guard outcome.status == 0 else { throw SmallDisk.Refused(why: "\(command): \(outcome)") }
    }
}
