package import Postgres
package import Workflow

/// What is read of tickets to say something of them.
package enum MessageTickets {
    /// Tickets as they are now, ended ones too; the rows are read by `StoredTicket`.
    package static func of(_ tickets: some Sequence<TicketID>, in district: DistrictID) -> Query {
        """
        SELECT \(unsafeSQL: StoredTicket.columns) FROM ticket AS t
        WHERE t.district_id = \(district.rawValue) AND t.id = ANY(\(tickets.map(\.rawValue)))
        """
    }

    /// The events of tickets after one of their events each; the rows are read by `StoredEvent`.
    package static func later(than seen: [(ticket: TicketID, seq: Int)], in district: DistrictID) -> Query {
        """
        SELECT \(unsafeSQL: StoredEvent.columns)
        FROM unnest(\(seen.map(\.ticket.rawValue)), \(seen.map { Int32(clamping: $0.seq) })) AS n (ticket_id, seq)
        JOIN ticket_event AS e ON e.district_id = \(district.rawValue) AND e.ticket_id = n.ticket_id AND e.seq > n.seq
        ORDER BY e.ticket_id, e.seq
        """
    }
}
