import Synchronization
package import Workflow

/// Tells sleepers in this process that there is something to do: a timer earlier than they know, or messages.
///
/// A hint may be lost or come for nothing; whoever sleeps also wakes by itself.
package final class Hints: Sendable {
    private struct State {
        var listeners: [Int: @Sendable (DistrictID, Instant?) -> Void] = [:]
        var last = 0
    }

    private let state = Mutex(State())

    package init() {}

    /// Calls a listener for every write, from whatever thread; it must only note and return.
    package func listen(_ listener: @escaping @Sendable (DistrictID, Instant?) -> Void) -> Int {
        state.withLock { state in
            state.last += 1
            state.listeners[state.last] = listener
            return state.last
        }
    }

    /// Calls a listener no more.
    package func forget(_ number: Int) {
        state.withLock { state in state.listeners[number] = nil }
    }

    /// A transaction of a district was committed; the earliest timer that it armed.
    package func wrote(_ district: DistrictID, timer: Instant?) {
        let listeners = state.withLock { Array($0.listeners.values) }
        for listener in listeners { listener(district, timer) }
    }
}
