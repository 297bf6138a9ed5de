package import Postgres
package import Workflow

/// One message by one channel to one receiver, to be put down.
package struct NewPosting: Hashable, Sendable {
    /// What it is made of.
    package enum Source: Hashable, Sendable {
        /// A letter, by its message's id.
        case letter(Int64)
        /// A digest, by the largest id in it.
        case digest(Int64)
        /// An event of the journal, by its ticket.
        case event(TicketID)

        /// The word that the database keeps.
        package var word: String {
            switch self {
            case .letter: "letter"
            case .digest: "digest"
            case .event: "event"
            }
        }

        /// The id that the database keeps.
        package var id: Int64 {
            switch self {
            case .letter(let id), .digest(let id): id
            case .event(let ticket): ticket.rawValue
            }
        }

        /// Reads what the database keeps; nil where it is none.
        package init?(word: String, id: Int64) {
            switch word {
            case "letter": self = .letter(id)
            case "digest": self = .digest(id)
            case "event": self = .event(TicketID(id))
            default: return nil
            }
        }
    }

    /// What it is made of.
    package let source: Source
    /// The channel's name.
    package let channel: String
    /// To whom.
    package let receiver: Receiver
    /// The ticket; nil: about none, or about several.
    package let ticket: TicketID?
    /// The number of the event that it tells of.
    package let seq: Int?
    /// What is to be said: canonical JSON, nothing personal.
    package let payload: JSONValue

    /// Describes a posting.
    package init(
        source: Source,
        channel: String,
        receiver: Receiver,
        ticket: TicketID?,
        seq: Int?,
        payload: JSONValue
    ) {
        self.source = source
        self.channel = channel
        self.receiver = receiver
        self.ticket = ticket
        self.seq = seq
        self.payload = payload
    }

    /// Puts postings down, due now; those that are there, or were sent or given up before, are passed over.
    ///
    /// A message may be delivered to us again after a crash: the log of what was done remembers it.
    package static func insert(_ district: DistrictID, _ postings: [NewPosting]) -> Query {
        """
        INSERT INTO posting (district_id, source, source_id, channel, receiver, ticket_id, seq, payload)
        SELECT \(district.rawValue), n.source, n.source_id, n.channel, n.receiver, n.ticket_id, n.seq, n.payload
        FROM unnest(\(postings.map(\.source.word)), \(postings.map(\.source.id)), \(postings.map(\.channel)),
            \(postings.map(\.receiver.description)), \(postings.map(\.ticket?.rawValue)),
            \(postings.map { $0.seq.map { Int32(clamping: $0) } }), \(postings.map(\.payload.canonicalText)))
            AS n (source, source_id, channel, receiver, ticket_id, seq, payload)
        WHERE NOT EXISTS (
            SELECT FROM message_log AS l
            WHERE l.district_id = \(district.rawValue) AND l.source = n.source AND l.source_id = n.source_id
                AND l.channel = n.channel AND l.receiver = n.receiver AND l.outcome IN ('sent', 'dead', 'spared'))
        ON CONFLICT ON CONSTRAINT posting_once DO NOTHING
        """
    }
}
