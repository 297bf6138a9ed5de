package import Postgres
package import Workflow

/// Everything about one ticket: row, journal, and what people wrote.
package struct Dossier: Sendable {
    /// The ticket.
    package let ticket: Ticket
    /// Its events, in order.
    package let events: [StoredEvent]
    /// What people wrote, by event and field; contacts are not among it.
    package let texts: [VerifiedPage.TextKey: String]
    /// Timers that could not fire, with their reason.
    package let dead: [(timer: String, reason: String)]

    /// The statements that `init(_:district:)` reads: one flight, one snapshot.
    package static func statements(_ id: TicketID, in district: DistrictID) -> [Query] {
        [
            """
            SELECT \(unsafeSQL: StoredTicket.columns) FROM ticket AS t
            WHERE t.district_id = \(district.rawValue) AND t.id = \(id.rawValue)
            """,
            StoredEvent.of([id], in: district),
            """
            SELECT 1, f.field, f.text FROM report AS r
            CROSS JOIN LATERAL (VALUES ('title', r.title), ('text', r.text)) AS f (field, text)
            WHERE r.district_id = \(district.rawValue) AND r.ticket_id = \(id.rawValue) AND f.text IS NOT NULL
            UNION ALL
            SELECT seq, field, text FROM remark
            WHERE district_id = \(district.rawValue) AND ticket_id = \(id.rawValue) AND text IS NOT NULL
            """,
            """
            SELECT clock || '/' || step, reason FROM timer_dead
            WHERE district_id = \(district.rawValue) AND ticket_id = \(id.rawValue) ORDER BY due_at
            """,
        ]
    }

    /// Reads the answers; nil where there is no such ticket.
    package init?(_ results: [QueryResult], district: DistrictID) throws {
        guard results.count == 4, let row = results[0].first else { return nil }
        ticket = try StoredTicket(row: row, district: district).ticket
        events = try results[1].map { try StoredEvent(row: $0, district: district) }
        var texts: [VerifiedPage.TextKey: String] = [:]
        for row in results[2] {
            let seq = Int(try row[0, as: Int32.self])
            texts[VerifiedPage.TextKey(ticket: ticket.id, seq: seq, field: try row[1])] = try row[2]
        }
        self.texts = texts
        dead = try results[3].map { (try $0[0], try $0[1]) }
    }

    /// What was written in a field with an event.
    package func text(_ field: String, seq: Int) -> String? {
        texts[VerifiedPage.TextKey(ticket: ticket.id, seq: seq, field: field)]
    }
}
