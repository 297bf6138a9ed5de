import Synchronization

/// Somebody who waits for the first of several answers; later ones are dropped.
final class OneAnswer<Answer: Sendable>: Sendable {
    private let waiting = Mutex<UnsafeContinuation<Answer, Never>?>(nil)

    func expect(_ continuation: UnsafeContinuation<Answer, Never>) {
        waiting.withLock { $0 = continuation }
    }

    func answer(_ answer: Answer) {
        let continuation = waiting.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        continuation?.resume(returning: answer)
    }
}
