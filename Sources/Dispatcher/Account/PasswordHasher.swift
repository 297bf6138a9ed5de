import Dispatch
import Foundation
import Synchronization

/// Looks at passwords on threads of its own, a few at a time: a flood of sign-ins takes neither all cores nor all memory,
/// and never a thread that everybody shares.
///
/// One that is waited for too long is better refused: so only so many wait.
package final class PasswordHasher: Sendable {
    private struct State {
        var admitted = 0
        var count = 0
    }

    /// Scrypt blocks its thread: each of these is one.
    private let queues: [DispatchQueue]
    private let most: Int
    private let state = Mutex(State())

    /// Makes a hasher.
    ///
    /// - Parameters:
    ///   - width: how many are looked at at the same time.
    ///   - waiting: how many may wait besides.
    package init(width: Int, waiting: Int) {
        queues = (0..<max(1, width)).map { DispatchQueue(label: "whistle.password.\($0)") }
        most = max(1, width) + max(0, waiting)
    }

    /// How many it has looked at, or is to.
    var count: Int { state.withLock { $0.count } }

    /// Runs a sign-in while there is room for it; nothing of it happens where there is none.
    ///
    /// - Returns: what the closure returns.
    /// - Throws: `AccountRefusal.busy`, or what the closure throws.
    func admitted<Value>(_ body: () async throws -> Value) async throws -> Value {
        let isRoom = state.withLock { state in
            guard state.admitted < most else { return false }
            state.admitted += 1
            return true
        }
        guard isRoom else { throw AccountRefusal.busy }
        defer { state.withLock { $0.admitted -= 1 } }
        return try await body()
    }

    /// Hashes a password.
    ///
    /// - Throws: where scrypt finds no memory.
    func hash(_ password: [UInt8], _ cost: PasswordCost) async throws -> PasswordHash {
        try await run { try PasswordHash(of: password, cost: cost) }
    }

    /// Whether a password fits.
    ///
    /// - Throws: where scrypt finds no memory.
    func fits(_ password: [UInt8], _ hash: PasswordHash) async throws -> Bool {
        try await run { try hash.fits(password) }
    }

    private func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        // All cost the same, so in turn is as good as the shortest line.
        let queue = state.withLock { state in
            state.count += 1
            return queues[state.count % queues.count]
        }
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try work() }) }
        }
    }
}
