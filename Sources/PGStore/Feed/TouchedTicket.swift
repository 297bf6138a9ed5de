package import Postgres
package import Workflow

/// A ticket to which something happened.
package struct TouchedTicket: Sendable {
    /// Before what the journal stood when it was looked at.
    package let xmin: TransactionID
    /// The ticket; nil: nothing happened at all.
    package let ticket: TicketID?
    /// The number of the event.
    package let seq: Int

    /// Reads a row of `FeedQueries.touched`.
    ///
    /// - Throws: what the codecs say.
    package init(row: Row) throws {
        xmin = try row[0]
        ticket = try row[1, as: Int64?.self].map { TicketID($0) }
        seq = Int(try row[2, as: Int32?.self] ?? 0)
    }
}
