import PGStore
import Postgres
import Synchronization
import Workflow

/// Ids for filings that must know theirs before they are decided.
///
/// Whoever asks first fetches for all that ask meanwhile: one caller waits for a query of its own, a thousand share one.
/// No more is fetched than is asked for, so that people's numbers follow one another.
final class TicketIDDesk: Sendable {
    private enum Turn {
        case fetch
        case id(TicketID)
        case failed(DispatchError)
    }

    private struct State {
        var waiting: [CheckedContinuation<Turn, Never>] = []
        var isFetching = false
    }

    private let pool: Pool
    private let spares: SpareIDs
    private let state = Mutex(State())

    init(pool: Pool, spares: SpareIDs) {
        self.pool = pool
        self.spares = spares
    }

    /// The next id: one that was left over, else from the sequence.
    ///
    /// - Parameter deadline: how long to wait; also how long a database that is away is waited for.
    /// - Returns: an id that no other ticket will bear.
    /// - Throws: `DispatchError`; nothing has happened then.
    func next(until deadline: ContinuousClock.Instant) async throws(DispatchError) -> TicketID {
        if let spare = spares.take(1).first { return spare }
        let turn = await withCheckedContinuation { caller in
            let isFirst = state.withLock { state in
                if state.isFetching {
                    state.waiting.append(caller)
                    return false
                }
                state.isFetching = true
                return true
            }
            if isFirst { caller.resume(returning: .fetch) }
        }
        switch turn {
        case .id(let id): return id
        case .failed(let error): throw error
        case .fetch: return try await fetch(until: deadline)
        }
    }

    /// Fetches for oneself and for all who wait now, then leaves the next fetch to one of those who came since.
    private func fetch(until deadline: ContinuousClock.Instant) async throws(DispatchError) -> TicketID {
        defer { passOn() }
        let others = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        do throws(DispatchError) {
            let ids = try await take(others.count + 1, until: deadline)
            for (caller, id) in zip(others, ids.dropFirst()) { caller.resume(returning: .id(id)) }
            return ids[0]
        } catch {
            // That one's caller gave up; the others have not.
            if case .stopping = error, Task.isCancelled {
                state.withLock { $0.waiting = others + $0.waiting }
            } else {
                for caller in others { caller.resume(returning: .failed(error)) }
            }
            throw error
        }
    }

    private func passOn() {
        let next = state.withLock { state -> CheckedContinuation<Turn, Never>? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.isFetching = false
            return nil
        }
        next?.resume(returning: .fetch)
    }

    /// Ids from the sequence; a database that is away is waited for, as a batch would.
    private func take(_ count: Int, until deadline: ContinuousClock.Instant) async throws(DispatchError) -> [TicketID] {
        var backoff = Backoff()
        while true {
            do {
                let ids = try await pool.query(Intake.ids(count), deadline: deadline).map { TicketID(try $0[0]) }
                guard ids.count == count else {
                    throw StoreError.damaged(table: "ticket_id_seq", row: "", why: "\(ids)")
                }
                return ids
            } catch {
                switch BatchFailure(error) {
                case .again(let again):
                    guard ContinuousClock.now < deadline else {
                        throw again.trouble ?? .deadlineExceeded(isOutcomeUnknown: false)
                    }
                    await backoff.wait()
                case .fatal(.deadlineExceeded): throw .stopping
                case .fatal(let error): throw error
                case .split(let why), .held(let why), .idTaken(let why): throw .rejected(why)
                }
            }
        }
    }
}
