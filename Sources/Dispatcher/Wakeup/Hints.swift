import Synchronization
package import Workflow

/// Tells sleepers that there is something to do: a timer earlier than they know, messages, new tickets.
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
        /// Whether anything happened to a ticket at all: whoever follows the journal looks.
        package var tellsStory: Bool
        /// Whether the district is new, or its clock another's.
        package var changesDistrict: Bool

        /// Describes a transaction.
        package init(
            district: DistrictID,
            timer: Instant? = nil,
            tellsSomebody: Bool = false,
            filesSomething: Bool = false,
            tellsStory: Bool = false,
            changesDistrict: Bool = false
        ) {
            self.district = district
            self.timer = timer
            self.tellsSomebody = tellsSomebody
            self.filesSomething = filesSomething
            self.tellsStory = tellsStory
            self.changesDistrict = changesDistrict
        }

        /// Whether it leaves nobody anything to do.
        var isSilent: Bool {
            timer == nil && !tellsSomebody && !filesSomething && !tellsStory && !changesDistrict
        }

        /// Takes another of the same district in.
        mutating func merge(_ other: Write) {
            timer = [timer, other.timer].compactMap(\.self).min()
            tellsSomebody = tellsSomebody || other.tellsSomebody
            filesSomething = filesSomething || other.filesSomething
            tellsStory = tellsStory || other.tellsStory
            changesDistrict = changesDistrict || other.changesDistrict
        }
    }

    /// What sleepers are told.
    package enum Hint: Hashable, Sendable {
        /// This process committed something.
        case wrote(Write)
        /// Another process did, and said so.
        case heard(Write)
        /// Others may have said something that was not heard: everybody should look.
        case missed
    }

    private struct State {
        var listeners: [Int: @Sendable (Hint) -> Void] = [:]
        var last = 0
    }

    private let state = Mutex(State())

    package init() {}

    /// Calls a listener for every hint, from whatever thread; it must only note and return.
    package func listen(_ listener: @escaping @Sendable (Hint) -> Void) -> Int {
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

    /// A transaction of this process was committed.
    package func wrote(_ write: Write) {
        if !write.isSilent { tell(.wrote(write)) }
    }

    /// Passes a hint on.
    func tell(_ hint: Hint) {
        let listeners = state.withLock { Array($0.listeners.values) }
        for listener in listeners { listener(hint) }
    }
}
