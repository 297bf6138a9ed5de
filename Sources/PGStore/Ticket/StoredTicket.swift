package import Postgres
package import Workflow

/// A ticket as its row holds it, with the hash of its last event.
package struct StoredTicket: Sendable {
    /// The ticket.
    package let ticket: Ticket
    /// The hash of its last event.
    package let hash: [UInt8]

    /// What `init(row:)` reads, in its order.
    package static let columns = """
        t.id, t.definition, t.definition_version, t.seq, t.state, t.category, t.urgent, t.place_id, t.desk_id,
        t.lead_id, t.responsible_id, t.reported_at, t.last_at, t.closed_at, t.body, t.hash, t.owner_id
        """

    /// Reads a row of `columns`.
    package init(row: Row, district: DistrictID) throws {
        let id = TicketID(try row[0, as: Int64.self])
        let body: String = try row[14]
        do {
            let closedAt: Timestamp? = try row[13]
            let lead: Int64? = try row[9]
            let responsible: Int64? = try row[10]
            let owner: Int64? = try row[16]
            let columns = Ticket.Columns(
                district: district,
                id: id,
                definition: DefinitionRef(
                    name: try Self.name(row[1]),
                    version: Int(try row[2, as: Int32.self])
                ),
                seq: Int(try row[3, as: Int32.self]),
                state: try Self.name(row[4]),
                isFinal: closedAt != nil,
                category: try row[5],
                urgency: try row[6, as: Bool.self] ? .urgent : .ordinary,
                place: UnitID(try row[7, as: Int64.self]),
                desk: UnitID(try row[8, as: Int64.self]),
                lead: lead.map { UnitID($0) },
                responsible: responsible.map { UnitID($0) },
                owner: owner.map { PersonID($0) },
                reportedAt: Instant(try row[11, as: Timestamp.self]),
                lastAt: Instant(try row[12, as: Timestamp.self]),
                closedAt: closedAt.map { Instant($0) }
            )
            ticket = try Ticket(columns: columns, body: try JSONValue(parsing: body))
            hash = try row[15]
        } catch let problem as Problem {
            throw StoreError.damaged(table: "ticket", row: "\(id)", why: "\(problem.code) \(problem.path)")
        } catch let problem as JSONError {
            throw StoreError.damaged(table: "ticket", row: "\(id)", why: problem.description)
        }
    }

    static func name<Kind>(_ text: String) throws -> Name<Kind> {
        guard let name = Name<Kind>(text) else {
            throw StoreError.damaged(table: "ticket", row: text, why: "not a name")
        }
        return name
    }
}
