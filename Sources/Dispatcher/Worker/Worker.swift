package import Logging
import PGStore
import Postgres
import ServiceLifecycle
import Synchronization
import Workflow

/// The daemon that fires timers: one task a district, any number of workers beside each other.
package final class Worker: Service {
    /// How it works.
    package struct Settings: Sendable {
        /// Timers in one transaction at the most.
        package var batch = 500
        /// How long it sleeps at the most with nothing due.
        package var idle = Duration.seconds(30)
        /// How often it counts what lies behind its low watermark.
        package var sweep = Duration.seconds(60)
        /// How often it looks for new districts.
        package var discovery = Duration.seconds(30)

        /// The usual settings.
        package init() {}
    }

    private struct State {
        var districts: [DistrictID: DistrictWorker] = [:]
        var isStopping = false
    }

    private let engine: Engine
    private let settings: Settings
    private let state = Mutex(State())
    private let alarm = Alarm()
    private let logger: Logger

    package init(engine: Engine, settings: Settings = Settings(), logger: Logger) {
        self.engine = engine
        self.settings = settings
        self.logger = logger
    }

    /// Works until graceful shutdown: no new claims then, what is claimed is finished.
    package func run() async throws {
        let listener = engine.hints.listen { district, timer in
            self.state.withLock { $0.districts[district] }?.hint(timer)
        }
        defer { engine.hints.forget(listener) }
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                while !state.withLock({ $0.isStopping }), !Task.isCancelled {
                    for worker in await newDistricts() { group.addTask { await worker.run() } }
                    await alarm.sleep(atMost: settings.discovery)
                }
            }
        } onGracefulShutdown: {
            self.stop()
        }
    }

    /// Looks for new districts now instead of at the next turn.
    package func discover() {
        alarm.ring()
    }

    private func stop() {
        let workers = state.withLock { state in
            state.isStopping = true
            return Array(state.districts.values)
        }
        for worker in workers { worker.stop() }
        alarm.ring()
    }

    /// Workers for districts that have none yet.
    ///
    /// A district whose time is given gets its own when handed over.
    private func newDistricts() async -> [DistrictWorker] {
        do {
            let live = try await engine.districts().filter { !$0.isGiven }.map(\.id)
            return state.withLock { state in
                guard !state.isStopping else { return [] }
                return live.compactMap { district in
                    guard state.districts[district] == nil else { return nil }
                    let firing = TimerFiring(
                        district: district,
                        pool: engine.pool,
                        configurations: engine.configurations,
                        hints: engine.hints,
                        logger: logger
                    )
                    let worker = DistrictWorker(firing: firing, settings: settings)
                    state.districts[district] = worker
                    return worker
                }
            }
        } catch {
            logger.warning("districts cannot be read", metadata: ["why": "\(error)"])
            return []
        }
    }
}
