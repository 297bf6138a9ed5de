import Dispatch
import Synchronization

/// Where calls block that wait for a directory: a few threads of their own, and never one that everybody shares.
final class LDAPWork: Sendable {
    private struct State {
        var admitted = 0
        var count = 0
    }

    private let queues: [DispatchQueue]
    private let most: Int
    private let state = Mutex(State())

    /// Makes it.
    ///
    /// - Parameters:
    ///   - width: how many are asked at the same time.
    ///   - waiting: how many may wait besides.
    init(width: Int = 4, waiting: Int = 28) {
        queues = (0..<width).map { DispatchQueue(label: "whistle.ldap.\($0)") }
        most = width + waiting
    }

    /// Runs a call that blocks.
    ///
    /// - Throws: `IdentityFault.busy` where too many wait, or what the call throws.
    func run<Value: Sendable>(
        _ work: @escaping @Sendable () throws(IdentityFault) -> Value
    ) async throws(IdentityFault) -> Value {
        let queue = state.withLock { state -> DispatchQueue? in
            guard state.admitted < most else { return nil }
            state.admitted += 1
            state.count += 1
            return queues[state.count % queues.count]
        }
        guard let queue else { throw .busy }
        defer { state.withLock { $0.admitted -= 1 } }
        let result = await withCheckedContinuation {
            (continuation: CheckedContinuation<Result<Value, IdentityFault>, Never>) in
            queue.async {
                do throws(IdentityFault) {
                    continuation.resume(returning: .success(try work()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }
}
