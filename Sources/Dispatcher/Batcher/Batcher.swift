package import Logging
package import PGStore
package import Postgres
import ServiceLifecycle
import Synchronization
import Workflow

/// Where commands of any number of callers meet and share transactions.
///
/// A lane takes what is waiting for one district the moment it is free, so one caller waits for nobody and a thousand share
/// one COMMIT. It takes its share of what is under way, not all: while PostgreSQL writes for one lane, another decides. What
/// comes while more than a few of a district are carried out gathers until it is a share, or they are done. `run()` holds the
/// lanes; stopping it gracefully refuses new commands and finishes those that wait.
package final class Batcher: Service {
    /// How much may wait, and how it is carried out.
    package struct Limits: Sendable {
        /// Transactions at the same time, each on a connection of its own: one decides, one writes, one is made durable.
        package var lanes = 3
        /// Commands in one transaction at the most.
        package var batch = 512
        /// So few commands are not shared out between lanes: a transaction for each would cost more than it saves.
        ///
        /// Fewer wait for more to come while the district's others are carried out.
        package var share = 32
        /// So few commands are decided where the answers of the server come in: changing threads would cost more.
        ///
        /// Nothing gathers behind so few that are carried out.
        package var few = 4
        /// Nothing gathers behind a batch that was taken longer ago: it may hang on a ticket that is held.
        package var gathering = Duration.milliseconds(50)
        /// Between two looks whether a ticket that somebody holds is free again.
        package var looking = Duration.milliseconds(200)
        /// Commands that may wait; more are refused as `busy`.
        package var queue = 20_000
        /// How long a caller waits where it does not say.
        package var patience = Duration.seconds(10)
        /// A write is given up by the client after this.
        package var write = Duration.seconds(5)

        /// The usual limits.
        package init() {}
    }

    fileprivate struct State {
        var queue: BatchQueue
        var callers: [UInt64: CheckedContinuation<BatchDecision.Answer, Never>] = [:]
        /// Lanes with nothing to do.
        var idle: [CheckedContinuation<Void, Never>] = []
        /// Lanes that were woken and have not taken anything yet.
        var woken = 0
        var lastID: UInt64 = 0
        /// Whether what waits is not to be carried out any more.
        var isCancelled = false
    }

    /// What a lane does next.
    fileprivate enum Work {
        case batch(BatchQueue.Batch)
        case look(BatchQueue.Look)
    }

    /// Who looks at batches.
    ///
    /// A closure in a `Mutex` by itself would be wrapped anew each time that it is read, and never unwrapped.
    private struct Watcher: Sendable {
        let look: @Sendable (Int, Duration) -> Void
    }

    let limits: Limits
    let writer: BatchWriter
    private let sealer: ContactSealer
    private let reactor: ReactorTasks
    private let state: Mutex<State>
    private let watcher = Mutex<Watcher?>(nil)

    package init(
        pool: Pool,
        configurations: Configurations,
        hints: Hints,
        limits: Limits = Limits(),
        keys: KeyRing? = nil,
        logger: Logger
    ) {
        self.limits = limits
        reactor = ReactorTasks(pool.reactor)
        writer = BatchWriter(
            pool: pool,
            configurations: configurations,
            hints: hints,
            limits: limits,
            keys: keys,
            logger: logger
        )
        sealer = ContactSealer(keys: keys, ids: TicketIDDesk(pool: pool, spares: writer.spares))
        state = Mutex(State(queue: BatchQueue(limits)))
    }

    /// Carries a command out and waits for its COMMIT.
    ///
    /// - Parameters:
    ///   - submission: the command.
    ///   - patience: how long to wait; nil: as the limits say.
    /// - Returns: the ticket and the number of its event.
    /// - Throws: `DispatchError`. Only `deadlineExceeded(isOutcomeUnknown: true)` leaves open what happened.
    package func submit(
        _ submission: Submission,
        patience: Duration? = nil
    ) async throws(DispatchError) -> Receipt {
        let now = ContinuousClock.now
        let deadline = now + (patience ?? limits.patience)
        // A server that crashed gives ids a second time: whoever bears one that is taken meanwhile takes another.
        for _ in 0..<Self.ids {
            do throws(DispatchError) {
                return try await submit(submission, now, deadline)
            } catch .idTaken {
                continue
            }
        }
        return try await submit(submission, now, deadline)
    }

    /// So many ids are tried before the last one.
    private static let ids = 15

    private func submit(
        _ submission: Submission,
        _ now: ContinuousClock.Instant,
        _ deadline: ContinuousClock.Instant
    ) async throws(DispatchError) -> Receipt {
        // Here, by the caller's own task: lanes are the engine's narrowest place.
        let submission = try await sealer.sealed(submission, until: deadline)
        let answer = await withCheckedContinuation { caller in
            let action = state.withLock { $0.admit(submission, now, deadline, caller, limits) }
            perform(action, for: caller)
        }
        return try answer.get()
    }

    /// Runs the lanes until graceful shutdown, then finishes what waits; cancelled, it finishes nothing.
    package func run() async throws {
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await withTaskGroup(of: Void.self) { group in
                    for _ in 0..<limits.lanes {
                        group.addTask(executorPreference: self.reactor) { await self.runLane() }
                    }
                    group.addTask { await self.keepTime() }
                    for _ in 0..<limits.lanes { await group.next() }
                    group.cancelAll()
                }
            } onGracefulShutdown: {
                self.stop()
            }
        } onCancel: {
            self.stop(isCancelled: true)
        }
        for waiting in state.withLock({ $0.queue.removeAll() }) { refuse(waiting) }
    }

    /// Has somebody look at batches as lanes take them: how many commands, and how long the first of them waited.
    ///
    /// - Parameter watcher: called by the lanes: it must only note and return.
    package func watch(_ watcher: @escaping @Sendable (_ commands: Int, _ waited: Duration) -> Void) {
        self.watcher.withLock { $0 = Watcher(look: watcher) }
    }

    /// How many commands wait for a lane, or for a ticket that somebody holds.
    package var backlog: Int { state.withLock { $0.queue.count } }

    /// How many of them wait for a ticket.
    var aside: Int { state.withLock { $0.queue.aside } }

    /// Refuses new commands; lanes end when nothing waits any more.
    package func stop() { stop(isCancelled: false) }

    private func stop(isCancelled: Bool) {
        let idle = state.withLock { state in
            state.queue.isStopping = true
            state.isCancelled = state.isCancelled || isCancelled
            return state.takeIdle()
        }
        for lane in idle { lane.resume() }
    }
}

extension Batcher {
    // MARK: - Waiting

    fileprivate enum Admission {
        case waits
        case wakes(CheckedContinuation<Void, Never>)
        case refused(DispatchError)
    }

    private func perform(_ action: Admission, for caller: CheckedContinuation<BatchDecision.Answer, Never>) {
        switch action {
        case .waits: break
        case .wakes(let lane): lane.resume()
        case .refused(let error): caller.resume(returning: .failure(error))
        }
    }

    private func answer(_ waiting: BatchQueue.Waiting, _ answer: BatchDecision.Answer) {
        // Whoever answers first is right: the deadline and a lane may both try.
        let caller = state.withLock { $0.callers.removeValue(forKey: waiting.id) }
        caller?.resume(returning: answer)
    }

    private func refuse(_ waiting: BatchQueue.Waiting) {
        answer(waiting, .failure(waiting.isUnknown ? waiting.ends : .stopping))
    }

    /// Tells those who waited too long so, also while every lane hangs in the database; where one hangs, another takes what
    /// gathered behind it; and where a ticket is held, one looks whether it still is.
    private func keepTime() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(250))
            let (expired, lanes) = state.withLock { state in
                let now = ContinuousClock.now
                let expired = state.queue.count == 0 ? [] : state.queue.expired(at: now)
                let lanes = state.isEnding ? state.takeIdle() : [state.wakeForRest(now)].compactMap { $0 }
                return (expired, lanes)
            }
            for lane in lanes { lane.resume() }
            for waiting in expired { answer(waiting, .failure(waiting.ends)) }
        }
    }
}

extension Batcher {
    // MARK: - Lanes

    private func runLane() async {
        while let work = await nextWork() {
            switch work {
            case .look(let look): await self.look(look)
            case .batch(let batch) where batch.commands.count <= limits.few: await carryOut(batch)
            case .batch(let batch):
                await withTaskExecutorPreference(globalConcurrentExecutor) { await carryOut(batch) }
            }
        }
    }

    private func look(_ look: BatchQueue.Look) async {
        // What cannot be looked at is taken to be held still.
        let held = await writer.held(look) ?? look.tickets
        state.withLock { $0.queue.looked(look, held: held, at: .now) }
    }

    private func carryOut(_ batch: BatchQueue.Batch) async {
        await tryOut(batch.commands)
        state.withLock { $0.queue.carriedOut(batch) }
        // Whoever was answered and comes again at once is to be in the next batch, not to wait for it.
        if batch.commands.count > 1 { await Task.yield() }
    }

    private func tryOut(_ batch: [BatchQueue.Waiting]) async {
        guard !Task.isCancelled else { return batch.forEach(refuse) }
        let now = ContinuousClock.now
        if let watcher = watcher.withLock({ $0 }) { watcher.look(batch.count, now - (batch.map(\.since).min() ?? now)) }
        for waiting in batch where waiting.deadline <= now {
            answer(waiting, .failure(waiting.ends))
        }
        let live = batch.filter { $0.deadline > now }
        guard !live.isEmpty else { return }
        let audience = BatchWriter.Audience {
            self.answer($0, $1)
        } putAside: { commands, tickets in
            self.state.withLock { $0.queue.putAside(commands, tickets, at: .now) }
        }
        await writer.carryOut(live, audience)
    }

    /// What is to be done next; nil when the lane is to end.
    private func nextWork() async -> Work? {
        var isWoken = false
        while true {
            let now = ContinuousClock.now
            let (work, other, isEnding) = state.withLock { state in
                if isWoken { state.woken -= 1 }
                let work = state.takeWork(now)
                return (work, state.wakeForRest(now), state.isEnding)
            }
            other?.resume()
            if let work { return work }
            guard !isEnding else { return nil }
            await withCheckedContinuation { lane in
                let isNeeded = state.withLock { state in
                    let isNeeded = state.queue.isDue(at: .now) || state.isEnding
                    if isNeeded { state.woken += 1 } else { state.idle.append(lane) }
                    return isNeeded
                }
                if isNeeded { lane.resume() }
            }
            isWoken = true
        }
    }
}

extension Batcher.State {
    /// Whether lanes with nothing to do are to end.
    fileprivate var isEnding: Bool { queue.isStopping && (isCancelled || queue.count == 0) }

    fileprivate mutating func takeWork(_ now: ContinuousClock.Instant) -> Batcher.Work? {
        if let look = queue.look(at: now) { return .look(look) }
        return queue.next(at: now).map { .batch($0) }
    }

    fileprivate mutating func admit(
        _ submission: Submission,
        _ now: ContinuousClock.Instant,
        _ deadline: ContinuousClock.Instant,
        _ caller: CheckedContinuation<BatchDecision.Answer, Never>,
        _ limits: Batcher.Limits
    ) -> Batcher.Admission {
        guard !queue.isStopping else { return .refused(.stopping) }
        lastID += 1
        let waiting = BatchQueue.Waiting(id: lastID, submission: submission, since: now, deadline: deadline)
        guard queue.append(waiting) else { return .refused(.busy) }
        callers[lastID] = caller
        // Each woken lane will take a share: another is woken for what is beyond.
        guard queue.queued > woken * limits.share, queue.isDue(submission.district, at: now),
            let lane = wakeForRest(now)
        else { return .waits }
        return .wakes(lane)
    }

    /// An idle lane for what may be taken; another district's, for instance.
    fileprivate mutating func wakeForRest(_ now: ContinuousClock.Instant) -> CheckedContinuation<Void, Never>? {
        guard !idle.isEmpty, queue.isDue(at: now), let lane = idle.popLast() else { return nil }
        woken += 1
        return lane
    }

    fileprivate mutating func takeIdle() -> [CheckedContinuation<Void, Never>] {
        defer { idle = [] }
        woken += idle.count
        return idle
    }
}
