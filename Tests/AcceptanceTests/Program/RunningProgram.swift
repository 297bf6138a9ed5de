import Foundation
import Glibc
import Synchronization
import TestSupport

/// A program that runs.
final class RunningProgram: Sendable {
    /// Its number.
    let id: pid_t
    private let outputFile: URL
    private let errorsFile: URL
    /// Its exit code once it has ended, and was waited for: until then its number is nobody else's.
    private let status = Mutex<Int32?>(nil)

    init(id: pid_t, outputFile: URL, errorsFile: URL) {
        self.id = id
        self.outputFile = outputFile
        self.errorsFile = errorsFile
    }

    /// Whether it still runs.
    var isRunning: Bool { status.withLock { look(&$0) == nil } }
    /// What it wrote to standard output so far.
    var output: String { Self.text(outputFile) }
    /// What it wrote to standard error so far.
    var errors: String { Self.text(errorsFile) }

    /// Sends a signal to this process alone.
    func send(_ signal: Int32) {
        status.withLock { status in
            guard look(&status) == nil else { return }
            kill(id, signal)
        }
    }

    /// Waits until a text stands on standard error; a program that ends meanwhile never says it.
    func says(_ text: String) async throws {
        try await eventually("“\(text)”", within: .seconds(240)) {
            let wasRunning = isRunning
            if errors.contains(text) { return true }
            guard wasRunning else { throw NeverSaid(text: text, outcome: outcome) }
            return false
        }
    }

    /// Waits until it ends; gives up after a long time, since a busy machine is no fault.
    func end(within patience: Duration = .seconds(240)) async throws -> Outcome {
        try await eventually("the end of the program", within: patience) { !isRunning }
        return outcome
    }

    /// Ends it at once, as the last resort.
    func killIfRunning() {
        send(SIGKILL)
        for _ in 0..<500 where isRunning { usleep(10_000) }
    }

    /// A program that ended without saying what was waited for.
    struct NeverSaid: Error, CustomStringConvertible {
        let text: String
        let outcome: Outcome

        var description: String { "ended without “\(text)”: \(outcome)" }
    }

    private var outcome: Outcome {
        Outcome(status: status.withLock { look(&$0) } ?? .min, output: output, errors: errors)
    }

    /// Looks whether it has ended; a signal's number counts below zero.
    private func look(_ status: inout Int32?) -> Int32? {
        var word: Int32 = 0
        guard status == nil, waitpid(id, &word, WNOHANG) == id else { return status }
        let signal = word & 0x7F
        status = signal == 0 ? (word >> 8) & 0xFF : -signal
        return status
    }

    private static func text(_ file: URL) -> String {
        String(decoding: (try? Data(contentsOf: file)) ?? Data(), as: UTF8.self)
    }
}
