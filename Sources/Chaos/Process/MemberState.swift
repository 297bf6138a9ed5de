import Synchronization

/// Which process a member is just now.
final class MemberState: Sendable {
    private struct Value {
        var process: ChildProcess
        var startedAt = ContinuousClock.now
        var generation = 0
    }

    private let value: Mutex<Value>

    init(process: ChildProcess) {
        value = Mutex(Value(process: process))
    }

    var process: ChildProcess { value.withLock { $0.process } }
    var startedAt: ContinuousClock.Instant { value.withLock { $0.startedAt } }
    var generation: Int { value.withLock { $0.generation } }

    func replace(by process: ChildProcess) {
        value.withLock { $0 = Value(process: process, generation: $0.generation + 1) }
    }
}
