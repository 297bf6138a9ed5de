import Synchronization

/// Rows on their way from the reactor to one reader, at most a window of them: a pure machine in a lock.
final class RowFeed: Sendable {
    static let window = 512

    typealias Batch = Result<[Row], PostgresError>

    private enum State {
        /// Rows may come; the reader is elsewhere. Can transition to: waiting (the reader found none), ended.
        case flowing([Row])
        /// The reader waits for rows. Can transition to: flowing (rows came), ended.
        case waiting(UnsafeContinuation<Batch, Never>)
        /// No more rows will come; what is here is to be read, then the error, if any. Final.
        case ended([Row], PostgresError?)
    }

    private let state = Mutex(State.flowing([]))

    /// Adds a row; returns whether there is room for more.
    func push(_ row: Row) -> Bool {
        let (reader, hasRoom) = state.withLock { state -> (UnsafeContinuation<Batch, Never>?, Bool) in
            switch state {
            case .flowing(var rows):
                state = .flowing([])
                rows.append(row)
                let count = rows.count
                state = .flowing(rows)
                return (nil, count < Self.window)
            case .waiting(let continuation):
                state = .flowing([])
                return (continuation, true)
            case .ended:
                return (nil, true)
            }
        }
        reader?.resume(returning: .success([row]))
        return hasRoom
    }

    /// Says that no more rows will come.
    func end(_ error: PostgresError?) {
        let reader = state.withLock { state -> UnsafeContinuation<Batch, Never>? in
            switch state {
            case .flowing(let rows):
                state = .ended(rows, error)
                return nil
            case .waiting(let continuation):
                state = .ended([], nil)
                return continuation
            case .ended:
                return nil
            }
        }
        reader?.resume(returning: error.map(Batch.failure) ?? .success([]))
    }

    /// Takes the rows that are here, waiting for some; empty at the end.
    func next() async -> Batch {
        await withUnsafeContinuation { continuation in
            let ready = state.withLock { state -> Batch? in
                switch state {
                case .flowing(let rows) where rows.isEmpty:
                    state = .waiting(continuation)
                    return nil
                case .flowing(let rows):
                    state = .flowing([])
                    return .success(rows)
                case .waiting:
                    preconditionFailure("two readers of one row stream")
                case .ended(let rows, let error):
                    guard rows.isEmpty else {
                        state = .ended([], error)
                        return .success(rows)
                    }
                    state = .ended([], nil)
                    return error.map(Batch.failure) ?? .success([])
                }
            }
            if let ready {
                continuation.resume(returning: ready)
            }
        }
    }
}
