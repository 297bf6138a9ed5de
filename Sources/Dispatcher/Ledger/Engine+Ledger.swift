package import PGStore
import Postgres
package import Workflow

/// What units used of the time of many tickets.
package struct LedgerSums: Sendable {
    /// Tickets counted.
    package private(set) var tickets = 0
    /// By holder.
    package private(set) var sums: [HeldBy: TimeLedger.Sum] = [:]
    /// How many tickets each held.
    package private(set) var held: [HeldBy: Int] = [:]

    /// Working time of all of them, in microseconds.
    package var working: Int64 { sums.values.reduce(0) { $0 + $1.working } }

    mutating func add(_ ledger: TimeLedger) {
        tickets += 1
        for (holder, sum) in ledger.sums {
            sums[holder, default: TimeLedger.Sum()].working += sum.working
            sums[holder, default: TimeLedger.Sum()].late += sum.late
            held[holder, default: 0] += 1
        }
    }
}

extension Engine {
    /// The ledger over all tickets that a filter leaves, page by page: memory is bounded, whatever their number.
    ///
    /// - Parameters:
    ///   - filter: which tickets.
    ///   - configuration: the district; its standard calendar says what is working time.
    ///   - now: until when open tickets are reckoned.
    /// - Returns: the sums by holder.
    /// - Throws: `StoreError` where an event cannot be read, and what the database says.
    package func ledger(
        _ filter: TicketFilter,
        in configuration: DistrictConfiguration,
        until now: Instant
    ) async throws -> LedgerSums {
        var sums = LedgerSums()
        var page: [TicketID] = []
        let calendar = configuration.calendars.standard
        try await lines(filter, in: configuration.id, page: 200) { line in
            page.append(line.id)
            guard page.count == 200 else { return }
            try await add(page, of: configuration.id, calendar, now, to: &sums)
            page = []
        }
        try await add(page, of: configuration.id, calendar, now, to: &sums)
        return sums
    }

    private func add(
        _ tickets: [TicketID],
        of district: DistrictID,
        _ calendar: WorkCalendar,
        _ now: Instant,
        to sums: inout LedgerSums
    ) async throws {
        guard !tickets.isEmpty else { return }
        var journals: [TicketID: [Event]] = [:]
        for row in try await pool.query(StoredEvent.of(tickets, in: district)) {
            let event = try StoredEvent(row: row, district: district).event
            journals[event.ticket, default: []].append(event)
        }
        for id in tickets {
            guard let events = journals[id] else { continue }
            sums.add(try TimeLedger(events, calendar: calendar, until: now))
        }
    }
}
