import DequeModule
import Workflow

/// What waits for a lane, by district: bounded, and fair between districts.
///
/// A pure state machine: `Batcher` holds it behind a lock and does what it says.
struct BatchQueue {
    /// A command with the one who waits for its answer.
    struct Waiting {
        let id: UInt64
        let submission: Submission
        let since: ContinuousClock.Instant
        let deadline: ContinuousClock.Instant
    }

    private(set) var count = 0
    private var queues: [DistrictID: Deque<Waiting>] = [:]
    /// Districts with work, in the order in which their turn comes.
    private var turns: Deque<DistrictID> = []
    private let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// Takes a command in; false when full.
    mutating func append(_ waiting: Waiting) -> Bool {
        guard count < capacity else { return false }
        let district = waiting.submission.district
        if queues[district, default: []].isEmpty { turns.append(district) }
        queues[district, default: []].append(waiting)
        count += 1
        return true
    }

    /// Takes out the next batch: of the district whose turn it is, at most so many; empty when nothing waits.
    mutating func next(most: Int) -> [Waiting] {
        guard let district = turns.popFirst(), var queue = queues[district] else { return [] }
        let batch = Array(queue.prefix(most))
        queue.removeFirst(batch.count)
        count -= batch.count
        queues[district] = queue.isEmpty ? nil : queue
        if !queue.isEmpty { turns.append(district) }
        return batch
    }

    /// Takes out everybody whose deadline has passed.
    mutating func expired(at now: ContinuousClock.Instant) -> [Waiting] {
        var expired: [Waiting] = []
        for (district, queue) in queues where queue.contains(where: { $0.deadline <= now }) {
            expired += queue.filter { $0.deadline <= now }
            let rest = queue.filter { $0.deadline > now }
            queues[district] = rest.isEmpty ? nil : Deque(rest)
            if rest.isEmpty { turns.removeAll { $0 == district } }
        }
        count -= expired.count
        return expired
    }

    /// Takes out everybody.
    mutating func removeAll() -> [Waiting] {
        let all = turns.flatMap { queues[$0].map(Array.init) ?? [] }
        queues = [:]
        turns = []
        count = 0
        return all
    }
}
