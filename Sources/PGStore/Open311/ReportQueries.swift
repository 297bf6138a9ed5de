package import Postgres
package import Workflow

/// Statements about matters as other systems list them (Open311), each read from an index of its own.
package enum ReportQueries {
    /// A page of what ended, as the public may list it.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - filter: which, and in which order.
    ///   - states: in one of these.
    ///   - after: the last one of the page before; nil: from the beginning.
    ///   - limit: rows at the most.
    /// - Returns: the statement; its rows are read by `TicketLine`, without what the resident wrote.
    package static func ended(
        _ district: DistrictID,
        _ filter: ReportFilter,
        states: [StateName],
        after: ReportPlace?,
        limit: Int
    ) -> Query {
        let place = after ?? (filter.order == .changedFirst ? .earliest : .latest)
        let (time, behind, direction) =
            switch filter.order {
            case .reported: ("t.reported_at", "<", "DESC")
            case .changed: ("t.closed_at", "<", "DESC")
            case .changedFirst: ("t.closed_at", ">", "ASC")
            }
        return """
            SELECT \(unsafeSQL: TicketLine.columns), \(unsafeSQL: TicketLine.noWords)
            FROM ticket AS t
            WHERE t.district_id = \(district.rawValue) AND t.closed_at IS NOT NULL
                AND t.reported_at >= \(Timestamp(filter.reported.lowerBound))
                AND t.reported_at <= \(Timestamp(filter.reported.upperBound))
                AND t.closed_at >= \(Timestamp(filter.changed.lowerBound))
                AND t.closed_at <= \(Timestamp(filter.changed.upperBound))
                AND (\(unsafeSQL: time), t.id) \(unsafeSQL: behind) (\(Timestamp(place.at)), \(place.ticket.rawValue))
                AND t.state = ANY(\(states.map(\.text))) AND t.category = ANY(\(filter.categories))
            ORDER BY \(unsafeSQL: time) \(unsafeSQL: direction), t.id \(unsafeSQL: direction) LIMIT \(Int32(clamping: limit))
            """
    }

    /// A page of what somebody reported, the latest first.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - reporter: who.
    ///   - filter: which; the list goes by when they were reported.
    ///   - after: the last one of the page before; nil: from the latest on.
    ///   - limit: rows at the most.
    /// - Returns: the statement; its rows are read by `ReportedTicket`.
    package static func own(
        _ district: DistrictID,
        of reporter: PersonID,
        _ filter: ReportFilter,
        after: ReportPlace?,
        limit: Int
    ) -> Query {
        let place = after ?? .latest
        let life =
            switch filter.isOpen {
            case true?: "AND t.closed_at IS NULL"
            case false?: "AND t.closed_at IS NOT NULL"
            case nil: ""
            }
        return """
            SELECT \(unsafeSQL: ReportedTicket.columns)
            FROM ticket AS t
            LEFT JOIN report AS r ON r.district_id = t.district_id AND r.ticket_id = t.id
            WHERE t.district_id = \(district.rawValue) AND t.reporter_id = \(reporter.rawValue)
                AND t.reported_at >= \(Timestamp(filter.reported.lowerBound))
                AND t.reported_at <= \(Timestamp(filter.reported.upperBound))
                AND coalesce(t.closed_at, t.last_at) >= \(Timestamp(filter.changed.lowerBound))
                AND coalesce(t.closed_at, t.last_at) <= \(Timestamp(filter.changed.upperBound))
                AND (t.reported_at, t.id) < (\(Timestamp(place.at)), \(place.ticket.rawValue))
                AND t.category = ANY(\(filter.categories)) \(unsafeSQL: life)
            ORDER BY reported_at DESC, id DESC LIMIT \(Int32(clamping: limit))
            """
    }

    /// Those of some tickets that somebody reported, with what the resident wrote; rows are read by `ReportedTicket`.
    ///
    /// By their ids, not by all that was reported: so the reporter is compared in a way that no index knows.
    package static func own(_ district: DistrictID, _ tickets: [TicketID], of reporter: PersonID) -> Query {
        """
        SELECT \(unsafeSQL: ReportedTicket.columns)
        FROM ticket AS t
        LEFT JOIN report AS r ON r.district_id = t.district_id AND r.ticket_id = t.id
        WHERE t.district_id = \(district.rawValue) AND t.id = ANY(\(tickets.map(\.rawValue)))
            AND coalesce(t.reporter_id, 0) = \(reporter.rawValue)
        """
    }

    /// What happened since to what somebody reported, the earliest first.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - reporter: who.
    ///   - since: what was reported earlier is not looked at.
    ///   - times: when it happened.
    ///   - after: the last event of the page before; nil: from the earliest on.
    ///   - limit: rows at the most.
    /// - Returns: the statement; its rows are read by `ReportedEvent`.
    package static func events(
        _ district: DistrictID,
        of reporter: PersonID,
        since: Instant,
        times: ClosedRange<Instant>,
        after: ReportedEvent.Place?,
        limit: Int
    ) -> Query {
        let from = Timestamp(times.lowerBound)
        let place = after ?? ReportedEvent.Place(at: times.lowerBound, ticket: TicketID(0), seq: 0)
        return """
            SELECT \(unsafeSQL: StoredEvent.columns), t.reported_at, t.closed_at, t.category, t.body
            FROM ticket AS t
            JOIN ticket_event AS e ON e.district_id = t.district_id AND e.ticket_id = t.id
            WHERE t.district_id = \(district.rawValue) AND t.reporter_id = \(reporter.rawValue)
                AND t.reported_at >= \(Timestamp(since)) AND t.reported_at <= \(Timestamp(times.upperBound))
                AND t.last_at >= \(from) AND e.at >= \(from) AND e.at <= \(Timestamp(times.upperBound)) AND e.seq > 1
                AND (e.at, e.ticket_id, e.seq)
                    > (\(Timestamp(place.at)), \(place.ticket.rawValue), \(Int32(clamping: place.seq)))
            ORDER BY e.at, e.ticket_id, e.seq LIMIT \(Int32(clamping: limit))
            """
    }

    /// What was written with events of some tickets: ticket, number of the event, field, text.
    package static func words(_ district: DistrictID, of tickets: [TicketID]) -> Query {
        """
        SELECT ticket_id, seq, field, text FROM remark
        WHERE district_id = \(district.rawValue) AND ticket_id = ANY(\(tickets.map(\.rawValue))) AND text IS NOT NULL
        """
    }
}
