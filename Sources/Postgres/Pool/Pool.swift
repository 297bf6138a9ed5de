package import Logging
import ServiceLifecycle
import Synchronization

/// A pool of connections: a service that must run for anybody to be served.
///
/// Single statements share connections in pipelines (``flight(_:deadline:)``, `query`); who needs a transaction or a
/// session takes a connection for itself (``withConnection(deadline:_:)``, `withTransaction`).
package final class Pool: Service {
    private struct Shared {
        var machine: PoolMachine
        var waiters: [PoolMachine.WaiterID: UnsafeContinuation<Result<PoolMachine.Grant, PostgresError>, Never>] = [:]
    }

    /// What the pool's connections are opened with.
    package let connection: ConnectionConfiguration
    /// The reactor that its connections live on.
    package let reactor: Reactor
    let logger: Logger
    private let configuration: PoolConfiguration
    private let shared: Mutex<Shared>
    private let work: AsyncStream<PoolMachine.Action>
    private let worker: AsyncStream<PoolMachine.Action>.Continuation

    /// Makes a pool, which opens nothing before it runs.
    ///
    /// - Parameters:
    ///   - connection: where to, and as whom.
    ///   - configuration: how many connections, and for how long.
    ///   - reactor: the reactor that the connections will live on.
    ///   - logger: for what happens to them.
    package init(
        _ connection: ConnectionConfiguration,
        configuration: PoolConfiguration = PoolConfiguration(),
        reactor: Reactor,
        logger: Logger = Logger(label: "postgres")
    ) {
        self.connection = connection
        self.configuration = configuration
        self.reactor = reactor
        self.logger = logger
        shared = Mutex(Shared(machine: PoolMachine(configuration, depth: connection.pipelineDepth)))
        (work, worker) = AsyncStream.makeStream()
    }

    /// How the pool stands.
    package struct Statistics: Sendable, Hashable {
        /// Open connections and those being opened.
        package let connections: Int
        /// Callers waiting for one.
        package let waiters: Int
    }

    /// How the pool stands now.
    package var statistics: Statistics {
        shared.withLock { Statistics(connections: $0.machine.slots.count, waiters: $0.machine.waiterCount) }
    }

    /// Opens, renews and closes connections until graceful shutdown, which waits for those in use, or cancellation,
    /// which does not.
    package func run() async throws {
        change { $0.ticked(now: .now, &$1) }
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                group.addTask { await self.keepTime() }
                for await action in work {
                    if case .finish = action {
                        break
                    }
                    group.addTask { await self.carryOut(action) }
                }
                abandon()
                group.cancelAll()
            }
        } onGracefulShutdown: {
            self.change { $0.shutDown(now: .now, &$1) }
        }
    }
}

// MARK: - Callers

extension Pool: QueryRunner {
    /// Sends statements together on a connection that others use at the same time.
    ///
    /// They are one transaction as they are, all or nothing; BEGIN, COMMIT and the like are refused, since a failure
    /// between them would reach the neighbours. So is nothing else that changes the session: do not.
    ///
    /// - Parameters:
    ///   - queries: the statements.
    ///   - deadline: when the caller stops waiting, for a connection or for the answer.
    /// - Returns: a result for each statement.
    /// - Throws: `PostgresError`.
    @discardableResult
    package func flight(
        _ queries: [Query],
        deadline: ContinuousClock.Instant? = nil
    ) async throws(PostgresError) -> [QueryResult] {
        if queries.contains(where: \.controlsTransaction) {
            throw PostgresError(.misuse, "a shared flight is a transaction by itself: take a connection for BEGIN")
        }
        for _ in 0..<3 {
            do throws(PostgresError) {
                return try await attempt(queries, deadline)
            } catch {
                // The connection broke before anything was sent: another one may take it.
                guard error.code == .connectionLost, !error.isOutcomeUnknown else { throw error }
            }
        }
        return try await attempt(queries, deadline)
    }

    private func attempt(
        _ queries: [Query],
        _ deadline: ContinuousClock.Instant?
    ) async throws(PostgresError) -> [QueryResult] {
        let grant = try await acquire(.shared, deadline: deadline)
        defer { change { $0.released(grant.slot, isUsable: true, now: .now, &$1) } }
        return try await grant.connection.flight(queries, deadline: deadline)
    }

    /// Lends a connection for the time of a closure; nobody else uses it meanwhile.
    ///
    /// What the closure leaves behind, a statement under way or an open transaction, is given up.
    ///
    /// - Parameters:
    ///   - deadline: when the caller stops waiting for a connection.
    ///   - body: the use; the connection must not outlive it.
    /// - Returns: what the closure returns.
    /// - Throws: `PostgresError` when no connection was to be had, or what the closure throws.
    @discardableResult
    package func withConnection<Value>(
        deadline: ContinuousClock.Instant? = nil,
        _ body: (Connection) async throws -> Value
    ) async throws -> Value {
        let grant = try await acquire(.exclusive, deadline: deadline)
        do {
            let value = try await body(grant.connection)
            await giveBack(grant)
            return value
        } catch {
            await giveBack(grant)
            throw error
        }
    }

    private func giveBack(_ grant: PoolMachine.Grant) async {
        let isUsable = await grant.connection.clean()
        change { $0.released(grant.slot, isUsable: isUsable, now: .now, &$1) }
    }

    private func acquire(
        _ want: PoolMachine.Want,
        deadline: ContinuousClock.Instant?
    ) async throws(PostgresError) -> PoolMachine.Grant {
        if let grant = takeNow(want) {
            return grant
        }
        let waiter = shared.withLock { $0.machine.newWaiter() }
        return try await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                ask(want, waiter, continuation, deadline)
            }
        } onCancel: {
            refuse(waiter, .cancelledByTask)
        }.get()
    }

    /// The short way, when a connection is free and nobody waits.
    private func takeNow(_ want: PoolMachine.Want) -> PoolMachine.Grant? {
        var actions: [PoolMachine.Action] = []
        let grant = shared.withLock { $0.machine.wantedNow(want, now: .now, &actions) }
        run(actions)
        return grant
    }

    private func ask(
        _ want: PoolMachine.Want,
        _ waiter: PoolMachine.WaiterID,
        _ continuation: UnsafeContinuation<Result<PoolMachine.Grant, PostgresError>, Never>,
        _ deadline: ContinuousClock.Instant?
    ) {
        var actions: [PoolMachine.Action] = []
        let answer = shared.withLock { shared in
            let answer = shared.machine.wanted(want, by: waiter, now: .now, &actions)
            if case .waiting = answer {
                shared.waiters[waiter] = continuation
            }
            return answer
        }
        run(actions)
        switch answer {
        case .granted(let grant): continuation.resume(returning: .success(grant))
        case .refused(let error): continuation.resume(returning: .failure(error))
        case .waiting: limitWait(waiter, until: deadline)
        }
    }

    private func limitWait(_ waiter: PoolMachine.WaiterID, until deadline: ContinuousClock.Instant?) {
        // The handler of a task that was cancelled before it queued found nobody to refuse.
        if Task.isCancelled {
            refuse(waiter, .cancelledByTask)
            return
        }
        let end = deadline ?? .now + configuration.patience
        reactor.perform { [self] in
            _ = reactor.at(end) { [weak self] in
                guard let self else { return }
                var error = PostgresError(.deadlineExceeded, "no connection was free in time")
                error.underlying = self.shared.withLock { $0.machine.lastFailure }
                self.refuse(waiter, error)
            }
        }
    }

    private func refuse(_ waiter: PoolMachine.WaiterID, _ error: PostgresError) {
        let continuation = shared.withLock { shared in
            shared.machine.leftQueue(waiter) ? shared.waiters.removeValue(forKey: waiter) : nil
        }
        continuation?.resume(returning: .failure(error))
    }
}

// MARK: - Carrying out

extension Pool {
    private func change(_ event: (inout PoolMachine, inout [PoolMachine.Action]) -> Void) {
        var actions: [PoolMachine.Action] = []
        shared.withLock { event(&$0.machine, &actions) }
        run(actions)
    }

    private func run(_ actions: [PoolMachine.Action]) {
        for action in actions {
            switch action {
            case .grant(let waiter, let grant): answer(waiter, .success(grant))
            case .refuse(let waiter, let error): answer(waiter, .failure(error))
            case .open, .check, .finish: worker.yield(action)
            // Only idle connections are closed so, or all of them at the very end: there is nothing to wait for.
            case .close(let connection): connection.closeSoon()
            }
        }
    }

    private func answer(_ waiter: PoolMachine.WaiterID, _ answer: Result<PoolMachine.Grant, PostgresError>) {
        let continuation = shared.withLock { $0.waiters.removeValue(forKey: waiter) }
        continuation?.resume(returning: answer)
    }

    /// Whatever the way out: nobody is left waiting and nothing is left open.
    private func abandon() {
        worker.finish()
        change { $0.abandon(&$1) }
    }

    private func carryOut(_ action: PoolMachine.Action) async {
        switch action {
        case .open(let slot, let pause): await open(slot, after: pause)
        case .check(let slot, let connection): await check(slot, connection)
        case .grant, .refuse, .close, .finish: break
        }
    }

    private func open(_ slot: PoolMachine.SlotID, after pause: Duration) async {
        do throws(PostgresError) {
            if pause > .zero {
                try? await Task.sleep(for: pause)
            }
            let opened = try await Connection.open(connection, on: reactor, logger: logger)
            change { $0.opened(slot, opened, chance: .random(in: 0...1), now: .now, &$1) }
            await opened.onClose { [weak self] _ in
                self?.change { $0.closed(slot, now: .now, &$1) }
            }
        } catch {
            let level: Logger.Level = error.code == .cancelled ? .debug : .warning
            logger.log(level: level, "connect failed", metadata: ["error": "\(error)"])
            change { $0.openFailed(slot, error, chance: .random(in: 0...1), &$1) }
        }
    }

    private func check(_ slot: PoolMachine.SlotID, _ connection: Connection) async {
        let deadline = ContinuousClock.Instant.now + .seconds(5)
        let answer = try? await connection.query("SELECT", deadline: deadline)
        change { $0.released(slot, isUsable: answer != nil, now: .now, &$1) }
    }

    private func keepTime() async {
        while (try? await Task.sleep(for: configuration.checkInterval / 4)) != nil {
            change { $0.ticked(now: .now, &$1) }
        }
    }
}
