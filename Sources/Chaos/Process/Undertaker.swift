import Glibc

/// A small shell that clears up where this process is gone, however it ended.
///
/// It reads from a channel whose other end only this process holds; the kernel closes that end. Then it kills what bears
/// the run's mark in its environment, unmounts what was mounted and removes the run's folder. (A list of what was
/// started would lack whatever starts at that very moment.)
package final class Undertaker: Sendable {
    /// The mark: what every process of the run has in its environment.
    package let mark: [String: String]
    private let line: Int32

    /// Engages one for a run's folder, which it removes in the end.
    ///
    /// - Throws: `ChaosError` where there is no channel or no shell.
    package init(folder: String) throws {
        var ends: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw ChaosError("no channel to a child process") }
        defer { close(ends[1]) }
        let script = #"""
            trap "" INT TERM HUP
            mounts= files=
            while read -r verb what; do
                case $verb in
                    made) files="$files $what" ;;
                    mount) mounts="$mounts $what" ;;
                esac
            done
            for _ in 1 2 3; do
                for one in /proc/[0-9]*; do
                    grep -qszxF "$2" "$one/environ" && kill -KILL "${one#/proc/}"
                done
                sleep 0.5
            done
            # The server in the mounted folder is stopped by its own watchdog first.
            for one in $mounts; do for _ in 1 2 3 4 5; do umount "$one" && break; sleep 1; done; umount -l "$one"; done
            rm -rf "$1" $files
            """#
        let words = "whistle-chaos \(getpid()) \(folder)"
        mark = ["WHISTLE_CHAOS_RUN": words]
        let command = ["/bin/sh", "-c", script, "sh", folder, "WHISTLE_CHAOS_RUN=" + words]
        _ = try ChildProcess.start(command, environment: ["PATH": "/usr/bin:/bin:/usr/sbin:/sbin"], input: ends[1])
        line = ends[0]
    }

    /// Lets it work now; the folder is gone a moment later.
    package func dismiss() {
        close(line)
    }

    func made(_ path: String) { say("made \(path)") }

    func mounted(_ path: String) { say("mount \(path)") }

    private func say(_ words: String) {
        let bytes = Array((words + "\n").utf8)
        _ = write(line, bytes, bytes.count)
    }
}
