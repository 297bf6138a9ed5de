import CLibPQ
import DequeModule
import Synchronization

// MARK: - The end

extension Connection {
    /// Closes at once and answers everybody: who was on the wire does not know the outcome, who was not does.
    func lose(_ reason: PostgresError) {
        if case .closed = phase {
            return
        }
        phase = .closed(reason)
        isAtRest.store(false, ordering: .releasing)
        reactor.unwatch(watcher)
        if let handle {
            PQfinish(handle)
        }
        handle = nil
        isPaused = false
        if let deadlineTimer {
            reactor.cancelTimer(deadlineTimer)
        }
        // The pool hears of it before the callers do: who tries again at once is not given this connection again.
        let actions = whenClosed
        whenClosed = []
        for action in actions {
            action(reason)
        }
        answerAll(reason)
        wakeIdle()
    }

    private func answerAll(_ reason: PostgresError) {
        let (sent, unsent) = (inFlight, queue)
        inFlight.removeAll()
        queue.removeAll()
        for flight in sent {
            // The server's own last words, if it had any, are better than libpq's.
            let words = flight.error.flatMap { $0.code == .connectionLost ? $0 : nil } ?? reason
            flight.answer(.failure(words.afterSending))
        }
        for flight in unsent {
            flight.answer(.failure(reason.beforeSending))
        }
    }

    func wakeIdle() {
        guard !whenIdle.isEmpty, inFlight.isEmpty, queue.isEmpty, handle == nil || fence.maySend else { return }
        let waiting = whenIdle
        whenIdle = []
        for continuation in waiting {
            continuation.resume()
        }
    }
}
