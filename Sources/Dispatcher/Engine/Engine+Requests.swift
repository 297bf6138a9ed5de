import Logging
package import PGStore
import Postgres
import Workflow

/// What became of a write under a key.
package enum CarriedOut<Value: Sendable>: Sendable {
    /// It was carried out now.
    case now(Value)
    /// It had been before, under the same key, and was answered so.
    case before(KeptAnswer)
}

extension Engine {
    /// Carries out a write that no ticket's command bears, at most once under its key.
    ///
    /// The key is taken before, the answer kept after. What breaks off in between, without having given up its key, is taken for
    /// such once it gave no sign of life for a minute; until then the same again is told to wait.
    ///
    /// - Parameters:
    ///   - request: the key, and for what.
    ///   - body: carries it out; with what is to be kept of the answer.
    /// - Returns: what became of it.
    /// - Throws: `DispatchError.keyReused` where the key was used for something else, `RequestInHand` where another try runs, and
    ///   what the body throws: then nothing is kept.
    package func once<Value: Sendable>(
        _ request: RequestKey,
        _ body: @escaping @Sendable () async throws -> (Value, KeptAnswer)
    ) async throws -> CarriedOut<Value> {
        let holder = Int64.random(in: Int64.min...Int64.max)
        guard try await !pool.query(RequestKeyQueries.take(request, holder: holder)).isEmpty else {
            return .before(try await known(request))
        }
        let (value, kept): (Value, KeptAnswer)
        do {
            (value, kept) = try await holding(request, holder, body)
        } catch {
            // Where not even that can be said, the next try waits for a minute.
            _ = try? await pool.query(RequestKeyQueries.release(request, holder: holder))
            throw error
        }
        do {
            try await pool.query(RequestKeyQueries.keep(request, holder: holder, kept))
        } catch {
            // It is done, and whoever asked is told so.
            logger.error("an answer was not kept under its key", metadata: ["error": "\(error)"])
        }
        return .now(value)
    }

    private func known(_ request: RequestKey) async throws -> KeptAnswer {
        // Whoever gave it up in this very moment did nothing.
        guard let row = try await pool.query(RequestKeyQueries.read(request)).first else { throw RequestInHand() }
        let known = try KnownRequest(row)
        guard request.digests.contains(known.digest) else { throw DispatchError.keyReused(request.key) }
        guard let kept = known.kept else { throw RequestInHand() }
        return kept
    }

    /// Runs a body, and says every few seconds that it does.
    private func holding<Value: Sendable>(
        _ request: RequestKey,
        _ holder: Int64,
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask { [pool] in
                while true {
                    do {
                        try await Task.sleep(for: .seconds(RequestKeyQueries.heldSeconds / 4))
                    } catch {
                        return nil
                    }
                    _ = try? await pool.query(RequestKeyQueries.hold(request, holder: holder))
                }
            }
            defer { group.cancelAll() }
            while let value = try await group.next() {
                if let value { return value }
            }
            throw CancellationError()
        }
    }
}

/// The same write is being carried out under the same key.
package struct RequestInHand: Error, Hashable, Sendable {
    package init() {}
}
