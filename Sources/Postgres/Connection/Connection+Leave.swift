import CLibPQ
import DequeModule

// MARK: - Callers that stop waiting

extension Connection {
    /// A caller wants its flight to end, because its task was cancelled or its deadline passed.
    ///
    /// - Not sent: it is taken out; nothing happened.
    /// - Alone on the wire: the server is asked to stop, behind a fence (see `CancelFence`), and the caller is
    ///   answered when the server has answered.
    /// - With neighbours on the wire: no request could be sure to hit this statement and not a neighbour's. The
    ///   caller is released at once, its answer is thrown away when it comes, and it is told that the outcome is
    ///   unknown.
    func leave(_ flight: Flight, _ reason: PostgresError) {
        guard flight.leaving == nil else { return }
        if let place = queue.firstIndex(where: { $0 === flight }) {
            queue.remove(at: place)
            flight.answer(.failure(reason.beforeSending))
            return
        }
        guard inFlight.contains(where: { $0 === flight }) else { return }
        flight.leaving = reason
        if case .rows(_, let feed) = flight.content {
            feed.end(reason)
            resumeReading()
        }
        if inFlight.count > 1 {
            flight.answer(.failure(reason.afterSending))
        }
        cancelIfAllLeft()
        limitPatience(with: flight)
    }

    /// When nobody on the wire waits any more, the statement that runs is nobody's, and may be stopped.
    ///
    /// With several flights left behind the request hits one of them, or none: whichever, its caller has gone.
    func cancelIfAllLeft() {
        guard isNobodys, fence.maySend, let handle, let request = PQgetCancel(handle) else { return }
        _ = fence.cancelWanted()
        let address = CancelRequest(request)
        blocking.run { [self] in
            address.send()
            reactor.perform {
                self.assumeIsolated { $0.cancelReturned() }
            }
        }
    }

    private func cancelReturned() {
        if fence.requestReturned() {
            cancelIfAllLeft()
            schedulePump()
        }
    }

    /// Whether there is something on the wire and nobody waits for any of it.
    private var isNobodys: Bool {
        !inFlight.isEmpty && inFlight.allSatisfy { $0.leaving != nil || $0.continuation == nil }
    }

    /// If the server has not a byte for us for as long as our patience lasts, it or the network is dead.
    private func limitPatience(with flight: Flight) {
        let left = ContinuousClock.Instant.now
        _ = reactor.after(configuration.cancelPatience) { [weak self] in
            self?.assumeIsolated { connection in
                let isThere = connection.inFlight.contains { $0 === flight }
                if isThere, connection.isNobodys, connection.lastReceived < left {
                    connection.lose(PostgresError(.connectionLost, "the server did not end a cancelled statement"))
                }
            }
        }
    }

    // MARK: - Deadlines

    /// One timer serves all deadlines of the connection: it looks for the flights that are late, and for the next.
    func expect(_ deadline: ContinuousClock.Instant) {
        if let nextDeadline, nextDeadline <= deadline {
            return
        }
        if let deadlineTimer {
            reactor.cancelTimer(deadlineTimer)
        }
        nextDeadline = deadline
        deadlineTimer = reactor.at(deadline) { [weak self] in
            self?.assumeIsolated { $0.deadlinePassed() }
        }
    }

    private func deadlinePassed() {
        let now = ContinuousClock.Instant.now
        nextDeadline = nil
        deadlineTimer = nil
        for flight in queue + inFlight where flight.leaving == nil {
            guard let deadline = flight.deadline else { continue }
            if deadline <= now {
                leave(flight, PostgresError(.deadlineExceeded, "the deadline passed"))
            } else {
                expect(deadline)
            }
        }
    }
}

/// libpq's copy of what a cancel request needs, for the one thread that sends it.
// Safe because `send` is called once, on one thread, and nobody else has the pointer.
private final class CancelRequest: @unchecked Sendable {
    private let request: OpaquePointer

    init(_ request: OpaquePointer) {
        self.request = request
    }

    deinit {
        PQfreeCancel(request)
    }

    /// Blocks until the server has signalled the process, or cannot be reached.
    func send() {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { message in
            _ = PQcancel(request, message.baseAddress, 256)
        }
    }
}
