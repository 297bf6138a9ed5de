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
        /// Since when it waits for a lane.
        var since: ContinuousClock.Instant
        let deadline: ContinuousClock.Instant
        /// Whether an earlier try may stand: only a try that went through tells.
        var isUnknown = false

        /// What it is told when its deadline has passed.
        var ends: DispatchError { .deadlineExceeded(isOutcomeUnknown: isUnknown) }
    }

    /// What a lane carries out.
    struct Batch {
        /// Of one district, in the order of their arrival.
        let commands: [Waiting]
        fileprivate let number: UInt64
    }

    /// Tickets of a district, for a lane to look which of them are free again.
    struct Look: Hashable {
        let district: DistrictID
        let tickets: Set<TicketID>
    }

    /// How many wait.
    var count: Int { queued + aside }
    /// How many wait for a lane.
    private(set) var queued = 0
    /// How many wait for a ticket that somebody holds.
    var aside: Int { held.values.reduce(0) { $0 + $1.count } }
    private var queues: [DistrictID: Deque<Waiting>] = [:]
    /// Districts with work, in the order in which their turn comes.
    private var turns: Deque<DistrictID> = []
    /// What lanes carry out now, of each district: no more entries in all than lanes.
    private var carried: [DistrictID: [Carried]] = [:]
    /// Commands in all of those.
    private var allCarried = 0
    private var lastNumber: UInt64 = 0
    private var held: [DistrictID: HeldCommands] = [:]
    /// Whether nothing more comes: then nothing is kept waiting for more.
    var isStopping = false
    private let limits: Batcher.Limits

    /// A batch that a lane carries out.
    private struct Carried {
        let number: UInt64
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

    /// Takes out the next batch, of one district, for a lane to carry out.
    ///
    /// - Parameter now: the present.
    /// - Returns: a lane's share of what is under way at the most; nil: there is nothing to be taken.
    mutating func next(at now: ContinuousClock.Instant) -> Batch? {
        // Out of the dictionary: changed in place there, it would be copied.
        guard let turn = turn(at: now), var queue = queues.removeValue(forKey: turns[turn]) else { return nil }
        let district = turns.remove(at: turn)
        // So that all lanes have the same.
        let share = max(limits.share, (queued + allCarried + limits.lanes - 1) / limits.lanes)
        lastNumber += 1
        let batch = Batch(commands: Array(queue.prefix(min(limits.batch, share))), number: lastNumber)
        let count = batch.commands.count
        queue.removeFirst(count)
        queued -= count
        carried[district, default: []].append(Carried(number: lastNumber, count: count, since: now))
        allCarried += count
        if !queue.isEmpty {
            queues[district] = queue
            turns.append(district)
        }
        return batch
    }

    /// A lane is done with a batch.
    mutating func carriedOut(_ batch: Batch) {
        let district = batch.commands[0].submission.district
        guard var rest = carried[district] else { return }
        rest.removeAll { $0.number == batch.number }
        carried[district] = rest.isEmpty ? nil : rest
        allCarried -= batch.commands.count
    }

    /// Takes out everybody whose deadline has passed.
    mutating func expired(at now: ContinuousClock.Instant) -> [Waiting] {
        var expired: [Waiting] = []
        for district in Array(queues.keys) { expired += takeOut(of: district) { $0.deadline <= now } }
        for district in Array(held.keys) { expired += held[district]?.expired(at: now) ?? [] }
        return expired
    }

    /// Takes out everybody.
    mutating func removeAll() -> [Waiting] {
        let all = turns.flatMap { queues[$0].map(Array.init) ?? [] } + held.values.flatMap(\.commands)
        (queues, turns, queued, held) = ([:], [], 0, [:])
        return all
    }

    private mutating func takeOut(of district: DistrictID, _ isTaken: (Waiting) -> Bool) -> [Waiting] {
        guard let queue = queues[district], queue.contains(where: isTaken) else { return [] }
        let taken = queue.filter(isTaken)
        let rest = queue.filter { !isTaken($0) }
        queues[district] = rest.isEmpty ? nil : Deque(rest)
        if rest.isEmpty { turns.removeAll { $0 == district } }
        queued -= taken.count
        return Array(taken)
    }
}

extension BatchQueue {
    // MARK: - Tickets that somebody holds

    /// Takes commands in that a lane cannot carry out now, with those that wait for a lane and want the same tickets.
    ///
    /// - Parameters:
    ///   - commands: of one district.
    ///   - tickets: those that somebody holds; each of the commands is about one of them.
    ///   - now: the present.
    mutating func putAside(_ commands: [Waiting], _ tickets: Set<TicketID>, at now: ContinuousClock.Instant) {
        guard let district = commands.first?.submission.district else { return }
        let others = takeOut(of: district) { $0.submission.isAbout(tickets) }
        held[district, default: HeldCommands(lookAt: now + limits.looking)].add(commands + others, tickets: tickets)
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
        guard var commands = held.removeValue(forKey: look.district) else { return }
        var free = commands.looked(free: look.tickets.subtracting(tickets), next: now + limits.looking)
        if !commands.tickets.isEmpty { held[look.district] = commands }
        guard !free.isEmpty else { return }
        for place in free.indices { free[place].since = now }
        if queues[look.district, default: []].isEmpty { turns.append(look.district) }
        queues[look.district, default: []].prepend(contentsOf: free)
        queued += free.count
    }
}
