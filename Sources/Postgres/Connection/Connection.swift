import CLibPQ
import DequeModule
import Logging
import Synchronization

/// One connection to the server: an actor on a reactor, with libpq in pipeline mode.
///
/// Any number of tasks may use it at once: their flights go out one behind the other without waiting for answers.
/// Each flight (see ``flight(_:deadline:)``) is a transaction of its own unless it says BEGIN; who needs a transaction
/// over several flights takes the connection for itself (``Pool/withConnection(deadline:_:)``).
///
/// It must be closed by whoever opened it; until then its reactor keeps it alive.
package actor Connection {
    /// Its reactor, and executor.
    package nonisolated let reactor: Reactor
    /// What it was opened with.
    package nonisolated let configuration: ConnectionConfiguration
    nonisolated let logger: Logger
    nonisolated let blocking = BlockingWork()

    enum Phase {
        /// Being opened. Can transition to: open, closed.
        case connecting
        /// Takes flights. Can transition to: closing (`close()`), closed (it broke).
        case open
        /// Takes no new flights and finishes what it has. Can transition to: closed.
        case closing
        /// Gone, for that reason. Final.
        case closed(PostgresError)
    }

    var phase = Phase.connecting
    /// libpq's connection; only the reactor's thread ever sees it.
    var handle: OpaquePointer?
    var attempt: ConnectAttempt?
    var watcher: UInt64 = 0
    var watched: UInt32 = 0

    /// Not sent yet.
    var queue = Deque<Flight>()
    /// Sent, not answered.
    var inFlight = Deque<Flight>()
    var flights: UInt64 = 0
    var fence = CancelFence()
    var cache: StatementCache
    var isPumpDue = false
    /// Whether the socket is left unread because the reader of a row stream is behind.
    var isPaused = false
    var lastReceived = ContinuousClock.Instant.now
    var nextDeadline: ContinuousClock.Instant?
    var deadlineTimer: TimerHeap.Token?
    var whenClosed: [@Sendable (PostgresError) -> Void] = []
    var whenIdle: [UnsafeContinuation<Void, Never>] = []
    /// Flights whose callers wait.
    nonisolated let waiting = Atomic<Int>(0)
    /// Whether nothing was under way and no transaction open when the reactor last answered.
    nonisolated let isAtRest = Atomic<Bool>(true)
    var notified: (@Sendable (Notification) -> Void)?

    /// The reactor.
    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        reactor.asUnownedSerialExecutor()
    }

    init(_ configuration: ConnectionConfiguration, reactor: Reactor, logger: Logger) {
        self.configuration = configuration
        self.reactor = reactor
        self.logger = logger
        cache = StatementCache(limit: configuration.preparedStatements)
    }
}

// MARK: - Statements

extension Connection: QueryRunner {
    /// Sends statements together, up to one sync, and waits for all their results.
    ///
    /// The first failure ends the rest; unless the flight said BEGIN, nothing of it stays. After a failure inside a
    /// transaction the connection wants ``rollBack()``.
    ///
    /// - Parameters:
    ///   - queries: the statements.
    ///   - deadline: when the caller stops waiting; the server is told to stop as well.
    /// - Returns: a result for each statement.
    /// - Throws: `PostgresError`; its `isOutcomeUnknown` says whether the statements may have taken effect.
    @discardableResult
    package nonisolated func flight(
        _ queries: [Query],
        deadline: ContinuousClock.Instant? = nil
    ) async throws(PostgresError) -> [QueryResult] {
        try await run(Flight(.pipeline(queries), deadline: deadline))
    }

    /// Runs several statements in one text without values, such as a migration; alone on the connection.
    ///
    /// - Parameter script: the text.
    /// - Throws: `PostgresError` of the first statement that failed; the rest was not run.
    package nonisolated func run(script: String) async throws(PostgresError) {
        _ = try await run(Flight(.script(script), deadline: nil))
    }

    /// Ends a transaction that is open or failed; does nothing without one.
    ///
    /// Not stopped by task cancellation.
    ///
    /// - Throws: `PostgresError` when the connection breaks, which ends the transaction too.
    package nonisolated func rollBack() async throws(PostgresError) {
        if await isInTransaction() {
            let query = Query(unsafeSQL: "ROLLBACK")
            _ = try await run(Flight(.pipeline([query]), deadline: nil), isShielded: true)
        }
    }

    /// Says whether a transaction is open or failed, once all that was sent is answered.
    func isInTransaction() async -> Bool {
        await becomeIdle()
        guard let handle else { return false }
        return PQtransactionStatus(handle) != PQTRANS_IDLE
    }

    /// Sends a flight and waits for its answer.
    ///
    /// A shielded flight is sent and awaited even in a cancelled task: for what must be, such as ROLLBACK.
    nonisolated func run(_ flight: Flight, isShielded: Bool = false) async throws(PostgresError) -> [QueryResult] {
        if let refusal = flight.refusal {
            throw refusal
        }
        guard !isShielded else {
            return try await send(flight).get()
        }
        guard !Task.isCancelled else {
            throw PostgresError(.cancelled, "the task was cancelled before the statement was sent")
        }
        let answer = await withTaskCancellationHandler {
            await send(flight)
        } onCancel: {
            // The flag first: if this overtakes `submit`, `submit` sees it.
            flight.isCancelled.store(true, ordering: .releasing)
            reactor.perform {
                self.assumeIsolated { $0.leave(flight, .cancelledByTask) }
            }
        }
        return try answer.get()
    }

    private nonisolated func send(_ flight: Flight) async -> Flight.Answer {
        waiting.add(1, ordering: .relaxed)
        defer { waiting.subtract(1, ordering: .relaxed) }
        return await withUnsafeContinuation { continuation in
            flight.continuation = continuation
            reactor.perform {
                self.assumeIsolated { $0.submit(flight) }
            }
        }
    }
}

// MARK: - Life

extension Connection {
    /// Finishes what was sent or waits to be, then closes.
    package func close() async {
        guard case .open = phase else { return }
        phase = .closing
        await becomeIdle()
        lose(PostgresError(.shutdown, "the connection was closed"))
    }

    /// Closes at once; whoever waits for an answer gets an error.
    package func closeNow() {
        lose(PostgresError(.shutdown, "the connection was closed"))
    }

    /// Closes at once, from wherever; does not wait for it.
    nonisolated func closeSoon() {
        reactor.perform {
            self.assumeIsolated { $0.closeNow() }
        }
    }

    /// Whether it takes statements.
    package var isOpen: Bool {
        if case .open = phase { true } else { false }
    }

    /// The server's process that serves this connection, as in `pg_stat_activity`.
    package var serverProcess: Int32 {
        handle.map { PQbackendPID($0) } ?? 0
    }

    /// Calls once when the connection is gone, or now if it is.
    func onClose(_ action: @escaping @Sendable (PostgresError) -> Void) {
        if case .closed(let reason) = phase {
            action(reason)
        } else {
            whenClosed.append(action)
        }
    }

    /// Waits until nothing is sent or waits to be.
    func becomeIdle() async {
        guard handle != nil, !(inFlight.isEmpty && queue.isEmpty && fence.maySend) else { return }
        await withUnsafeContinuation { whenIdle.append($0) }
    }

    /// Gives up whatever the last user left behind, so that the next one finds a clean session.
    ///
    /// Where nothing was left, which is nearly always, it is known without asking the reactor.
    ///
    /// - Returns: whether the connection can be used again.
    nonisolated func clean() async -> Bool {
        if waiting.load(ordering: .relaxed) == 0, isAtRest.load(ordering: .acquiring) { return true }
        return await giveUp()
    }

    private func giveUp() async -> Bool {
        for flight in queue + inFlight {
            leave(flight, PostgresError(.cancelled, "the connection was given back"))
        }
        do {
            try await rollBack()
            return isOpen
        } catch {
            return false
        }
    }
}

extension PostgresError {
    static let cancelledByTask = PostgresError(.cancelled, "the task was cancelled")
}
