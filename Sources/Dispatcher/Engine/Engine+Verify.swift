package import PGStore
import Postgres
package import Workflow

extension Engine {
    /// Checks a district's whole journal: folds, hashes, timers, texts; nothing is changed.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - page: tickets read at a time.
    ///   - progress: called after each page with the tickets checked so far.
    /// - Returns: counts and findings; none: the journal is whole.
    package func verify(
        _ district: DistrictID,
        page: Int = 500,
        progress: (Int) -> Void = { _ in }
    ) async throws -> Verification {
        var verification = Verification()
        var after: TicketID?
        while true {
            let (stored, last) = try await verifyPage(district, after: after, page: page, &verification)
            progress(verification.tickets)
            after = last
            guard stored == page else { break }
        }
        for row in try await pool.query(Verification.orphans(district)) {
            verification.note("orphan_row", TicketID(try row[1]), try row[0])
        }
        return verification
    }

    private func verifyPage(
        _ district: DistrictID,
        after: TicketID?,
        page: Int,
        _ verification: inout Verification
    ) async throws -> (count: Int, last: TicketID?) {
        // One snapshot a page: rows, events and timers belong together while others go on writing.
        let read = try await pool.withTransaction(isolation: .repeatableRead, isReadOnly: true) { connection in
            let rows = try await connection.query(Verification.page(district, after: after, limit: page))
            let stored = try rows.map { try StoredTicket(row: $0, district: district) }
            guard let first = stored.first?.ticket.id, let last = stored.last?.ticket.id else {
                return (stored, [QueryResult]())
            }
            let rest = try await connection.flight([
                StoredEvent.of(stored.map(\.ticket.id), in: district),
                Verification.timers(district, from: first, to: last),
                Verification.texts(district, from: first, to: last),
            ])
            return (stored, rest)
        }
        guard read.1.count == 3 else { return (0, after) }
        verification.check(
            read.0,
            journal: try read.1[0].map { try StoredEvent(row: $0, district: district) },
            live: try Self.timers(read.1[1]),
            texts: try Self.texts(read.1[2])
        )
        return (read.0.count, read.0.last?.ticket.id)
    }

    private static func timers(_ rows: QueryResult) throws -> [TicketID: Set<TicketTimer>] {
        var live: [TicketID: Set<TicketTimer>] = [:]
        for row in rows {
            guard let clock = ClockName(try row[1, as: String.self]), let step = TimerStep(code: try row[2]) else {
                throw StoreError.damaged(table: "timer", row: try row[1], why: "clock or step")
            }
            let timer = TicketTimer(due: Instant(try row[3, as: Timestamp.self]), clock: clock, step: step)
            live[TicketID(try row[0]), default: []].insert(timer)
        }
        return live
    }

    private static func texts(
        _ rows: QueryResult
    ) throws -> [Verification.TextKey: (salt: [UInt8], text: String)] {
        var texts: [Verification.TextKey: (salt: [UInt8], text: String)] = [:]
        for row in rows {
            let key = Verification.TextKey(
                ticket: TicketID(try row[0]),
                seq: Int(try row[1, as: Int32.self]),
                field: try row[2]
            )
            texts[key] = (try row[3], try row[4])
        }
        return texts
    }
}
