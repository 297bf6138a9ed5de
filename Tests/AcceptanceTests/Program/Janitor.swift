import Foundation
import Glibc
import Spawning

/// Ends a program and clears its workplace when this process is gone, however it ended.
///
/// A small shell that reads from a channel whose other end only this process holds; the kernel closes that end.
final class Janitor: Sendable {
    private let shell: RunningProgram
    private let line: Int32

    /// Engages one.
    init(of program: RunningProgram, in workplace: Workplace) throws {
        let channel = try Channel()
        defer { close(channel.reading) }
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
        var spawn = Spawn(command, environment: ["PATH": "/usr/bin:/bin"])
        (spawn.input, spawn.folder) = (.descriptor(channel.reading), "/")
        (spawn.isApart, spawn.hasFreshSignals) = (true, true)
        let id = try spawn.start()
        let nothing = URL(filePath: "/dev/null")
        shell = RunningProgram(id: id, outputFile: nothing, errorsFile: nothing)
        line = channel.writing
    }

    /// Sends it home: the test has cleared up itself.
    func dismiss() {
        _ = write(line, "done\n", 5)
        close(line)
        for _ in 0..<500 where shell.isRunning { usleep(10_000) }
    }
}
