import Synchronization
package import Workflow

/// Tells sleepers in this process that there is something to do: a timer earlier than they know, messages, new tickets.
///
/// A hint may be lost or come for nothing; whoever sleeps also wakes by itself.
package final class Hints: Sendable {
    /// What a committed transaction left to do.
    package struct Write: Hashable, Sendable {
        /// The district.
        package var district: DistrictID
        /// The earliest timer that it armed.
        package var timer: Instant?
        /// Whether it wrote messages.
        package var tellsSomebody: Bool
        /// Whether it filed tickets.
        package var filesSomething: Bool

        /// Describes a transaction.
        package init(
            district: DistrictID,
            timer: Instant? = nil,
            tellsSomebody: Bool = false,
            filesSomething: Bool = false
        ) {
            self.district = district
            self.timer = timer
            self.tellsSomebody = tellsSomebody
            self.filesSomething = filesSomething
        }
    }

    private struct State {
        var listeners: [Int: @Sendable (Write) -> Void] = [:]
        var last = 0
    }

    private let state = Mutex(State())

    package init() {}

    /// Calls a listener for every write, from whatever thread; it must only note and return.
    package func listen(_ listener: @escaping @Sendable (Write) -> Void) -> Int {
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

    /// A transaction was committed.
    package func wrote(_ write: Write) {
        let listeners = state.withLock { Array($0.listeners.values) }
        for listener in listeners { listener(write) }
    }
}
