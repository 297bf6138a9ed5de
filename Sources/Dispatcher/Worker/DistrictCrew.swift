package import Logging
import ServiceLifecycle
import Synchronization
package import Workflow

/// In which districts a daemon works.
package struct DistrictChoice: Sendable {
    /// These; nil: all.
    let only: Set<DistrictID>?
    /// Whether those whose time is given are among them.
    let takesGiven: Bool
    /// How often to look for new ones.
    let discovery: Duration

    /// Chooses districts.
    ///
    /// - Parameters:
    ///   - only: these; nil: all.
    ///   - takesGiven: whether those whose time is given are among them.
    ///   - discovery: how often to look for new ones.
    package init(only: Set<DistrictID>?, takesGiven: Bool = false, discovery: Duration = .seconds(30)) {
        self.only = only
        self.takesGiven = takesGiven
        self.discovery = discovery
    }

    func takes(_ district: DistrictID, isGiven: Bool) -> Bool {
        (takesGiven || !isGiven) && only?.contains(district) ?? true
    }
}

/// One loop for each district, and an eye on new districts: the common part of worker, deliverer and search filler.
package final class DistrictCrew<Duty: DistrictDuty>: Sendable {
    private struct State {
        var loops: [DistrictID: DistrictLoop<Duty>] = [:]
        /// Districts that are known and not worked in.
        var others: Set<DistrictID> = []
        var isStopping = false
    }

    private let engine: Engine
    private let choice: DistrictChoice
    private let logger: Logger
    private let duty: @Sendable (DistrictID) -> Duty
    private let state = Mutex(State())
    private let alarm = Alarm()

    /// Makes a crew.
    ///
    /// - Parameters:
    ///   - engine: whose districts, pool and hints.
    ///   - districts: where it works.
    ///   - logger: where it logs.
    ///   - duty: what is done in a district.
    package init(
        engine: Engine,
        districts: DistrictChoice,
        logger: Logger,
        duty: @escaping @Sendable (DistrictID) -> Duty
    ) {
        self.engine = engine
        choice = districts
        self.logger = logger
        self.duty = duty
    }

    /// Works until graceful shutdown: no new claims then, what is claimed is finished.
    package func run() async {
        let listener = engine.hints.listen { self.hint($0) }
        defer { engine.hints.forget(listener) }
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                while !state.withLock({ $0.isStopping }), !Task.isCancelled {
                    for loop in await newLoops() { group.addTask { await loop.run() } }
                    await alarm.sleep(atMost: choice.discovery)
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

    private func hint(_ hint: Hints.Hint) {
        switch hint {
        case .wrote(let write), .heard(let write):
            let (loop, isKnown) = state.withLock { state in
                (state.loops[write.district], state.others.contains(write.district))
            }
            if let loop { loop.hint(write) } else if !isKnown || write.changesDistrict { alarm.ring() }
        case .missed:
            for loop in state.withLock({ Array($0.loops.values) }) { loop.look() }
            alarm.ring()
        }
    }

    private func stop() {
        let loops = state.withLock { state in
            state.isStopping = true
            return Array(state.loops.values)
        }
        for loop in loops { loop.stop() }
        alarm.ring()
    }

    /// Loops for districts that have none yet.
    ///
    /// A district whose time is given gets its own when handed over, unless those are worked in, too.
    private func newLoops() async -> [DistrictLoop<Duty>] {
        do {
            let all = try await engine.districts()
            let districts = all.filter { choice.takes($0.id, isGiven: $0.isGiven) }.map(\.id)
            return state.withLock { state in
                state.others = Set(all.map(\.id)).subtracting(districts)
                guard !state.isStopping else { return [] }
                return districts.compactMap { district in
                    guard state.loops[district] == nil else { return nil }
                    let loop = DistrictLoop(duty(district), logger: logger)
                    state.loops[district] = loop
                    return loop
                }
            }
        } catch {
            logger.warning("districts cannot be read", metadata: ["why": "\(error)"])
            return []
        }
    }
}
