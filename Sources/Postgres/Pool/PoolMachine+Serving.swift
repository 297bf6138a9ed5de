import DequeModule

// MARK: - Serving

extension PoolMachine {
    /// Gives free connections to the heads of the queues, the older first.
    mutating func serve(_ now: ContinuousClock.Instant, _ actions: inout [Action]) {
        while let (waiter, want) = head() {
            var grant = take(want, now)
            var served = waiter
            if grant == nil, let (other, otherWant) = head(besides: want) {
                grant = take(otherWant, now)
                served = other
            }
            guard let grant else { break }
            dequeue(served)
            actions.append(.grant(served, grant))
        }
        if !waiting.isEmpty {
            makeRoom(now, &actions)
        }
    }

    private mutating func head() -> (WaiterID, Want)? {
        let exclusive = skipGone(\.exclusiveQueue)
        let shared = skipGone(\.sharedQueue)
        switch (exclusive, shared) {
        case (nil, nil): return nil
        case (let id?, nil): return (id, .exclusive)
        case (nil, let id?): return (id, .shared)
        case (let first?, let second?): return first < second ? (first, .exclusive) : (second, .shared)
        }
    }

    private mutating func head(besides want: Want) -> (WaiterID, Want)? {
        switch want {
        case .exclusive: skipGone(\.sharedQueue).map { ($0, .shared) }
        case .shared: skipGone(\.exclusiveQueue).map { ($0, .exclusive) }
        }
    }

    /// Callers that left are taken out of the queue when their turn comes.
    private mutating func skipGone(_ queue: WritableKeyPath<PoolMachine, Deque<WaiterID>>) -> WaiterID? {
        while let first = self[keyPath: queue].first {
            if waiting[first] != nil {
                return first
            }
            self[keyPath: queue].removeFirst()
        }
        return nil
    }

    private mutating func dequeue(_ waiter: WaiterID) {
        switch waiting.removeValue(forKey: waiter) {
        case .exclusive: exclusiveQueue.removeFirst()
        case .shared: sharedQueue.removeFirst()
        case nil: break
        }
    }

    mutating func take(_ want: Want, _ now: ContinuousClock.Instant) -> Grant? {
        var best: (id: SlotID, count: Int)?
        for (id, slot) in slots {
            guard case .shared(let count) = slot.state, count < (want == .exclusive ? 1 : depth) else { continue }
            if count < best?.count ?? .max {
                best = (id, count)
            }
        }
        guard let best, let connection = slots[best.id]?.connection else { return nil }
        slots[best.id]?.state = want == .exclusive ? .leased : .shared(best.count + 1)
        slots[best.id]?.lastUse = now
        return Grant(slot: best.id, connection: connection)
    }

    /// Opens connections that are missing, and promises a shared one to an exclusive caller that could wait for ever.
    mutating func makeRoom(_ now: ContinuousClock.Instant, _ actions: inout [Action]) {
        guard !isShutDown || !waiting.isEmpty else { return }
        let exclusives = waiting.isEmpty ? 0 : exclusiveQueue.count
        let opening = slots.values.count { $0.connection == nil }
        let wanted = max(exclusives, waiting.isEmpty ? 0 : 1) - opening
        let missing = max(configuration.minimum - slots.count, min(wanted, configuration.maximum - slots.count))
        for _ in 0..<max(0, missing) {
            open(now, &actions)
        }
        let draining = slots.values.count { $0.isDraining }
        guard exclusives > draining + opening + max(0, missing) else { return }
        let candidates = slots.compactMap { id, slot in slot.sharedCount.map { (id: id, count: $0) } }
        if let calmest = candidates.min(by: { $0.count < $1.count }), calmest.count > 0 {
            slots[calmest.id]?.state = .draining(calmest.count)
        }
    }

    mutating func growIfCrowded(_ now: ContinuousClock.Instant, _ actions: inout [Action]) {
        guard slots.count < configuration.maximum else { return }
        let isCrowded = slots.values.allSatisfy { slot in
            slot.connection != nil && (slot.sharedCount ?? .max) >= configuration.growAt
        }
        if isCrowded {
            open(now, &actions)
        }
    }

    mutating func open(_ now: ContinuousClock.Instant, _ actions: inout [Action]) {
        lastSlot += 1
        slots[lastSlot] = Slot(lastUse: now)
        let pause = failures == 0 ? .zero : configuration.backoff(failures: failures, chance: 0.5)
        actions.append(.open(lastSlot, after: pause))
    }

    mutating func remove(_ id: SlotID, _ now: ContinuousClock.Instant, _ actions: inout [Action]) {
        if let connection = slots.removeValue(forKey: id)?.connection {
            actions.append(.close(connection))
        }
        makeRoom(now, &actions)
        finishIfEmpty(&actions)
    }

    mutating func refuseAll(_ error: PostgresError, _ actions: inout [Action]) {
        actions += waiting.keys.sorted().map { .refuse($0, error) }
        waiting = [:]
        exclusiveQueue = []
        sharedQueue = []
    }

    func finishIfEmpty(_ actions: inout [Action]) {
        if isShutDown, slots.isEmpty {
            actions.append(.finish)
        }
    }
}

extension PoolMachine.Slot {
    /// How many shared flights it has, nil when it is not to be shared.
    var sharedCount: Int? {
        if case .shared(let count) = state { count } else { nil }
    }

    var isIdle: Bool {
        sharedCount == 0
    }

    var isDraining: Bool {
        if case .draining = state { true } else { false }
    }

    func isExpired(_ now: ContinuousClock.Instant) -> Bool {
        expires.map { $0 <= now } ?? false
    }
}
