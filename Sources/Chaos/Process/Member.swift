import Foundation
import Glibc

/// A process of a run that is started again when it is gone: a daemon that works, or a caller.
package final class Member: Sendable {
    /// What it is.
    package enum Kind: Hashable, Sendable {
        /// `whistle work`.
        case worker
        /// `whistle-chaos caller`.
        case caller
    }

    /// What it is.
    package let kind: Kind
    /// Its name, which names its log and notes.
    package let name: String
    private let launch: @Sendable (Int) throws -> ChildProcess
    private let state: MemberState

    init(_ kind: Kind, name: String, launch: @escaping @Sendable (Int) throws -> ChildProcess) throws {
        self.kind = kind
        self.name = name
        self.launch = launch
        state = MemberState(process: try launch(0))
    }

    /// The process that runs now, or ran last.
    package var process: ChildProcess { state.process }

    /// How long it has been running.
    package var age: Duration { state.startedAt.duration(to: .now) }

    /// Waits until it hears a signal: who has only just been started is ended by it.
    package func hears(_ signal: Int32) async {
        let deadline = ContinuousClock.now + .seconds(20)
        while process.isRunning, !process.handles(signal), ContinuousClock.now < deadline {
            try? await Task.sleep(for: .milliseconds(20))
        }
        // It is no longer ended by it; a moment later it listens.
        while age < .seconds(1), process.isRunning { try? await Task.sleep(for: .milliseconds(20)) }
    }

    /// Starts it again.
    package func restart() throws {
        state.replace(by: try launch(state.generation + 1))
    }

    /// Kills it, waits until it is gone, and starts it again.
    package func killAndRestart() async throws {
        process.send(SIGKILL)
        _ = await process.end(within: .seconds(10))
        try restart()
    }
}
