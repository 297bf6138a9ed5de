package import Postgres
package import Workflow

/// A ticket that somebody reported, with what they wrote, where they said that it is, and a picture of theirs.
package struct ReportedTicket: Sendable {
    /// The ticket.
    package let ticket: Ticket
    /// What the resident wrote; nil where it was erased.
    package let text: String?
    /// The point that was given with it; nil where none was, or it was erased.
    package let position: Position?
    /// The first picture that who reported it sent with it; nil: none.
    package let picture: AttachmentID?

    /// Its columns: those of a ticket, then its text, its position and its picture.
    ///
    /// `t` is the ticket, `r` its report.
    static let columns = """
        \(StoredTicket.columns), r.text, (
            SELECT m.text FROM remark AS m
            WHERE m.district_id = t.district_id AND m.ticket_id = t.id AND m.seq = 1 AND m.field = 'position'
        ), (
            SELECT min(a.id) FROM attachment AS a
            WHERE a.district_id = t.district_id AND a.ticket_id = t.id AND a.person_id = t.reporter_id AND a.seq = 1
                AND a.thumbnail_sha256 IS NOT NULL AND a.hidden_at IS NULL)
        """

    /// Reads a row of `columns`.
    ///
    /// - Throws: `StoreError.damaged` where the row is not what this program wrote.
    package init(row: Row, district: DistrictID) throws {
        ticket = try StoredTicket(row: row, district: district).ticket
        text = try row[17]
        position = try row[18, as: String?.self].flatMap { Position($0) }
        picture = try row[19, as: Int64?.self].map { AttachmentID($0) }
    }
}
