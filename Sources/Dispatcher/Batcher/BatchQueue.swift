import DequeModule
import Workflow

/// What waits for a lane, by district: bounded, and fair between districts.
///
/// While a district's commands are carried out, what comes gathers until it is a share: two small batches cost the server
/// half as much again as one of both, and the program too. Nothing gathers behind a few, nor behind what hangs.
/// Commands whose tickets somebody holds wait beside it (`HeldCommands`).
///
/// A pure state machine: `Batcher` holds it behind a lock and does what it says.
struct BatchQueue {
    /// A command with the one who waits for its answer.
    struct Waiting {
        let id: UInt64
        let submission: Submission
        let since: ContinuousClock.Instant
        let deadline: ContinuousClock.Instant
        /// Whether an earlier try may stand: only a try that went through tells.
        var isUnknown = false

        /// What it is told when its deadline has passed.
        var ends: DispatchError { .deadlineExceeded(isOutcomeUnknown: isUnknown) }
    }

    /// Tickets of a district, for a lane to look which of them are free again.
    struct Look: Hashable {
        let district: DistrictID
        let tickets: Set<TicketID>
    }

    /// How many wait, also beside it.
    var count: Int { queued + held.values.reduce(0) { $0 + $1.count } }
    /// How many wait for a lane.
    private var queued = 0
    private var queues: [DistrictID: Deque<Waiting>] = [:]
    /// Districts with work, in the order in which their turn comes.
    private var turns: Deque<DistrictID> = []
    /// What lanes carry out now, of each district: no more entries in all than lanes.
    private var carried: [DistrictID: [Carried]] = [:]
    /// Commands in all of those.
    private var allCarried = 0
    private var held: [DistrictID: HeldCommands] = [:]
    /// Whether nothing more comes: then nothing is kept waiting for more.
    var isStopping = false
    private let limits: Batcher.Limits

    /// A batch that a lane carries out.
    private struct Carried {
        /// Its first command's.
        let id: UInt64
        let count: Int
        let since: ContinuousClock.Instant
    }

    init(_ limits: Batcher.Limits) {
        self.limits = limits
    }

    /// Takes a command in; false when full.
    mutating func append(_ waiting: Waiting) -> Bool {
        guard count < limits.queue else { return false }
        let district = waiting.submission.district
        if held[district]?.keep(waiting.submission) == true {
            held[district]?.add([waiting])
            return true
        }
        if queues[district, default: []].isEmpty { turns.append(district) }
        queues[district, default: []].append(waiting)
        queued += 1
        return true
    }

    /// Whether a lane has something to do: a batch, or to look.
    func isDue(at now: ContinuousClock.Instant) -> Bool {
        turn(at: now) != nil || held.values.contains { $0.isDue(at: now) }
    }

    /// Whether something of a district may be taken: constant in what waits.
    func isDue(_ district: DistrictID, at now: ContinuousClock.Instant) -> Bool {
        guard let queue = queues[district] else { return false }
        guard !isStopping, queue.count < limits.share, let carried = carried[district] else { return true }
        let young = carried.filter { now - $0.since < limits.gathering }
        return young.reduce(0) { $0 + $1.count } <= limits.few
    }

    /// The first whose turn it is of those that may be taken from; no more are passed over than lanes are busy with.
    private func turn(at now: ContinuousClock.Instant) -> Int? { turns.firstIndex { isDue($0, at: now) } }

    /// Takes out the next batch, of one district, for a lane to carry out; empty when nothing may be taken.
    ///
    /// - Parameter now: the present.
    /// - Returns: in the order of their arrival, a lane's share of what is under way at the most.
    mutating func next(at now: ContinuousClock.Instant) -> [Waiting] {
        // Out of the dictionary: changed in place there, it would be copied.
        guard let turn = turn(at: now), var queue = queues.removeValue(forKey: turns[turn]) else { return [] }
        let district = turns.remove(at: turn)
        // So that all lanes have the same.
        let share = max(limits.share, (queued + allCarried + limits.lanes - 1) / limits.lanes)
        let batch = Array(queue.prefix(min(limits.batch, share)))
        queue.removeFirst(batch.count)
        queued -= batch.count
        carried[district, default: []].append(Carried(id: batch[0].id, count: batch.count, since: now))
        allCarried += batch.count
        if !queue.isEmpty {
            queues[district] = queue
            turns.append(district)
        }
        return batch
    }

    /// A lane is done with a batch.
    mutating func carriedOut(_ batch: [Waiting]) {
        guard let first = batch.first, var rest = carried[first.submission.district] else { return }
        rest.removeAll { $0.id == first.id }
        carried[first.submission.district] = rest.isEmpty ? nil : rest
        allCarried -= batch.count
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
        queued -= expired.count
        for district in Array(held.keys) {
            change(district) { expired += $0.expired(at: now) }
        }
        return expired
    }

    /// Takes out everybody.
    mutating func removeAll() -> [Waiting] {
        var all = turns.flatMap { queues[$0].map(Array.init) ?? [] }
        for district in Array(held.keys) {
            change(district) { all += $0.removeAll() }
        }
        queues = [:]
        turns = []
        queued = 0
        return all
    }
}

extension BatchQueue {
    // MARK: - Tickets that somebody holds

    /// Takes commands in that a lane cannot carry out now.
    ///
    /// - Parameters:
    ///   - commands: of one district.
    ///   - tickets: those that somebody holds; each of the commands is about one of them.
    ///   - now: the present.
    mutating func putAside(_ commands: [Waiting], _ tickets: Set<TicketID>, at now: ContinuousClock.Instant) {
        guard let district = commands.first?.submission.district else { return }
        held[district, default: HeldCommands(lookAt: now + limits.looking)].add(commands, tickets: tickets)
    }

    /// The tickets that a lane is to look at now; `looked` says what it saw.
    mutating func look(at now: ContinuousClock.Instant) -> Look? {
        guard let district = held.first(where: { $0.value.isDue(at: now) })?.key, let tickets = held[district]?.look()
        else { return nil }
        return Look(district: district, tickets: tickets)
    }

    /// Puts those back in front that no ticket keeps waiting any more.
    ///
    /// - Parameters:
    ///   - look: what was looked at.
    ///   - tickets: those of them that are held still.
    ///   - now: the present.
    mutating func looked(_ look: Look, held tickets: Set<TicketID>, at now: ContinuousClock.Instant) {
        var free: [Waiting] = []
        let next = now + limits.looking
        change(look.district) { free = $0.looked(free: look.tickets.subtracting(tickets), next: next) }
        guard !free.isEmpty else { return }
        if queues[look.district, default: []].isEmpty { turns.append(look.district) }
        queues[look.district, default: []].prepend(contentsOf: free)
        queued += free.count
    }

    private mutating func change(_ district: DistrictID, _ change: (inout HeldCommands) -> Void) {
        guard var commands = held.removeValue(forKey: district) else { return }
        change(&commands)
        if commands.count > 0 { held[district] = commands }
    }
}
