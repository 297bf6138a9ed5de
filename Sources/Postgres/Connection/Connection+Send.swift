import CLibPQ
import DequeModule
import Synchronization

// MARK: - From a caller to the socket

extension Connection {
    /// Takes a flight; it goes out at the end of the reactor's turn, together with all that came in the same turn.
    func submit(_ flight: Flight) {
        switch phase {
        case .open:
            break
        case .connecting, .closing:
            flight.answer(.failure(PostgresError(.shutdown, "the connection takes no statements now")))
            return
        case .closed(let reason):
            flight.answer(.failure(reason.beforeSending))
            return
        }
        if flight.isCancelled.load(ordering: .acquiring) {
            flight.answer(.failure(.cancelledByTask))
            return
        }
        if let current = inFlight.first, case .rows = current.content, current.leaving == nil {
            flight.answer(.failure(PostgresError(.misuse, "the connection's rows are still being read")))
            return
        }
        queue.append(flight)
        isAtRest.store(false, ordering: .relaxed)
        if let deadline = flight.deadline {
            expect(deadline)
        }
        schedulePump()
    }

    func schedulePump() {
        guard !isPumpDue else { return }
        isPumpDue = true
        reactor.atEndOfTurn { [self] in
            assumeIsolated { $0.pump() }
        }
    }

    /// Sends what may be sent.
    func pump() {
        isPumpDue = false
        if fence.maySend {
            sendQueue()
        }
        flush()
        wakeIdle()
    }

    private func sendQueue() {
        while let handle, let next = queue.first, inFlight.count < configuration.pipelineDepth {
            guard inFlight.isEmpty || !(next.isAlone || inFlight[0].isAlone) else { return }
            queue.removeFirst()
            flights += 1
            next.number = flights
            inFlight.append(next)
            guard send(next, to: handle) else {
                lose(PostgresError(.connectionLost, Self.message(of: handle)))
                return
            }
            sendEvictions(to: handle)
        }
    }

    func flush() {
        guard let handle else { return }
        switch PQflush(handle) {
        case 0:
            watch(isPaused ? 0 : EPOLLIN.rawValue)
        case 1:
            watch((isPaused ? 0 : EPOLLIN.rawValue) | EPOLLOUT.rawValue)
        default:
            // What the server said before it hung up may still be in the socket: the read that follows finds it.
            watch(EPOLLIN.rawValue)
        }
    }

    func watch(_ events: UInt32) {
        guard events != watched else { return }
        watched = events
        reactor.rewatch(watcher, events: events)
    }

    private func send(_ flight: Flight, to handle: OpaquePointer) -> Bool {
        switch flight.content {
        case .pipeline(let queries):
            for (index, query) in queries.enumerated() {
                guard send(query, index, of: flight, to: handle) else { return false }
            }
            return PipelineSync.put(into: handle)
        case .rows(let query, _):
            guard send(query, 0, of: flight, to: handle), PipelineSync.put(into: handle) else { return false }
            beginRows(flight, handle)
            return true
        case .script(let text):
            return PQexitPipelineMode(handle) == 1 && PQsendQuery(handle, text) == 1
        }
    }

    private func send(_ query: Query, _ index: Int, of flight: Flight, to handle: OpaquePointer) -> Bool {
        guard query.isPrepared else {
            flight.steps.append(.execute(index: index, key: nil))
            return query.sendText(to: handle)
        }
        let key = StatementCache.Key(sql: query.sql, types: query.parameters.types)
        switch cache.use(key, flight: flight.number) {
        case .unnamed:
            flight.steps.append(.execute(index: index, key: nil))
            return query.sendText(to: handle)
        case .named(let name):
            flight.steps.append(.execute(index: index, key: key))
            return query.sendNamed(name, to: handle)
        case .prepare(let name):
            flight.steps.append(.prepare(key))
            flight.steps.append(.execute(index: index, key: key))
            return query.sendPrepare(name, to: handle) && query.sendNamed(name, to: handle)
        }
    }

    /// Statements that leave the cache are deallocated in a flight of their own that nobody waits for.
    private func sendEvictions(to handle: OpaquePointer) {
        guard inFlight.last?.isAlone == false else { return }
        let queries = cache.evict().map { Query(unsafeSQL: "DEALLOCATE \($0)").unprepared() }
        guard !queries.isEmpty else { return }
        let flight = Flight(.pipeline(queries), deadline: nil)
        inFlight.append(flight)
        if !send(flight, to: handle) {
            lose(PostgresError(.connectionLost, Self.message(of: handle)))
        }
    }

    /// Asks for the rows one by one, which libpq takes only when the statement's turn to be answered has come.
    func beginRows(_ flight: Flight, _ handle: OpaquePointer) {
        guard case .rows = flight.content, flight.position < flight.steps.count else { return }
        if case .execute = flight.steps[flight.position] {
            PQsetSingleRowMode(handle)
        }
    }

    static func message(of handle: OpaquePointer) -> String {
        String(cString: PQerrorMessage(handle)).split(separator: "\n").joined(separator: " ")
    }
}

extension Query {
    fileprivate func sendText(to handle: OpaquePointer) -> Bool {
        parameters.withPointers { pointers in
            PQsendQueryParams(
                handle,
                sql,
                pointers.count,
                pointers.types,
                pointers.values,
                pointers.lengths,
                pointers.formats,
                1
            ) == 1
        }
    }

    fileprivate func sendPrepare(_ name: String, to handle: OpaquePointer) -> Bool {
        parameters.withPointers { pointers in
            PQsendPrepare(handle, name, sql, pointers.count, pointers.types) == 1
        }
    }

    fileprivate func sendNamed(_ name: String, to handle: OpaquePointer) -> Bool {
        parameters.withPointers { pointers in
            PQsendQueryPrepared(
                handle,
                name,
                pointers.count,
                pointers.values,
                pointers.lengths,
                pointers.formats,
                1
            ) == 1
        }
    }
}

extension PostgresError {
    /// The same failure for a flight that never left this process.
    var beforeSending: PostgresError {
        var copy = self
        copy.isOutcomeUnknown = false
        return copy
    }

    /// The same failure for a flight that was sent and not answered.
    var afterSending: PostgresError {
        var copy = self
        copy.isOutcomeUnknown = true
        return copy
    }
}
