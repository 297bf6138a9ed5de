import Foundation

/// Runs what blocks on a thread of its own: starting and stopping a server takes seconds, and the tasks go on meanwhile.
func blocking<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
    }
}
