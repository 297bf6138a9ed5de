import Foundation
import Glibc

/// Ends a program and clears its workplace when this process is gone, however it ended.
///
/// A small shell that reads from a channel whose other end only this process holds; the kernel closes that end.
final class Janitor: Sendable {
    private let shell: RunningProgram
    private let line: Int32

    /// Engages one.
    init(of program: RunningProgram, in workplace: Workplace) throws {
        var ends: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw Spawn.Failed(reason: "no channel") }
        defer { close(ends[1]) }
        let script = #"""
            trap "" INT TERM HUP
            read -r word && exit
            kill -TERM "$1"
            for _ in $(seq 60); do [ -d "/proc/$1" ] || break; sleep 1; done
            [ -d "/proc/$1" ] && kill -KILL "$1"
            server=$(head -n 1 "$2/postgres/data/postmaster.pid" 2>/dev/null) && kill -QUIT "$server" && sleep 3
            rm -rf "$3"
            """#
        let variables = workplace.folder.appending(path: "var").path
        let command = ["/bin/sh", "-c", script, "sh", String(program.id), variables, workplace.root.path]
        let id = try Spawn.start(
            command,
            folder: "/",
            environment: ["PATH": "/usr/bin:/bin"],
            Spawn.Streams(inputDescriptor: ends[1])
        )
        let nothing = URL(filePath: "/dev/null")
        shell = RunningProgram(id: id, outputFile: nothing, errorsFile: nothing)
        line = ends[0]
    }

    /// Sends it home: the test has cleared up itself.
    func dismiss() {
        _ = write(line, "done\n", 5)
        close(line)
        for _ in 0..<500 where shell.isRunning { usleep(10_000) }
    }
}
