package import Postgres
package import Workflow

/// An event as the journal holds it.
package struct StoredEvent: Sendable {
    /// The event.
    package let event: Event
    /// When the database wrote it.
    package let recordedAt: Instant
    /// Its bytes.
    package let payload: [UInt8]
    /// Its hash.
    package let hash: [UInt8]

    /// What `init(row:)` reads, in its order.
    package static let columns =
        "e.ticket_id, e.seq, e.at, e.definition, e.definition_version, e.payload, e.hash, e.recorded_at"

    /// Reads a row of `columns`.
    package init(row: Row, district: DistrictID) throws {
        let ticket = TicketID(try row[0, as: Int64.self])
        let seq = Int(try row[1, as: Int32.self])
        payload = try row[5]
        hash = try row[6]
        recordedAt = Instant(try row[7, as: Timestamp.self])
        do {
            guard let name = DefinitionName(try row[3, as: String.self]) else {
                throw StoreError.damaged(table: "ticket_event", row: "\(ticket)/\(seq)", why: "definition")
            }
            event = try Event(
                payload: JSONValue(parsing: payload),
                district: district,
                ticket: ticket,
                seq: seq,
                at: Instant(try row[2, as: Timestamp.self]),
                definition: DefinitionRef(name: name, version: Int(try row[4, as: Int32.self]))
            )
        } catch let problem as Problem {
            throw StoreError.damaged(
                table: "ticket_event",
                row: "\(ticket)/\(seq)",
                why: "\(problem.code) \(problem.path)"
            )
        } catch let problem as JSONError {
            throw StoreError.damaged(table: "ticket_event", row: "\(ticket)/\(seq)", why: problem.description)
        }
    }

    /// The events of some tickets, by ticket and number.
    package static func of(_ tickets: [TicketID], in district: DistrictID) -> Query {
        """
        SELECT \(unsafeSQL: columns) FROM ticket_event AS e
        WHERE e.district_id = \(district.rawValue) AND e.ticket_id = ANY(\(tickets.map(\.rawValue)))
        ORDER BY e.ticket_id, e.seq
        """
    }
}
