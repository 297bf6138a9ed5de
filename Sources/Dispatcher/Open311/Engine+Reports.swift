package import PGStore
import Postgres
package import Workflow

extension Engine {
    /// A page of what ended, as the public may list it; what is kept from others is among it, and must be left out.
    ///
    /// - Parameters:
    ///   - filter: which, and in which order.
    ///   - states: in one of these.
    ///   - district: the district.
    ///   - after: the last one of the page before; nil: from the beginning.
    ///   - limit: lines at the most.
    /// - Returns: the lines, without what residents wrote.
    /// - Throws: `StoreError` where a row cannot be read, and what the database says.
    package func endedReports(
        _ filter: ReportFilter,
        states: [StateName],
        in district: DistrictID,
        after: ReportPlace?,
        limit: Int
    ) async throws -> [TicketLine] {
        let query = ReportQueries.ended(district, filter, states: states, after: after, limit: limit)
        return try await pool.query(query).map(TicketLine.init(row:))
    }

    /// The lines of some tickets, in the order of their ids, with what residents wrote: who asks decides what is shown.
    ///
    /// - Throws: `StoreError` where a row cannot be read, and what the database says.
    package func lines(of tickets: [TicketID], in district: DistrictID) async throws -> [TicketLine] {
        try await pool.query(TicketLine.of(tickets, in: district)).map(TicketLine.init(row:))
    }

    /// A page of what somebody reported, the latest first.
    ///
    /// - Parameters:
    ///   - filter: which.
    ///   - reporter: who.
    ///   - district: the district.
    ///   - after: the last one of the page before; nil: from the latest on.
    ///   - limit: tickets at the most.
    ///   - reader: on whose behalf.
    /// - Returns: the tickets.
    /// - Throws: `StoreError` where a row cannot be read, and what the database says.
    package func reports(
        _ filter: ReportFilter,
        of reporter: PersonID,
        in district: DistrictID,
        after: ReportPlace?,
        limit: Int,
        as reader: Reader
    ) async throws -> [ReportedTicket] {
        let query = ReportQueries.own(district, of: reporter, filter, after: after, limit: limit)
        return try await read([query], as: reader)[0].map { try ReportedTicket(row: $0, district: district) }
    }

    /// Those of some tickets that somebody reported.
    ///
    /// - Parameters:
    ///   - tickets: which.
    ///   - reporter: who.
    ///   - district: the district.
    ///   - reader: on whose behalf.
    /// - Returns: the tickets, in any order.
    /// - Throws: `StoreError` where a row cannot be read, and what the database says.
    package func reports(
        _ tickets: [TicketID],
        of reporter: PersonID,
        in district: DistrictID,
        as reader: Reader
    ) async throws -> [ReportedTicket] {
        let query = ReportQueries.own(district, tickets, of: reporter)
        return try await read([query], as: reader)[0].map { try ReportedTicket(row: $0, district: district) }
    }

    /// A page of what happened to what somebody reported, the earliest first, with what was written.
    ///
    /// - Parameters:
    ///   - reporter: who.
    ///   - district: the district.
    ///   - since: what was reported earlier is not looked at.
    ///   - times: when it happened.
    ///   - after: the last event of the page before; nil: from the earliest on.
    ///   - limit: events at the most.
    ///   - reader: on whose behalf.
    /// - Returns: the events, each with its texts by field.
    /// - Throws: `StoreError` where a row cannot be read, and what the database says.
    package func reportedEvents(
        of reporter: PersonID,
        in district: DistrictID,
        since: Instant,
        times: ClosedRange<Instant>,
        after: ReportedEvent.Place?,
        limit: Int,
        as reader: Reader
    ) async throws -> [(event: ReportedEvent, words: [String: String])] {
        let query = ReportQueries.events(district, of: reporter, since: since, times: times, after: after, limit: limit)
        let events = try await read([query], as: reader)[0].map { try ReportedEvent(row: $0, district: district) }
        guard !events.isEmpty else { return [] }
        let tickets = Array(Set(events.map(\.event.ticket)))
        var words: [TicketID: [Int: [String: String]]] = [:]
        for row in try await read([ReportQueries.words(district, of: tickets)], as: reader)[0] {
            let (ticket, seq) = (TicketID(try row[0, as: Int64.self]), Int(try row[1, as: Int32.self]))
            let (field, text): (String, String) = (try row[2], try row[3])
            words[ticket, default: [:]][seq, default: [:]][field] = text
        }
        return events.map { ($0, words[$0.event.ticket]?[$0.event.seq] ?? [:]) }
    }
}
