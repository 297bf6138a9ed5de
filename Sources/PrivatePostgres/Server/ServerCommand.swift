import Foundation
import Glibc
import Spawning

/// A program run to its end, in `/`, with an environment that nobody's `PG…` variables reach.
enum ServerCommand {
    struct Outcome {
        let status: Int32
        let output: String
    }

    static func run(_ arguments: [String]) throws(PrivateClusterError) -> Outcome {
        let channel = try channel()
        let process: pid_t
        do {
            defer { close(channel.writing) }
            process = try spawn(arguments, output: .descriptor(channel.writing))
        } catch {
            close(channel.reading)
            throw error
        }
        let output = readAll(channel.reading)
        close(channel.reading)
        return Outcome(status: wait(for: process), output: output)
    }

    /// Starts a program in a session of its own: Ctrl-C in the terminal is for this one, which then stops its server in order.
    static func spawn(
        _ arguments: [String],
        input: Spawn.Stream = .nothing,
        output: Spawn.Stream = .nothing
    ) throws(PrivateClusterError) -> pid_t {
        var variables = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("PG") }
        variables["LC_ALL"] = "C.UTF-8"
        var spawn = Spawn(arguments, environment: variables)
        // The server's user may not be allowed in our working folder.
        spawn.folder = "/"
        spawn.isApart = true
        (spawn.input, spawn.output) = (input, output)
        do throws(SpawnFailure) {
            return try spawn.start()
        } catch {
            throw PrivateClusterError(.binaryMissing, "\(error)")
        }
    }

    static func channel() throws(PrivateClusterError) -> Channel {
        do throws(SpawnFailure) {
            return try Channel()
        } catch {
            throw PrivateClusterError(.start, "no channel to a child process: \(error)")
        }
    }

    static func lastError() -> String {
        String(cString: strerror(errno))
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
