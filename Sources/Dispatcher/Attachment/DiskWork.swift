import Dispatch
import Synchronization

/// Threads for calls that block for as long as a disk does, which must keep nobody else waiting.
package final class DiskWork: Sendable {
    private let queues: [DispatchQueue]
    private let turn = Atomic(0)

    /// Makes so many threads.
    package init(width: Int = 4) {
        queues = (0..<max(1, width)).map { DispatchQueue(label: "whistle.disk.\($0)") }
    }

    /// Does something on one of them.
    ///
    /// - Returns: what it returns.
    /// - Throws: what it throws.
    package func run<Value: Sendable, Failure: Error>(
        _ work: @escaping @Sendable () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let number = turn.wrappingAdd(1, ordering: .relaxed).newValue
        let queue = queues[Int(UInt(bitPattern: number) % UInt(queues.count))]
        let result = await withCheckedContinuation { continuation in
            queue.async {
                continuation.resume(returning: Result { () throws(Failure) in try work() })
            }
        }
        return try result.get()
    }
}
