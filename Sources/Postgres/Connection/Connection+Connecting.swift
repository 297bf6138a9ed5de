import CLibPQ

/// A connect under way.
struct ConnectAttempt {
    let handle: OpaquePointer
    let timer: TimerHeap.Token
    let wait: OneAnswer<Result<Void, PostgresError>>
    var watcher: UInt64 = 0
}

// MARK: - The steps of a connect

// They are plain calls from the reactor, not `await`s: a continuation that an actor awaits is resumed by way of the
// global executor (Swift 6.3), so a busy program would let the deadlines of its own connects pass.
extension Connection {
    func beginConnecting(to host: HostAddress, _ wait: OneAnswer<Result<Void, PostgresError>>) {
        do throws(PostgresError) {
            let handle = try start(host)
            let timer = reactor.after(configuration.connectTimeout) { [self] in
                assumeIsolated { $0.failConnecting(PostgresError(.connectFailed, "no answer in time")) }
            }
            attempt = ConnectAttempt(handle: handle, timer: timer, wait: wait)
            awaitReadiness(EPOLLOUT.rawValue)
        } catch {
            phase = .closed(error)
            wait.answer(.failure(error))
        }
    }

    private func awaitReadiness(_ events: UInt32) {
        guard let handle = attempt?.handle else { return }
        attempt?.watcher = reactor.watch(PQsocket(handle), events: events) { [self] _ in
            assumeIsolated { $0.pollConnect() }
        }
    }

    private func pollConnect() {
        guard let attempt else { return }
        // The descriptor may be another afterwards: nothing is watched meanwhile.
        reactor.unwatch(attempt.watcher)
        switch PQconnectPoll(attempt.handle) {
        case PGRES_POLLING_OK: finishConnecting(attempt)
        case PGRES_POLLING_READING: awaitReadiness(EPOLLIN.rawValue)
        case PGRES_POLLING_WRITING: awaitReadiness(EPOLLOUT.rawValue)
        default: failConnecting(connectError(attempt.handle))
        }
    }

    private func finishConnecting(_ attempt: ConnectAttempt) {
        reactor.cancelTimer(attempt.timer)
        self.attempt = nil
        let handle = attempt.handle
        PQsetErrorVerbosity(handle, PQERRORS_DEFAULT)
        PQsetnonblocking(handle, 1)
        PQenterPipelineMode(handle)
        self.handle = handle
        phase = .open
        watched = EPOLLIN.rawValue
        watcher = reactor.watch(PQsocket(handle), events: watched) { events in
            self.assumeIsolated { $0.socketReady(events) }
        }
        attempt.wait.answer(.success(()))
    }

    func failConnecting(_ error: PostgresError) {
        guard let attempt else { return }
        reactor.unwatch(attempt.watcher)
        reactor.cancelTimer(attempt.timer)
        self.attempt = nil
        phase = .closed(error)
        PQfinish(attempt.handle)
        attempt.wait.answer(.failure(error))
    }
}
