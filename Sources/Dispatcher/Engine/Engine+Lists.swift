package import PGStore
import Postgres
package import Workflow

extension Engine {
    /// A page of a list, in the order of their ids.
    ///
    /// - Parameters:
    ///   - filter: which tickets.
    ///   - district: the district.
    ///   - after: the last ticket of the page before; nil: from the beginning.
    ///   - limit: lines at the most; fewer: it is the last page.
    ///   - reader: on whose behalf; nil: on the program's own.
    /// - Returns: the lines.
    /// - Throws: `StoreError` where a row cannot be read, and what the database says.
    package func page(
        _ filter: TicketFilter,
        in district: DistrictID,
        after: TicketID?,
        limit: Int,
        as reader: Reader? = nil
    ) async throws -> [TicketLine] {
        let lines = filter.lines(of: district, after: after, limit: limit)
        let answers = try await read([lines], as: reader, isPlannedOnce: filter.isPlannedOnce)
        return try answers[0].map(TicketLine.init(row:))
    }

    /// A page of a list with the most urgent first, as `UrgentPlace` says it.
    ///
    /// - Parameters:
    ///   - filter: which tickets.
    ///   - district: the district.
    ///   - after: the place of the last one of the page before; nil: from the beginning.
    ///   - limit: lines at the most.
    ///   - reader: on whose behalf.
    /// - Returns: the lines.
    /// - Throws: `StoreError` where a row cannot be read, and what the database says.
    package func pageOfUrgent(
        _ filter: TicketFilter,
        in district: DistrictID,
        after: UrgentPlace?,
        limit: Int,
        as reader: Reader
    ) async throws -> [TicketLine] {
        let shown = filter.lamps.isEmpty ? Lamp.allCases : filter.lamps
        let left = shown.filter { $0 <= after?.lamp ?? .red }.sorted(by: >)
        // All in one flight: a list that has hardly anything late would else be asked for three times.
        let statements = left.map { lamp in
            var one = filter
            one.lamps = [lamp]
            return one.urgentLines(of: district, after: lamp == after?.lamp ? after : nil, limit: limit)
        }
        let answers = try await read(statements, as: reader, isPlannedOnce: filter.isPlannedOnce)
        var seen: Set<TicketID> = []
        // One whose lamp changes between two of the statements is in both.
        return try answers.joined().lazy.map(TicketLine.init(row:)).filter { seen.insert($0.id).inserted }.prefix(limit)
            .map(\.self)
    }

    /// A page of a list with the place in the journal from which on it is to be followed, so that nothing is missed.
    ///
    /// - Parameters:
    ///   - filter: which tickets.
    ///   - district: the district.
    ///   - after: the last ticket of the page before; nil: from the beginning.
    ///   - limit: lines at the most; fewer: it is the last page.
    ///   - reader: on whose behalf.
    /// - Returns: the lines and the place.
    /// - Throws: `StoreError` where a row cannot be read, and what the database says.
    package func livePage(
        _ filter: TicketFilter,
        in district: DistrictID,
        after: TicketID?,
        limit: Int,
        as reader: Reader
    ) async throws -> (lines: [TicketLine], cursor: FeedCursor) {
        // In this order: what is written between the two is in the page, and told once more.
        let lines = filter.lines(of: district, after: after, limit: limit)
        let answers = try await read([FeedQueries.now, lines], as: reader, isPlannedOnce: filter.isPlannedOnce)
        let cursor = FeedCursor(before: try answers[0].only()[0])
        return (try answers[1].map(TicketLine.init(row:)), cursor)
    }

    /// Goes through the lines of the tickets that a filter leaves, page by page: memory is bounded, whatever their number.
    ///
    /// - Parameters:
    ///   - filter: which tickets.
    ///   - district: the district.
    ///   - limit: lines of a page.
    ///   - body: called for each, in the order of their ids.
    /// - Throws: `StoreError` where a row cannot be read, what the database says, and what the body throws.
    package func lines(
        _ filter: TicketFilter,
        in district: DistrictID,
        page limit: Int = 500,
        _ body: (TicketLine) async throws -> Void
    ) async throws {
        var after: TicketID?
        while true {
            let lines = try await page(filter, in: district, after: after, limit: limit)
            for line in lines { try await body(line) }
            guard lines.count == limit, let last = lines.last else { return }
            after = last.id
        }
    }

    /// Goes through the whole tickets that a filter leaves, page by page: memory is bounded, whatever their number.
    ///
    /// - Parameters:
    ///   - filter: which tickets.
    ///   - district: the district.
    ///   - limit: tickets of a page.
    ///   - body: called for each, in the order of their ids.
    /// - Throws: `StoreError` where a row cannot be read, what the database says, and what the body throws.
    package func tickets(
        _ filter: TicketFilter,
        in district: DistrictID,
        page limit: Int = 500,
        _ body: (ListedTicket) async throws -> Void
    ) async throws {
        var after: TicketID?
        while true {
            let rows = try await pool.query(filter.tickets(of: district, after: after, limit: limit))
            for row in rows {
                let listed = try ListedTicket(row: row, district: district)
                after = listed.ticket.id
                try await body(listed)
            }
            guard rows.count == limit else { return }
        }
    }
}
