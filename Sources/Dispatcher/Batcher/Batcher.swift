package import Logging
import PGStore
package import Postgres
import ServiceLifecycle
import Synchronization
import Workflow

/// Where commands of any number of callers meet and share transactions.
///
/// A lane takes what is waiting for one district the moment it is free: no timer, so one caller waits for nobody
/// and a thousand share one COMMIT. `run()` holds the lanes; stopping it gracefully refuses new commands and
/// finishes those that wait.
package final class Batcher: Service {
    /// How much may wait, and how it is carried out.
    package struct Limits: Sendable {
        /// Transactions at the same time, each on a connection of its own.
        package var lanes = 2
        /// Commands in one transaction at the most.
        package var batch = 512
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
        var idle: [CheckedContinuation<[BatchQueue.Waiting], Never>] = []
        var lastID: UInt64 = 0
        var isStopping = false
    }

    let limits: Limits
    let writer: BatchWriter
    private let state: Mutex<State>

    package init(
        pool: Pool,
        configurations: Configurations,
        hints: Hints,
        limits: Limits = Limits(),
        logger: Logger
    ) {
        self.limits = limits
        writer = BatchWriter(pool: pool, configurations: configurations, hints: hints, limits: limits, logger: logger)
        state = Mutex(State(queue: BatchQueue(capacity: limits.queue)))
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
        let deadline = ContinuousClock.now + (patience ?? limits.patience)
        let answer = await withCheckedContinuation { caller in
            let action = state.withLock { $0.admit(submission, deadline, caller) }
            perform(action, for: caller)
        }
        return try answer.get()
    }

    /// Runs the lanes until graceful shutdown, then finishes what waits; cancelled, it finishes nothing.
    package func run() async throws {
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await withTaskGroup(of: Void.self) { group in
                    for _ in 0..<limits.lanes { group.addTask { await self.runLane() } }
                    group.addTask { await self.expireWaiting() }
                    for _ in 0..<limits.lanes { await group.next() }
                    group.cancelAll()
                }
            } onGracefulShutdown: {
                self.stop()
            }
        } onCancel: {
            self.stop()
        }
        for waiting in state.withLock({ $0.queue.removeAll() }) { answer(waiting, .failure(.stopping)) }
    }

    /// How many commands wait for a lane.
    package var backlog: Int { state.withLock { $0.queue.count } }

    /// Refuses new commands; lanes end when nothing waits any more.
    package func stop() {
        let idle = state.withLock { state in
            state.isStopping = true
            return state.takeIdle()
        }
        for lane in idle { lane.resume(returning: []) }
    }
}

extension Batcher {
    // MARK: - Waiting

    fileprivate enum Admission {
        case waits
        case starts(CheckedContinuation<[BatchQueue.Waiting], Never>, [BatchQueue.Waiting])
        case refused(DispatchError)
    }

    private func perform(_ action: Admission, for caller: CheckedContinuation<BatchDecision.Answer, Never>) {
        switch action {
        case .waits: break
        case .starts(let lane, let batch): lane.resume(returning: batch)
        case .refused(let error): caller.resume(returning: .failure(error))
        }
    }

    private func answer(_ waiting: BatchQueue.Waiting, _ answer: BatchDecision.Answer) {
        // Whoever answers first is right: the deadline and a lane may both try.
        let caller = state.withLock { $0.callers.removeValue(forKey: waiting.id) }
        caller?.resume(returning: answer)
    }

    /// Tells those who waited too long that nothing was done, also while every lane hangs in the database.
    private func expireWaiting() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(250))
            let expired = state.withLock { $0.queue.count == 0 ? [] : $0.queue.expired(at: .now) }
            for waiting in expired { answer(waiting, .failure(.deadlineExceeded(isOutcomeUnknown: false))) }
        }
    }
}

extension Batcher {
    // MARK: - Lanes

    private func runLane() async {
        while true {
            let batch = await nextBatch()
            guard !batch.isEmpty else { return }
            guard !Task.isCancelled else {
                for waiting in batch { answer(waiting, .failure(.stopping)) }
                continue
            }
            let now = ContinuousClock.now
            for waiting in batch where waiting.deadline <= now {
                answer(waiting, .failure(.deadlineExceeded(isOutcomeUnknown: false)))
            }
            let live = batch.filter { $0.deadline > now }
            guard !live.isEmpty else { continue }
            await writer.carryOut(live) { waiting, answer in self.answer(waiting, answer) }
        }
    }

    /// The next batch; empty when the lane is to end.
    private func nextBatch() async -> [BatchQueue.Waiting] {
        await withCheckedContinuation { lane in
            let batch: [BatchQueue.Waiting]? = state.withLock { state in
                let batch = state.queue.next(most: limits.batch)
                guard batch.isEmpty, !state.isStopping else { return batch }
                state.idle.append(lane)
                return nil
            }
            if let batch { lane.resume(returning: batch) }
        }
    }
}

extension Batcher.State {
    fileprivate mutating func admit(
        _ submission: Submission,
        _ deadline: ContinuousClock.Instant,
        _ caller: CheckedContinuation<BatchDecision.Answer, Never>
    ) -> Batcher.Admission {
        guard !isStopping else { return .refused(.stopping) }
        lastID += 1
        let waiting = BatchQueue.Waiting(id: lastID, submission: submission, deadline: deadline)
        if let lane = idle.popLast() {
            callers[lastID] = caller
            return .starts(lane, [waiting])
        }
        guard queue.append(waiting) else { return .refused(.busy) }
        callers[lastID] = caller
        return .waits
    }

    fileprivate mutating func takeIdle() -> [CheckedContinuation<[BatchQueue.Waiting], Never>] {
        defer { idle = [] }
        return idle
    }
}
