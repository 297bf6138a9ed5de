/// Timers in order of time: a binary heap of numbers beside a table of actions, so that removing one is cheap.
struct TimerHeap {
    struct Token: Hashable {
        fileprivate let number: UInt64
    }

    private struct Entry {
        let instant: ContinuousClock.Instant
        let number: UInt64
    }

    private var heap: [Entry] = []
    private var actions: [UInt64: () -> Void] = [:]
    private var last: UInt64 = 0

    mutating func add(at instant: ContinuousClock.Instant, _ action: @escaping () -> Void) -> Token {
        last += 1
        actions[last] = action
        heap.append(Entry(instant: instant, number: last))
        siftUp(heap.count - 1)
        return Token(number: last)
    }

    mutating func remove(_ token: Token) {
        actions[token.number] = nil
        dropRemoved()
    }

    /// Rounded up, so that a timer is due when its sleep ends; -1 without timers, at most a minute.
    func millisecondsToNext() -> Int32 {
        guard let next = heap.first else { return -1 }
        let (seconds, attoseconds) = (next.instant - .now).components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        guard seconds < 60 else { return 60_000 }
        return Int32(seconds) * 1000 + Int32(attoseconds / 1_000_000_000_000_000) + 1
    }

    /// Takes the next action that is due; it may add and remove timers itself.
    mutating func takeDue() -> (() -> Void)? {
        guard !heap.isEmpty else { return nil }
        let now = ContinuousClock.Instant.now
        while let next = heap.first, next.instant <= now {
            removeFirst()
            if let action = actions.removeValue(forKey: next.number) {
                return action
            }
        }
        return nil
    }

    private mutating func dropRemoved() {
        while let next = heap.first, actions[next.number] == nil {
            removeFirst()
        }
    }

    private mutating func removeFirst() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var index = 0
        while true {
            var smallest = index
            for child in [2 * index + 1, 2 * index + 2] where child < heap.count {
                if heap[child].instant < heap[smallest].instant {
                    smallest = child
                }
            }
            guard smallest != index else { return }
            heap.swapAt(index, smallest)
            index = smallest
        }
    }

    private mutating func siftUp(_ start: Int) {
        var index = start
        while index > 0, heap[index].instant < heap[(index - 1) / 2].instant {
            heap.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }
}
