import CLibPQ
package import Logging

// MARK: - Connecting

extension Connection {
    /// Connects to the first host that answers in time and is of the kind asked for.
    ///
    /// A refused user, password or database ends the search, as in libpq: the other hosts would say the same.
    ///
    /// - Parameters:
    ///   - configuration: where to, and as whom.
    ///   - reactor: the reactor that the connection will live on.
    ///   - logger: for what happens to it.
    /// - Returns: an open connection, to be closed by the caller.
    /// - Throws: `.connectFailed` with the reason of each host; `.cancelled`.
    package static func open(
        _ configuration: ConnectionConfiguration,
        on reactor: Reactor,
        logger: Logger = Logger(label: "postgres")
    ) async throws(PostgresError) -> Connection {
        var reasons: [String] = []
        var last: PostgresError?
        for place in configuration.hosts {
            do throws(PostgresError) {
                for host in try await resolve(place, within: configuration.connectTimeout, on: reactor) {
                    let connection = Connection(configuration, reactor: reactor, logger: logger)
                    do throws(PostgresError) {
                        try await connection.connect(to: host)
                        try await connection.greet(configuration)
                        return connection
                    } catch {
                        try note(error, of: host, in: &reasons)
                        last = error
                    }
                }
            } catch {
                try note(error, of: place, in: &reasons)
                last = error
            }
        }
        var error = PostgresError(.connectFailed, reasons.joined(separator: "; "), underlying: last)
        error.serverReport = last?.serverReport
        throw error
    }

    /// Notes why a host would not do, or throws when no other will either.
    private static func note(
        _ error: PostgresError,
        of host: HostAddress,
        in reasons: inout [String]
    ) throws(PostgresError) {
        if error.isFinalRefusal || error.code == .cancelled {
            throw error
        }
        reasons.append("\(host): \(error.message)")
    }

    /// Carries out what is to be done before anybody gets the connection; where it fails, there is none.
    private nonisolated func greet(_ configuration: ConnectionConfiguration) async throws(PostgresError) {
        guard let greeting = configuration.greeting else { return }
        do throws(PostgresError) {
            _ = try await flight([greeting], deadline: .now + configuration.connectTimeout)
        } catch {
            await closeNow()
            throw error
        }
    }

    private static func resolve(
        _ place: HostAddress,
        within time: Duration,
        on reactor: Reactor
    ) async throws(PostgresError) -> [HostAddress] {
        guard place.needsResolution else { return [place] }
        let wait = OneAnswer<Result<[HostAddress], PostgresError>>()
        let answer = await withUnsafeContinuation { continuation in
            wait.expect(continuation)
            BlockingWork().run {
                do throws(PostgresError) {
                    wait.answer(.success(try place.resolved()))
                } catch {
                    wait.answer(.failure(error))
                }
            }
            reactor.perform {
                _ = reactor.after(time) {
                    wait.answer(.failure(PostgresError(.connectFailed, "its name was not resolved in time")))
                }
            }
        }
        return try answer.get()
    }

    private nonisolated func connect(to host: HostAddress) async throws(PostgresError) {
        guard !Task.isCancelled else { throw .cancelledByTask }
        let wait = OneAnswer<Result<Void, PostgresError>>()
        let answer = await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                wait.expect(continuation)
                reactor.perform {
                    self.assumeIsolated { $0.beginConnecting(to: host, wait) }
                }
            }
        } onCancel: {
            reactor.perform {
                self.assumeIsolated { $0.failConnecting(.cancelledByTask) }
            }
        }
        try answer.get()
        logger.debug("connected", metadata: ["host": "\(host)"])
    }

    func start(_ host: HostAddress) throws(PostgresError) -> OpaquePointer {
        let pairs = configuration.keywords(for: host).map { ($0.key, $0.value) }
        let started = withCStrings(pairs.map(\.0)) { keywords in
            withCStrings(pairs.map(\.1)) { values in
                PQconnectStartParams(keywords, values, 0)
            }
        }
        guard let handle = started else {
            throw PostgresError(.connectFailed, "no memory for a connection")
        }
        guard PQstatus(handle) != CONNECTION_BAD else {
            defer { PQfinish(handle) }
            throw connectError(handle)
        }
        // The SQLSTATE of a refusal is told in the text only, and only so.
        PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        return handle
    }

    func connectError(_ handle: OpaquePointer) -> PostgresError {
        let text = Self.message(of: handle)
        var error = PostgresError(.connectFailed, text)
        // "… FATAL:  28P01: password authentication failed for user …"
        if let match = text.firstMatch(of: /([A-Z]+): +([0-9A-Z]{5}): (.*?)( LOCATION: .*)?$/) {
            error.message = String(match.3)
            error.serverReport = ServerReport(
                sqlState: SQLState(rawValue: String(match.2)),
                severity: String(match.1),
                message: error.message
            )
        }
        return error
    }
}

extension PostgresError {
    /// Whether the server knows us and will not have us: user, password or database.
    var isFinalRefusal: Bool {
        code == .connectFailed && (sqlState?.classCode == "28" || sqlState?.classCode == "3D")
    }
}

private func withCStrings<R>(_ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> R) -> R {
    let copies = strings.map { $0.utf8CString }
    let all = copies.flatMap { $0 }
    return all.withUnsafeBufferPointer { bytes in
        var pointers: [UnsafePointer<CChar>?] = []
        var offset = 0
        for copy in copies {
            pointers.append(bytes.baseAddress?.advanced(by: offset))
            offset += copy.count
        }
        pointers.append(nil)
        return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
    }
}
