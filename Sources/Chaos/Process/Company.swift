import Foundation
import Glibc

/// All processes of a scenario.
package struct Company: Sendable {
    /// The daemons.
    package let workers: [Member]
    /// The callers.
    package let callers: [Member]

    /// Everybody.
    package var all: [Member] { workers + callers }

    /// Ends the callers: each finds out what became of all that it sent.
    ///
    /// - Returns: what went wrong: those that did not come to an end in time, or failed.
    package func finishCallers(within time: Duration) async -> [String] {
        for caller in callers {
            await caller.hears(SIGUSR1)
            caller.process.send(SIGUSR1)
        }
        return await ended(callers, within: time)
    }

    /// Stops the daemons in order.
    ///
    /// - Returns: what went wrong: those that took longer than ten seconds, or failed.
    package func stopWorkers() async -> [String] {
        for worker in workers {
            await worker.hears(SIGTERM)
            worker.process.send(SIGTERM)
        }
        return await ended(workers, within: .seconds(10))
    }

    /// Kills everybody: where a scenario breaks off.
    package func kill() async {
        for member in all { member.process.send(SIGKILL) }
        for member in all { _ = await member.process.end(within: .seconds(10)) }
    }

    private func ended(_ members: [Member], within time: Duration) async -> [String] {
        var wrong: [String] = []
        let deadline = ContinuousClock.now + time
        for member in members {
            let status = await member.process.end(within: ContinuousClock.now.duration(to: deadline))
            guard status != 0 else { continue }
            wrong.append("\(member.name) " + (status.map { "ended with \($0)" } ?? "did not end in \(time)"))
        }
        return wrong
    }
}
