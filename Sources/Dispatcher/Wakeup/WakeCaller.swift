import Logging
import PGStore
import Postgres
import ServiceLifecycle
import Synchronization
import Workflow

/// Tells other processes what this one wrote: after the commit, one call for all of the last 10 ms.
///
/// A NOTIFY inside a business transaction would make all commits wait for each other. A call that fails is not
/// repeated: who sleeps looks by itself within half a minute.
final class WakeCaller: Service {
    private struct State {
        var writes: [DistrictID: Hints.Write] = [:]
        var isStopping = false
    }

    private let pool: Pool
    private let hints: Hints
    private let name: String
    private let pause: Duration
    private let logger: Logger
    private let state = Mutex(State())
    private let alarm = Alarm()

    /// Makes a caller.
    ///
    /// - Parameters:
    ///   - pool: connections to the database.
    ///   - hints: where this process says what it wrote.
    ///   - name: this process's own word.
    ///   - pause: how long it keeps still after a call.
    ///   - logger: for calls that failed.
    init(pool: Pool, hints: Hints, name: String, pause: Duration = .milliseconds(10), logger: Logger) {
        self.pool = pool
        self.hints = hints
        self.name = name
        self.pause = pause
        self.logger = logger
    }

    /// Calls until graceful shutdown; what was written before it is still told.
    func run() async throws {
        let listener = hints.listen { hint in
            guard case .wrote(let write) = hint else { return }
            let isFirst = self.state.withLock { state in
                state.writes[write.district, default: write].merge(write)
                return state.writes.count == 1
            }
            if isFirst { self.alarm.ring() }
        }
        defer { hints.forget(listener) }
        await withGracefulShutdownHandler {
            while !Task.isCancelled {
                let (writes, isStopping) = state.withLock { state in
                    let some = state.writes.values.prefix(WakeCall.capacity)
                    for write in some { state.writes[write.district] = nil }
                    return (Array(some), state.isStopping)
                }
                guard !writes.isEmpty else {
                    if isStopping { return }
                    await alarm.sleep(atMost: .seconds(3_600))
                    continue
                }
                await call(writes)
                if !isStopping { try? await Task.sleep(for: pause) }
            }
        } onGracefulShutdown: {
            self.state.withLock { $0.isStopping = true }
            self.alarm.ring()
        }
    }

    private func call(_ writes: [Hints.Write]) async {
        let text = WakeCall(caller: name, writes: writes).text
        do {
            _ = try await pool.query(WakeQueries.call(WakeCall.channel, text), deadline: .now + .seconds(5))
        } catch {
            logger.debug("others were not called", metadata: ["why": "\(error)"])
        }
    }
}
