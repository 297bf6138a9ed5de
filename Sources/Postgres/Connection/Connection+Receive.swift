import CLibPQ
import DequeModule
import Synchronization

// MARK: - From the socket to a caller

extension Connection {
    func socketReady(_ events: UInt32) {
        guard let handle else { return }
        if events & EPOLLOUT.rawValue != 0 {
            flush()
        }
        let isBroken = events & (EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0
        guard events & EPOLLIN.rawValue != 0 || isBroken else { return }
        lastReceived = .now
        if isBroken {
            isPaused = false
        }
        let isAlive = PQconsumeInput(handle) == 1
        drain()
        guard self.handle != nil else { return }
        if !isAlive || PQstatus(handle) == CONNECTION_BAD {
            lose(PostgresError(.connectionLost, Self.message(of: handle)))
            return
        }
        deliverNotifications(handle)
        schedulePump()
    }

    /// Takes every answer that is complete in libpq's buffer.
    func drain() {
        while let handle, let flight = inFlight.first, !isPaused, PQisBusy(handle) == 0 {
            if let result = PQgetResult(handle) {
                receive(ResultBuffer(result), status: PQresultStatus(result), for: flight, handle)
            } else if !endCommand(of: flight, handle) {
                lose(PostgresError(.connectionLost, Self.message(of: handle)))
            }
        }
    }

    /// A command of the flight is answered; returns false when there can be no more answers.
    private func endCommand(of flight: Flight, _ handle: OpaquePointer) -> Bool {
        if case .script = flight.content {
            guard PQstatus(handle) == CONNECTION_OK, PQenterPipelineMode(handle) == 1 else { return false }
            finish(flight)
            return true
        }
        guard flight.position < flight.steps.count, PQstatus(handle) == CONNECTION_OK else { return false }
        flight.position += 1
        beginRows(flight, handle)
        return true
    }

    private func receive(
        _ result: ResultBuffer,
        status: ExecStatusType,
        for flight: Flight,
        _ handle: OpaquePointer
    ) {
        switch status {
        case PGRES_PIPELINE_SYNC:
            finish(flight)
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
            succeed(QueryResult(result), flight)
        case PGRES_SINGLE_TUPLE:
            receiveRow(Row(buffer: result, index: 0), flight)
        case PGRES_PIPELINE_ABORTED:
            skip(flight)
        case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE, PGRES_NONFATAL_ERROR:
            fail(result, flight)
        default:
            lose(PostgresError(.misuse, "COPY cannot be run as a query"))
        }
    }

    private func succeed(_ result: QueryResult, _ flight: Flight) {
        guard flight.position < flight.steps.count else { return }
        switch flight.steps[flight.position] {
        case .prepare(let key): cache.prepared(key)
        case .execute: flight.results.append(result)
        }
    }

    /// Once the reader has left, rows are dropped without a pause, so that the stream drains.
    private func receiveRow(_ row: Row, _ flight: Flight) {
        guard case .rows(_, let feed) = flight.content, flight.leaving == nil else { return }
        if !feed.push(row) {
            isPaused = true
        }
    }

    /// The reader took what there was.
    func resumeReading() {
        guard isPaused, handle != nil else { return }
        isPaused = false
        drain()
        flush()
        schedulePump()
    }

    /// An earlier statement failed, so the server did not look at this one.
    private func skip(_ flight: Flight) {
        guard flight.position < flight.steps.count else { return }
        if case .prepare(let key) = flight.steps[flight.position] {
            cache.forget(key)
        }
    }

    private func fail(_ result: ResultBuffer, _ flight: Flight) {
        let report = result.serverReport
        let isLost = report?.sqlState.endsConnection ?? true
        var error = PostgresError(isLost ? .connectionLost : .server, report?.message ?? result.errorMessage)
        error.serverReport = report
        error.isOutcomeUnknown = isLost
        if flight.position < flight.steps.count {
            switch flight.steps[flight.position] {
            case .prepare(let key):
                cache.forget(key)
                if case .execute(let index, _) = flight.steps[flight.position + 1] {
                    error.statementIndex = index
                }
            case .execute(let index, let key):
                error.statementIndex = index
                forgetIfStale(key, report?.sqlState)
            }
        }
        error.statement = error.statementIndex.flatMap(flight.statement)
        flight.error = flight.error ?? error
    }

    /// After a change of the schema a prepared statement may be refused for good (0A000: «cached plan must not
    /// change result type»), or be gone (26000): the next use prepares it anew.
    private func forgetIfStale(_ key: StatementCache.Key?, _ state: SQLState?) {
        guard let key, state == .invalidStatementName || state?.rawValue == "0A000" else { return }
        cache.forget(key)
    }

    private func finish(_ flight: Flight) {
        inFlight.removeFirst()
        if fence.flightAnswered() {
            cancelIfAllLeft()
            schedulePump()
        }
        if inFlight.isEmpty, queue.isEmpty, fence.maySend, PQtransactionStatus(handle) == PQTRANS_IDLE {
            isAtRest.store(true, ordering: .releasing)
        }
        guard let error = flight.error else {
            flight.answer(.success(flight.results))
            return
        }
        // The caller's own reason is told only when it was what ended the statement.
        if let leaving = flight.leaving, error.sqlState == .queryCanceled {
            var reason = leaving
            reason.serverReport = error.serverReport
            reason.statement = error.statement
            flight.answer(.failure(reason))
        } else {
            flight.answer(.failure(error))
        }
    }

    private func deliverNotifications(_ handle: OpaquePointer) {
        guard let notified else { return }
        while let pointer = PQnotifies(handle) {
            let item = pointer.pointee
            notified(
                Notification(
                    channel: String(cString: item.relname),
                    payload: String(cString: item.extra),
                    process: item.be_pid
                )
            )
            PQfreemem(pointer)
        }
    }
}
