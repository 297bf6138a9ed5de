import Workflow

/// Commands of one district whose tickets somebody holds: they wait beside the queue, and no lane waits with them.
///
/// Somebody: an engine that froze between its two flights, a person who left a transaction open. Now and then a lane looks
/// which of the tickets are free again; it knows them until then, also where nobody waits any more. A pure state machine, of
/// `BatchQueue`.
struct HeldCommands {
    typealias Waiting = BatchQueue.Waiting

    private(set) var commands: [Waiting] = []
    private(set) var tickets: Set<TicketID> = []
    /// When to look again.
    private var lookAt: ContinuousClock.Instant
    /// Whether a lane looks just now.
    private var isLookedAt = false

    init(lookAt: ContinuousClock.Instant) {
        self.lookAt = lookAt
    }

    var count: Int { commands.count }

    /// Whether a command would have to wait for one of the tickets.
    func keep(_ submission: Submission) -> Bool { submission.isAbout(tickets) }

    /// Takes commands in that wait for tickets, each of them for one of those at least.
    mutating func add(_ more: [Waiting], tickets held: Set<TicketID> = []) {
        commands += more
        tickets.formUnion(held)
    }

    /// Whether it is time to look which tickets are free.
    func isDue(at now: ContinuousClock.Instant) -> Bool { !isLookedAt && lookAt <= now }

    /// What a lane is to look at; nothing else looks until it has.
    mutating func look() -> Set<TicketID> {
        isLookedAt = true
        return tickets
    }

    /// Takes out those that no ticket keeps waiting any more.
    ///
    /// - Parameters:
    ///   - free: tickets that nobody holds any more.
    ///   - next: when to look again.
    /// - Returns: in the order of their arrival.
    mutating func looked(free: Set<TicketID>, next: ContinuousClock.Instant) -> [Waiting] {
        (isLookedAt, lookAt) = (false, next)
        tickets.subtract(free)
        let held = tickets
        return takeOut { !$0.submission.isAbout(held) }.sorted { $0.id < $1.id }
    }

    /// Takes out everybody whose deadline has passed.
    mutating func expired(at now: ContinuousClock.Instant) -> [Waiting] { takeOut { $0.deadline <= now } }

    private mutating func takeOut(_ isTaken: (Waiting) -> Bool) -> [Waiting] {
        let taken = commands.filter(isTaken)
        commands.removeAll(where: isTaken)
        return taken
    }
}
