package import Postgres
package import Workflow

/// What never changes of a ticket but by a migration: enough to read what somebody wants to do to it.
package struct TicketHead: Sendable {
    /// The ticket.
    package let id: TicketID
    /// Definition and version that it is pinned to.
    package let definition: DefinitionRef
    /// When it was reported.
    package let reportedAt: Instant

    /// The statement whose rows `init(row:)` reads: one at the most.
    package static func statement(_ id: TicketID, in district: DistrictID) -> Query {
        """
        SELECT id, definition, definition_version, reported_at FROM ticket
        WHERE district_id = \(district.rawValue) AND id = \(id.rawValue)
        """
    }

    /// Reads a row.
    ///
    /// - Throws: `StoreError.damaged` where the row is not what this program wrote.
    package init(row: Row) throws {
        id = TicketID(try row[0, as: Int64.self])
        definition = DefinitionRef(name: try StoredTicket.name(row[1]), version: Int(try row[2, as: Int32.self]))
        reportedAt = Instant(try row[3, as: Timestamp.self])
    }
}
