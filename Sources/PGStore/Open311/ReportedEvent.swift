package import Postgres
package import Workflow

/// An event of a matter that somebody reported, with what of the matter says how much of it may be told.
package struct ReportedEvent: Sendable {
    /// The event.
    package let event: Event
    /// When the matter was reported.
    package let reportedAt: Instant
    /// When its life ended.
    package let closedAt: Instant?
    /// Its category.
    package let category: String
    /// What it keeps of fields.
    package let facts: NameMap<NameKind.Field, JSONValue>

    /// Where a page of them begins: behind this one.
    package struct Place: Hashable, Sendable {
        /// When it happened.
        package let at: Instant
        /// To which ticket.
        package let ticket: TicketID
        /// Its number.
        package let seq: Int

        /// Names a place.
        package init(at: Instant, ticket: TicketID, seq: Int) {
            self.at = at
            self.ticket = ticket
            self.seq = seq
        }
    }

    /// Reads a row of `ReportQueries.events`.
    ///
    /// - Throws: `StoreError.damaged` where the row is not what this program wrote.
    package init(row: Row, district: DistrictID) throws {
        event = try StoredEvent(row: row, district: district).event
        reportedAt = Instant(try row[8, as: Timestamp.self])
        closedAt = try row[9, as: Timestamp?.self].map { Instant($0) }
        category = try row[10]
        let body: String = try row[11]
        do throws(Problem) {
            facts = try TicketGlance(body: body).facts
        } catch {
            throw StoreError.damaged(table: "ticket", row: "\(event.ticket)", why: "\(error.code) \(error.path)")
        }
    }

    /// Its place.
    package var place: Place { Place(at: event.at, ticket: event.ticket, seq: event.seq) }
}
