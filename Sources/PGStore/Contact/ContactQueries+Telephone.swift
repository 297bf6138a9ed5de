package import Postgres
package import Workflow

extension ContactQueries {
    /// The lines of tickets that somebody found by their resident's telephone, and that they did: one statement, so that
    /// nobody learns whose a telephone is without its being written down.
    ///
    /// - Parameters:
    ///   - tickets: the tickets.
    ///   - look: who looks, where and why; its ticket does not matter.
    /// - Returns: the statement; its rows are `TicketLine`, in the order of their ids.
    package static func lines(of tickets: [TicketID], seen look: Look) -> Query {
        """
        WITH noted AS (
            INSERT INTO access_log (district_id, ticket_id, person_id, via, fields, reason, request)
            SELECT \(look.district.rawValue), n.id, \(look.person.rawValue), \(look.via.rawValue), ARRAY['contact_phone'],
                \(look.reason), \(look.request)
            FROM unnest(\(tickets.map(\.rawValue))) AS n (id) ORDER BY n.id
        )
        SELECT \(unsafeSQL: TicketLine.columns), \(unsafeSQL: TicketLine.words)
        FROM ticket AS t
        LEFT JOIN report AS r ON r.district_id = t.district_id AND r.ticket_id = t.id
        WHERE t.district_id = \(look.district.rawValue) AND t.id = ANY(\(tickets.map(\.rawValue)))
        ORDER BY t.id
        """
    }
}
