import Foundation
import Glibc

/// A program run to its end, in `/`, with an environment that nobody's `PG…` variables reach.
enum ServerCommand {
    struct Outcome {
        let status: Int32
        let output: String
    }

    static func run(_ arguments: [String]) throws(PrivateClusterError) -> Outcome {
        let ends = try channel()
        let process: pid_t
        do {
            defer { close(ends.theirs) }
            process = try spawn(arguments, input: nil, output: ends.theirs)
        } catch {
            close(ends.ours)
            throw error
        }
        let output = readAll(ends.ours)
        close(ends.ours)
        return Outcome(status: wait(for: process), output: output)
    }

    /// Starts a program with the given descriptors as standard input and output; nil is `/dev/null`.
    static func spawn(_ arguments: [String], input: Int32?, output: Int32?) throws(PrivateClusterError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        if let output {
            posix_spawn_file_actions_adddup2(&actions, output, 1)
        } else {
            posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        }
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A session of its own: Ctrl-C in the terminal is for the program, which then stops its server in order.
        let newSession: Int16 = 0x80  // POSIX_SPAWN_SETSID, which Glibc's module does not export
        posix_spawnattr_setflags(&attributes, newSession)
        // Nor does it export addchdir_np. The server's user may not be allowed in our working folder, so: `/`.
        let shell = "/bin/sh"
        let words = ([shell, "-c", #"cd / && exec "$@""#, "sh"] + arguments).map { strdup($0) } + [nil]
        let variables = environment().map { strdup($0) } + [nil]
        defer {
            words.forEach { free($0) }
            variables.forEach { free($0) }
        }
        var process: pid_t = 0
        let code = posix_spawn(&process, shell, &actions, &attributes, words, variables)
        guard code == 0 else {
            throw PrivateClusterError(.binaryMissing, "\(shell) cannot be run: \(String(cString: strerror(code)))")
        }
        return process
    }

    /// Two connected descriptors that no other child inherits: a pipe cannot be made so without `pipe2`, which
    /// Glibc's module does not export, and a child that inherits an end would keep the reader waiting.
    static func channel() throws(PrivateClusterError) -> (ours: Int32, theirs: Int32) {
        var ends: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else {
            throw PrivateClusterError(.start, "no channel to a child process: \(lastError())")
        }
        return (ends[0], ends[1])
    }

    static func lastError() -> String {
        String(cString: strerror(errno))
    }

    private static func environment() -> [String] {
        var variables = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("PG") }
        variables["LC_ALL"] = "C.UTF-8"
        return variables.map { "\($0.key)=\($0.value)" }
    }

    private static func readAll(_ descriptor: Int32) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count > 0 {
                bytes += buffer[..<count]
            } else if count == 0 || errno != EINTR {
                return String(decoding: bytes, as: UTF8.self)
            }
        }
    }

    private static func wait(for process: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { return -1 }
        }
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }
}
