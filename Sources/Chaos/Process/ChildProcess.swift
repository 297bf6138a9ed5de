import Foundation
import Glibc
import Spawning
import Synchronization

/// A process that this one started, and the only ones that it ever ends.
package final class ChildProcess: Sendable {
    /// Its number.
    package let id: Int32
    private let ended = Mutex<Int32?>(nil)

    private init(id: pid_t) {
        self.id = id
    }

    /// Starts a program in a session of its own, with no signal ignored or blocked.
    ///
    /// - Parameters:
    ///   - command: its path and arguments.
    ///   - environment: all of its environment; with an ``Undertaker``'s mark it does not outlive this process.
    ///   - input: a descriptor that becomes its standard input; nil: nothing to read.
    ///   - output: the file to which both of its outputs are appended.
    /// - Returns: the running process.
    /// - Throws: `ChaosError` where the program cannot be started.
    package static func start(
        _ command: [String],
        environment: [String: String],
        input: Int32? = nil,
        output: String = "/dev/null"
    ) throws -> ChildProcess {
        var spawn = Spawn(command, environment: environment)
        spawn.input = input.map { .descriptor($0) } ?? .nothing
        spawn.output = .file(output)
        spawn.isApart = true
        spawn.hasFreshSignals = true
        do throws(SpawnFailure) {
            return ChildProcess(id: try spawn.start())
        } catch {
            throw ChaosError("\(error)")
        }
    }
}

extension ChildProcess {
    /// Whether it runs; one that has ended is reaped.
    package var isRunning: Bool { status == nil }

    /// How it ended: its exit code, of one that a signal ended the signal's number below zero; nil while it runs.
    package var status: Int32? {
        ended.withLock { ended in
            if ended != nil { return ended }
            var status: Int32 = 0
            guard waitpid(id, &status, WNOHANG) == id else { return nil }
            let signal = status & 0x7F
            ended = signal == 0 ? (status >> 8) & 0xFF : -signal
            return ended
        }
    }

    /// Whether a signal would not simply end it: the kernel says which ones it blocks, ignores or catches.
    func handles(_ signal: Int32) -> Bool {
        let status = (try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)) ?? ""
        return status.split(separator: "\n").contains { line in
            guard ["SigBlk:", "SigIgn:", "SigCgt:"].contains(where: { line.hasPrefix($0) }),
                let mask = line.split(separator: "\t").last.flatMap({ UInt64($0, radix: 16) })
            else { return false }
            return mask >> UInt64(signal - 1) & 1 == 1
        }
    }

    /// Sends it a signal, if it still runs: its number may be another's later.
    package func send(_ signal: Int32) {
        ended.withLock { if $0 == nil { _ = kill(id, signal) } }
    }

    /// Waits until it has ended.
    ///
    /// - Parameter time: how long; then it is killed.
    /// - Returns: how it ended, and nil where it had to be killed.
    package func end(within time: Duration) async -> Int32? {
        let deadline = ContinuousClock.now + time
        while ContinuousClock.now < deadline {
            if let status { return status }
            try? await Task.sleep(for: .milliseconds(5))
        }
        send(SIGKILL)
        while isRunning { try? await Task.sleep(for: .milliseconds(2)) }
        return nil
    }
}
