package import Postgres
package import Workflow

/// A posting that this process has claimed.
package struct ClaimedPosting: Sendable {
    /// Its id.
    package let id: Int64
    /// What it is made of.
    package let source: NewPosting.Source
    /// The channel's name.
    package let channel: String
    /// To whom.
    package let receiver: Receiver
    /// The ticket; nil: about none, or about several.
    package let ticket: TicketID?
    /// The number of the event that it tells of.
    package let seq: Int?
    /// How often it was tried, this time included.
    package let attempts: Int
    /// The lease.
    package let lease: Int32
    /// When it was put down.
    package let madeAt: Instant
    /// What is to be said.
    package let payload: JSONValue

    static let columns =
        "p.id, p.source, p.source_id, p.channel, p.receiver, p.ticket_id, p.seq, p.attempts, p.lease, p.made_at, p.payload"

    init(id: Int64, _ new: NewPosting, attempts: Int, lease: Int32, madeAt: Instant) {
        self.id = id
        source = new.source
        channel = new.channel
        receiver = new.receiver
        ticket = new.ticket
        seq = new.seq
        payload = new.payload
        self.attempts = attempts
        self.lease = lease
        self.madeAt = madeAt
    }

    /// Reads a row of `PostingQueries.claim`.
    ///
    /// - Throws: `StoreError.damaged` where it is not what this program wrote.
    package init(row: Row) throws {
        id = try row[0]
        let (word, to, text): (String, String, String) = (try row[1], try row[4], try row[10])
        guard let source = NewPosting.Source(word: word, id: try row[2]), let receiver = Receiver(to),
            let payload = try? JSONValue(parsing: text)
        else { throw StoreError.damaged(table: "posting", row: "\(id)", why: "\(word) \(to)") }
        self.source = source
        self.receiver = receiver
        self.payload = payload
        channel = try row[3]
        ticket = try row[5, as: Int64?.self].map { TicketID($0) }
        seq = try row[6, as: Int32?.self].map { Int($0) }
        attempts = Int(try row[7, as: Int32.self])
        lease = try row[8]
        madeAt = Instant(try row[9, as: Timestamp.self])
    }
}
