package import Logging
import ServiceLifecycle

/// Hears notifications on a connection of its own, and connects again whenever that breaks.
///
/// A service: it listens while ``run()`` runs. ``events`` is to be read by one task.
package struct Listener: Service {
    /// What the reader is told.
    package enum Event: Sendable, Hashable {
        /// From now on notifications are heard. `mayHaveMissed` is true after a break: look at the state itself.
        case listening(mayHaveMissed: Bool)
        /// Somebody said something.
        case notification(Notification)
    }

    /// What was heard; when the reader is far behind, the oldest are dropped and a `listening(mayHaveMissed: true)`
    /// stands for them.
    package let events: AsyncStream<Event>

    private let sink: AsyncStream<Event>.Continuation
    private let connection: ConnectionConfiguration
    private let channels: [String]
    private let reactor: Reactor
    private let logger: Logger
    private let checkInterval: Duration
    private let backoff: PoolConfiguration

    /// Makes a listener, which hears nothing before it runs.
    ///
    /// - Parameters:
    ///   - connection: where to, and as whom.
    ///   - channels: the channels, as they are.
    ///   - reactor: the reactor that its connection will live on.
    ///   - checkInterval: how often a silent connection is asked whether it is alive.
    ///   - logger: for what happens to its connection.
    package init(
        _ connection: ConnectionConfiguration,
        channels: [String],
        reactor: Reactor,
        checkInterval: Duration = .seconds(20),
        logger: Logger = Logger(label: "postgres.listener")
    ) {
        self.connection = connection
        self.channels = channels
        self.reactor = reactor
        self.logger = logger
        self.checkInterval = checkInterval
        backoff = PoolConfiguration()
        (events, sink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(4096))
    }

    /// Listens until graceful shutdown or cancellation; then ``events`` ends.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var failures = 0
            var isFirst = true
            while !Task.isCancelled {
                do {
                    try await listen(mayHaveMissed: !isFirst) {
                        isFirst = false
                        failures = 0
                    }
                } catch {
                    logger.warning("listening broke off", metadata: ["error": "\(error)"])
                }
                failures += 1
                try? await Task.sleep(for: backoff.backoff(failures: failures, chance: .random(in: 0...1)))
            }
        }
        sink.finish()
    }

    private func listen(mayHaveMissed: Bool, _ begun: () -> Void) async throws {
        let connection = try await Connection.open(connection, on: reactor, logger: logger)
        do {
            await connection.onNotification { [sink] notification in
                if case .dropped = sink.yield(.notification(notification)) {
                    sink.yield(.listening(mayHaveMissed: true))
                }
            }
            for channel in channels {
                try await connection.query("LISTEN \(identifier: channel)")
            }
            begun()
            sink.yield(.listening(mayHaveMissed: mayHaveMissed))
            // The connection's end is noticed at once where the kernel knows of it, else by these questions.
            while await connection.staysOpen(for: checkInterval) {
                try await connection.query("SELECT", deadline: .now + checkInterval)
            }
            await connection.closeNow()
        } catch {
            await connection.closeNow()
            throw error
        }
    }
}

extension Connection {
    func onNotification(_ action: @escaping @Sendable (Notification) -> Void) {
        notified = action
    }

    /// Waits for a time or the connection's end or the task's, whichever is first; false if not the time.
    nonisolated func staysOpen(for time: Duration) async -> Bool {
        let wait = OneAnswer<Bool>()
        return await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                wait.expect(continuation)
                if Task.isCancelled {
                    wait.answer(false)
                }
                reactor.perform {
                    self.assumeIsolated { connection in
                        connection.onClose { _ in wait.answer(false) }
                        _ = connection.reactor.after(time) { wait.answer(true) }
                    }
                }
            }
        } onCancel: {
            wait.answer(false)
        }
    }
}
