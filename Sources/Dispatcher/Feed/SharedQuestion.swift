import Synchronization

/// A question that many ask at once, and that is asked once for all of them: each hears an answer to a question that was put after
/// they came.
///
/// Whoever comes while it is being asked waits for the next time; one of those who wait asks for all of them.
final class SharedQuestion<Subject: Hashable & Sendable, Answer: Sendable>: Sendable {
    private enum Turn {
        case answered(Answer)
        case failed(any Error)
        /// Whoever was to ask gave up: ask anew.
        case again
        case asks
    }

    private struct Queue {
        var isAsking = false
        var waiting: [CheckedContinuation<Turn, Never>] = []
    }

    private let queues = Mutex<[Subject: Queue]>([:])

    /// Asks, or has it asked.
    ///
    /// - Throws: what asking throws, to whoever asked and to those who waited for it; one who gives up while asking is replaced.
    func ask(_ subject: Subject, _ body: () async throws -> Answer) async throws -> Answer {
        while true {
            switch await turn(subject) {
            case .answered(let answer): return answer
            case .failed(let error): throw error
            case .again: continue
            case .asks: break
            }
            // Those who wait now came before the question is put.
            let others = queues.withLock { queues in
                defer { queues[subject]?.waiting = [] }
                return queues[subject]?.waiting ?? []
            }
            do {
                let answer = try await body()
                finish(subject, others, .answered(answer))
                return answer
            } catch {
                finish(subject, others, error is CancellationError || Task.isCancelled ? .again : .failed(error))
                throw error
            }
        }
    }

    private func turn(_ subject: Subject) async -> Turn {
        await withCheckedContinuation { continuation in
            let asks = queues.withLock { queues in
                guard queues[subject, default: Queue()].isAsking else {
                    queues[subject, default: Queue()].isAsking = true
                    return true
                }
                queues[subject]?.waiting.append(continuation)
                return false
            }
            if asks { continuation.resume(returning: .asks) }
        }
    }

    /// Tells those who waited, and lets one ask of those who came since.
    private func finish(_ subject: Subject, _ others: [CheckedContinuation<Turn, Never>], _ turn: Turn) {
        let next = queues.withLock { queues -> CheckedContinuation<Turn, Never>? in
            guard var queue = queues[subject] else { return nil }
            let next = queue.waiting.isEmpty ? nil : queue.waiting.removeFirst()
            // Nobody waits: nothing of it is kept.
            queues[subject] = next == nil ? nil : queue
            return next
        }
        for other in others { other.resume(returning: turn) }
        next?.resume(returning: .asks)
    }
}
