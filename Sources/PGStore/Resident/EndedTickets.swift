package import Postgres
package import Workflow

/// Where a page of what ended begins: behind this one.
package struct EndedPlace: Hashable, Sendable {
    /// When it ended.
    package let at: Instant
    /// Which it was.
    package let ticket: TicketID

    /// Names a place.
    package init(at: Instant, ticket: TicketID) {
        self.at = at
        self.ticket = ticket
    }
}

/// What ended in a district, the latest first.
package enum EndedTickets {
    /// A page of it, from an index of its own.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - since: what ended before is not told.
    ///   - states: in one of these.
    ///   - after: the last one of the page before; nil: from the latest on.
    ///   - limit: rows at the most.
    /// - Returns: the statement; its rows are read by `TicketLine`, without what the resident wrote.
    package static func page(
        _ district: DistrictID,
        since: Instant,
        states: [StateName],
        after: EndedPlace?,
        limit: Int
    ) -> Query {
        // Later than anything that can be: no place behind which to begin.
        let place = after ?? EndedPlace(at: Instant(seconds: 7_258_118_400), ticket: TicketID(.max))
        return """
            SELECT \(unsafeSQL: TicketLine.columns), \(unsafeSQL: TicketLine.noWords)
            FROM ticket AS t
            WHERE t.district_id = \(district.rawValue) AND t.closed_at IS NOT NULL
                AND t.closed_at >= \(Timestamp(since))
                AND (t.closed_at, t.id) < (\(Timestamp(place.at)), \(place.ticket.rawValue))
                AND t.state = ANY(\(states.map(\.text)))
            ORDER BY closed_at DESC, id DESC LIMIT \(Int32(clamping: limit))
            """
    }
}
