package import Foundation

/// Runs what blocks on a thread of its own: those of the shared pool are few, and missed by the server that is asked meanwhile.
package func onOwnThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
    }
}

extension Pipe {
    /// All that comes out.
    package func whole() async throws -> Data {
        try await onOwnThread { self.fileHandleForReading.readDataToEndOfFile() }
    }
}
