package import PGStore
import Postgres
package import Workflow

/// Timers that could not fire and messages that could not be delivered, for a person to look at and to send again.
package struct DeadLetters: Sendable {
    let engine: Engine

    /// What became of something that was to be sent again.
    package enum Fate: Hashable, Sendable {
        /// It is on its way.
        case resent
        /// It is dropped, since nobody wants it any more.
        case dropped(Reason)
        /// It stays where it is: the ticket's row cannot be read, and only mending it will help.
        case kept
        /// It is not among the dead: somebody else was faster.
        case unknown

        /// Why nobody wants it.
        package enum Reason: String, Hashable, Sendable {
            /// The ticket has gone on: its clock was stopped, or starts anew.
            case notWanted = "not_wanted"
            /// There is no such ticket.
            case noTicket = "no_ticket"
        }
    }

    /// How many of each.
    package struct Tally: Hashable, Sendable {
        /// Timers that fire again.
        package var timers = 0
        /// Timers that nobody wants any more.
        package var dropped = 0
        /// Messages that go out again.
        package var messages = 0
    }

    package init(engine: Engine) {
        self.engine = engine
    }

    /// What could not be sent with digests.
    package func digests(_ district: DistrictID, limit: Int = 1_000) async throws -> [DeadDigest] {
        try await engine.pool.query(DeadDigest.list(district, limit: limit)).map(DeadDigest.init(row:))
    }

    /// What could not be sent by channels.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - channel: of this channel only.
    ///   - limit: at the most.
    /// - Returns: the oldest first.
    /// - Throws: what the database says.
    package func postings(
        _ district: DistrictID,
        channel: String? = nil,
        limit: Int = 1_000
    ) async throws -> [DeadPosting] {
        let list = DeadPosting.list(district, channel: channel, limit: limit)
        return try await engine.pool.query(list).map(DeadPosting.init(row:))
    }

    /// Lets postings go out again by their channel, with no tries behind them; says how many.
    package func resend(postings ids: [Int64], in district: DistrictID) async throws -> Int {
        let count = try await engine.pool.query(DeadPosting.resend(district, ids)).affectedRows
        if count > 0 { engine.hints.wrote(Hints.Write(district: district, tellsSomebody: true)) }
        return count
    }

    /// What is dead in a district.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - limit: of each kind at the most.
    /// - Returns: both kinds, the oldest tickets and messages first.
    /// - Throws: `PostgresError`.
    package func list(
        _ district: DistrictID,
        limit: Int = 1_000
    ) async throws -> (timers: [DeadTimerRow], messages: [DeadMessage]) {
        let rows = try await engine.pool.flight([
            DeadTimerRow.list(district, after: nil, limit: limit), DeadMessage.list(district, limit: limit),
        ])
        return (try rows[0].map(DeadTimerRow.init(row:)), try rows[1].map(DeadMessage.init(row:)))
    }

    /// Lets a timer fire again, at once, if its ticket still wants it; drops it otherwise.
    package func resend(timer key: DeadTimerRow.Key, in district: DistrictID) async throws -> Fate {
        try await resend(timersOf: [key.ticket], in: district) { $0 == key }[key] ?? .unknown
    }

    /// Lets a message go out again, with no tries behind it.
    package func resend(message id: Int64, in district: DistrictID) async throws -> Fate {
        let count = try await engine.pool.query(DeadMessage.resend(district, [id])).affectedRows
        if count > 0 { engine.hints.wrote(Hints.Write(district: district, tellsSomebody: true)) }
        return count > 0 ? .resent : .unknown
    }

    /// Sends everything again, a bounded number a transaction.
    package func resendAll(_ district: DistrictID, page: Int = 500) async throws -> Tally {
        var tally = Tally()
        var after: DeadTimerRow.Key?
        while true {
            let rows = try await engine.pool.query(DeadTimerRow.list(district, after: after, limit: page))
                .map(DeadTimerRow.init(row:))
            guard let last = rows.last else { break }
            after = last.key
            let fates = try await resend(timersOf: Set(rows.map(\.key.ticket)), in: district) { _ in true }
            tally.timers += fates.values.count { $0 == .resent }
            tally.dropped += fates.values.count { $0 == .dropped(.notWanted) || $0 == .dropped(.noTicket) }
        }
        while true {
            let list = try await engine.pool.query(DeadMessage.list(district, limit: page))
            let ids = try list.map { try DeadMessage(row: $0).id }
            guard !ids.isEmpty else { break }
            tally.messages += try await engine.pool.query(DeadMessage.resend(district, ids)).affectedRows
        }
        while true {
            let count = try await engine.pool.query(DeadDigest.resend(district, limit: page)).affectedRows
            guard count > 0 else { break }
            tally.messages += count
        }
        while true {
            let ids = try await postings(district, limit: page).map(\.id)
            guard !ids.isEmpty else { break }
            tally.messages += try await resend(postings: ids, in: district)
        }
        if tally.messages > 0 { engine.hints.wrote(Hints.Write(district: district, tellsSomebody: true)) }
        return tally
    }
}

extension DeadLetters {
    // MARK: - Timers

    /// Decides under the tickets' locks, where nobody else fires or cancels their timers.
    private func resend(
        timersOf tickets: Set<TicketID>,
        in district: DistrictID,
        where isMeant: @escaping @Sendable (DeadTimerRow.Key) -> Bool
    ) async throws -> [DeadTimerRow.Key: Fate] {
        let (fates, due) = try await engine.pool.withTransaction { connection in
            let intake = Intake(district: district, tickets: Array(tickets), keys: [], filings: 0)
            let results = try await connection.flight([intake.lock, DeadTimerRow.of(Array(tickets), in: district)])
            let (stored, unreadable) = try intake.tickets(results[0])
            let rows = try results[1].map(DeadTimerRow.init(row:)).filter { isMeant($0.key) }
            var fates: [DeadTimerRow.Key: Fate] = [:]
            for row in rows { fates[row.key] = Self.fate(of: row, stored, unreadable) }
            let resent = rows.filter { fates[$0.key] == .resent }
            _ = try await connection.flight([
                DeadTimerRow.remove(rows.map(\.key).filter { fates[$0] != .kept }, in: district),
                DeadTimerRow.arm(resent, in: district),
            ])
            return (fates, resent.map(\.due).min())
        }
        if let due { engine.hints.wrote(Hints.Write(district: district, timer: due)) }
        return fates
    }

    private static func fate(
        of row: DeadTimerRow,
        _ tickets: [TicketID: StoredTicket],
        _ unreadable: [TicketID: StoreError]
    ) -> Fate {
        if unreadable[row.key.ticket] != nil { return .kept }
        guard let ticket = tickets[row.key.ticket]?.ticket else { return .dropped(.noTicket) }
        if let followUp = FollowUp(clock: row.key.clock, step: row.key.step, due: row.due) {
            guard let news = ticket.news(in: followUp), news != .old else { return .dropped(.notWanted) }
            return .resent
        }
        let isWanted = ticket.timers.contains { timer in
            timer.clock.text == row.key.clock && timer.step.code == row.key.step && timer.due == row.due
        }
        return isWanted ? .resent : .dropped(.notWanted)
    }
}
