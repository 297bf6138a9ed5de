import DequeModule

/// Who has which connection and who waits: a pure machine; times and chances are given to it.
///
/// Callers want a connection for themselves (exclusive) or for one flight (shared). Each kind queues in order of
/// arrival, and when a connection is free the older head of the two queues has it.
struct PoolMachine {
    typealias SlotID = Int
    typealias WaiterID = UInt64

    enum Want: Equatable {
        case exclusive
        case shared
    }

    enum State {
        /// Being opened, or pausing before the next attempt. Can transition to: shared(0), gone.
        case opening
        /// Open, with that many shared flights; 0 is idle. Can transition to: draining, leased, checking, gone.
        case shared(Int)
        /// Promised to an exclusive caller once its last flights are done. Can transition to: shared(0), gone.
        case draining(Int)
        /// One caller has it. Can transition to: shared(0), gone.
        case leased
        /// Being asked whether it is alive. Can transition to: shared(0), gone.
        case checking
    }

    struct Slot {
        var state = State.opening
        var connection: Connection?
        var expires: ContinuousClock.Instant?
        var lastUse: ContinuousClock.Instant
    }

    struct Grant {
        let slot: SlotID
        let connection: Connection
    }

    enum Action {
        case grant(WaiterID, Grant)
        case refuse(WaiterID, PostgresError)
        case open(SlotID, after: Duration)
        case check(SlotID, Connection)
        case close(Connection)
        case finish
    }

    enum Answer {
        case granted(Grant)
        case waiting
        case refused(PostgresError)
    }

    let configuration: PoolConfiguration
    var slots: [SlotID: Slot] = [:]
    var lastSlot = 0
    private var lastWaiter: WaiterID = 0
    var waiting: [WaiterID: Want] = [:]
    var exclusiveQueue = Deque<WaiterID>()
    var sharedQueue = Deque<WaiterID>()
    var failures = 0
    var lastFailure: PostgresError?
    var isShutDown = false
    let depth: Int

    init(_ configuration: PoolConfiguration, depth: Int) {
        self.configuration = configuration
        self.depth = depth
    }

    var waiterCount: Int {
        waiting.count
    }

    // MARK: - Callers

    mutating func newWaiter() -> WaiterID {
        lastWaiter += 1
        return lastWaiter
    }

    /// A caller wants a connection now, or a place in the queue.
    mutating func wanted(
        _ want: Want,
        by waiter: WaiterID,
        now: ContinuousClock.Instant,
        _ actions: inout [Action]
    ) -> Answer {
        guard !isShutDown else {
            return .refused(PostgresError(.shutdown, "the pool is closing"))
        }
        let isNext = want == .exclusive ? exclusiveQueue.isEmpty : sharedQueue.isEmpty
        if isNext, let grant = take(want, now) {
            growIfCrowded(now, &actions)
            return .granted(grant)
        }
        guard waiting.count < configuration.maximumWaiters else {
            return .refused(PostgresError(.busy, "\(waiting.count) callers wait for a connection already"))
        }
        waiting[waiter] = want
        switch want {
        case .exclusive: exclusiveQueue.append(waiter)
        case .shared: sharedQueue.append(waiter)
        }
        // Those before it in the queue may all have left.
        serve(now, &actions)
        return .waiting
    }

    /// A caller wants a connection if one is free and nobody waits.
    mutating func wantedNow(_ want: Want, now: ContinuousClock.Instant, _ actions: inout [Action]) -> Grant? {
        guard !isShutDown, waiting.isEmpty, let grant = take(want, now) else { return nil }
        growIfCrowded(now, &actions)
        return grant
    }

    /// A caller left the queue; returns false when it was served or refused before.
    mutating func leftQueue(_ waiter: WaiterID) -> Bool {
        waiting.removeValue(forKey: waiter) != nil
    }

    mutating func released(_ slot: SlotID, isUsable: Bool, now: ContinuousClock.Instant, _ actions: inout [Action]) {
        guard let place = slots.index(forKey: slot) else { return }
        slots.values[place].lastUse = now
        switch slots.values[place].state {
        case .shared(let count): slots.values[place].state = .shared(count - 1)
        case .draining(1): slots.values[place].state = .shared(0)
        case .draining(let count): slots.values[place].state = .draining(count - 1)
        case .leased, .checking: slots.values[place].state = .shared(0)
        case .opening: preconditionFailure("a connection that is not open was given back")
        }
        let isIdle = slots.values[place].isIdle
        if isIdle, !isUsable || isShutDown || slots.values[place].isExpired(now) {
            remove(slot, now, &actions)
        }
        serve(now, &actions)
    }

    // MARK: - Connections

    mutating func opened(
        _ slot: SlotID,
        _ connection: Connection,
        chance: Double,
        now: ContinuousClock.Instant,
        _ actions: inout [Action]
    ) {
        failures = 0
        lastFailure = nil
        guard slots[slot] != nil, !isShutDown else {
            slots[slot] = nil
            actions.append(.close(connection))
            finishIfEmpty(&actions)
            return
        }
        let lifetime = configuration.lifetime * (0.9 + 0.2 * chance)
        slots[slot] = Slot(state: .shared(0), connection: connection, expires: now + lifetime, lastUse: now)
        serve(now, &actions)
    }

    mutating func openFailed(_ slot: SlotID, _ error: PostgresError, chance: Double, _ actions: inout [Action]) {
        failures += 1
        lastFailure = error
        let isFirst = slots.values.allSatisfy { $0.connection == nil }
        if error.isFinalRefusal, isFirst {
            refuseAll(error, &actions)
        }
        guard !isShutDown, slots.count <= configuration.minimum || !waiting.isEmpty else {
            slots[slot] = nil
            finishIfEmpty(&actions)
            return
        }
        actions.append(.open(slot, after: configuration.backoff(failures: failures, chance: chance)))
    }

    /// A connection is gone, whoever had it.
    mutating func closed(_ slot: SlotID, now: ContinuousClock.Instant, _ actions: inout [Action]) {
        guard let gone = slots.removeValue(forKey: slot) else { return }
        _ = gone
        makeRoom(now, &actions)
        finishIfEmpty(&actions)
    }

    /// Time passes: renews, shrinks and checks what idles.
    mutating func ticked(now: ContinuousClock.Instant, _ actions: inout [Action]) {
        guard !isShutDown else { return }
        for (id, slot) in slots where slot.isIdle {
            let isSpare = slots.count > configuration.minimum && now - slot.lastUse > configuration.idleLifetime
            if slot.isExpired(now) || isSpare {
                remove(id, now, &actions)
            } else if now - slot.lastUse >= configuration.checkInterval, let connection = slot.connection {
                slots[id]?.state = .checking
                actions.append(.check(id, connection))
            }
        }
        makeRoom(now, &actions)
    }

    /// Takes no new callers; those that wait are served, then everything closes.
    mutating func shutDown(now: ContinuousClock.Instant, _ actions: inout [Action]) {
        guard !isShutDown else { return }
        isShutDown = true
        if !slots.values.contains(where: { $0.connection != nil }) {
            refuseAll(PostgresError(.shutdown, "the pool is closing"), &actions)
        }
        for (id, slot) in slots where slot.isIdle || slot.connection == nil {
            remove(id, now, &actions)
        }
        finishIfEmpty(&actions)
    }

    /// Gives up everything at once.
    mutating func abandon(_ actions: inout [Action]) {
        isShutDown = true
        refuseAll(PostgresError(.shutdown, "the pool was stopped"), &actions)
        actions += slots.values.compactMap(\.connection).map(Action.close)
        slots = [:]
    }
}
