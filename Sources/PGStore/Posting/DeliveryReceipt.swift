package import Postgres
package import Workflow

/// What a gateway says became of a message that it took (送达回执).
package struct DeliveryReceipt: Hashable, Sendable {
    /// The gateway's number of the message.
    package let receipt: String
    /// Whether it came to whom it was for.
    package let isDelivered: Bool
    /// The gateway's own word.
    package let status: String

    /// Numbers of gateways are this long at the most, in characters.
    package static let longest = 200

    /// Describes one; a long word is cut off.
    package init(receipt: String, isDelivered: Bool, status: String) {
        self.receipt = receipt
        self.isDelivered = isDelivered
        self.status = String(status.prefix(100))
    }

    /// Puts receipts down for the messenger to note; of two of one message the first counts.
    package static func insert(_ receipts: [DeliveryReceipt], of channel: String, in district: DistrictID) -> Query {
        """
        INSERT INTO delivery_receipt (district_id, channel, receipt, outcome, status)
        SELECT \(district.rawValue), \(channel), n.* FROM unnest(\(receipts.map(\.receipt)),
            \(receipts.map { $0.isDelivered ? "delivered" : "undelivered" }), \(receipts.map(\.status)))
            AS n (receipt, outcome, status)
        ON CONFLICT DO NOTHING
        """
    }
}

/// A message that a gateway took, and of which it will say more.
package struct AwaitedPosting: Sendable {
    /// The posting, as it was sent.
    package let posting: NewPosting

    /// Notes what gateways took, with their numbers of it.
    package static func insert(_ tries: [MessageTry], in district: DistrictID) -> Query {
        let postings = tries.map(\.posting)
        return """
            INSERT INTO posting_awaited (district_id, channel, receipt, posting_id, source, source_id, receiver, ticket_id,
                seq, attempts, payload, address)
            SELECT \(district.rawValue), n.* FROM unnest(\(postings.map(\.channel)), \(tries.map { $0.receipt ?? "" }),
                \(postings.map(\.id)), \(postings.map(\.source.word)), \(postings.map(\.source.id)),
                \(postings.map(\.receiver.description)), \(postings.map(\.ticket?.rawValue)),
                \(postings.map { $0.seq.map { Int32(clamping: $0) } }), \(postings.map { Int32(clamping: $0.attempts) }),
                \(postings.map(\.payload.canonicalText)), \(tries.map(\.address)))
                AS n (channel, receipt, posting_id, source, source_id, receiver, ticket_id, seq, attempts, payload, address)
            ON CONFLICT DO NOTHING
            """
    }

    /// Whether any gateway has said anything that is not noted yet, and the configuration's revision.
    package static func anySaid(in district: DistrictID) -> Query {
        """
        SELECT EXISTS (SELECT FROM delivery_receipt AS r WHERE r.district_id = d.id), d.revision
        FROM district AS d WHERE d.id = \(district.rawValue)
        """
    }

    /// Writes down what gateways said of messages that were sent, each once.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - limit: how many at the most.
    /// - Returns: the statement; its rows are those that were not delivered, read by `init(row:)`, and one without a channel
    ///   for each of the others.
    package static func note(in district: DistrictID, limit: Int) -> Query {
        """
        WITH said AS MATERIALIZED (
            SELECT r.channel, r.receipt, r.outcome, r.status FROM delivery_receipt AS r
            JOIN posting_awaited AS a
                ON a.district_id = r.district_id AND a.channel = r.channel AND a.receipt = r.receipt
            WHERE r.district_id = \(district.rawValue)
            ORDER BY r.came_at LIMIT \(Int32(clamping: limit)) FOR UPDATE OF r, a SKIP LOCKED
        ), gone AS (
            DELETE FROM delivery_receipt AS r USING said
            WHERE r.district_id = \(district.rawValue) AND r.channel = said.channel AND r.receipt = said.receipt
        ), known AS (
            DELETE FROM posting_awaited AS a USING said
            WHERE a.district_id = \(district.rawValue) AND a.channel = said.channel AND a.receipt = said.receipt
            RETURNING a.*, said.outcome, said.status
        ), noted AS (
            INSERT INTO message_log (district_id, posting_id, source, source_id, channel, receiver, ticket_id, seq, outcome,
                attempt, address, answer, receipt)
            SELECT district_id, posting_id, source, source_id, channel, receiver, ticket_id, seq, outcome, attempts, address,
                status, receipt
            FROM known
        )
        SELECT CASE outcome WHEN 'undelivered' THEN channel END, source, source_id, receiver, ticket_id, seq, payload
        FROM known
        """
    }

    /// Removes what no gateway said more of, and what was said of nothing that is known.
    package static func expire(in district: DistrictID) -> [Query] {
        [
            """
            DELETE FROM posting_awaited
            WHERE district_id = \(district.rawValue) AND sent_at < (SELECT clock_timestamp()) - interval '3 days'
            """,
            """
            DELETE FROM delivery_receipt
            WHERE district_id = \(district.rawValue) AND came_at < (SELECT clock_timestamp()) - interval '1 hour'
            """,
        ]
    }

    /// Reads a row of `note`; nil: it was delivered.
    ///
    /// - Throws: `StoreError.damaged` where it is not what this program wrote.
    package init?(row: Row) throws {
        guard let channel = try row[0, as: String?.self] else { return nil }
        let (word, to, text): (String, String, String) = (try row[1], try row[3], try row[6])
        guard let source = NewPosting.Source(word: word, id: try row[2]), let receiver = Receiver(to),
            let payload = try? JSONValue(parsing: text)
        else { throw StoreError.damaged(table: "posting_awaited", row: "\(channel) \(to)", why: word) }
        posting = NewPosting(
            source: source,
            channel: channel,
            receiver: receiver,
            ticket: try row[4, as: Int64?.self].map { TicketID($0) },
            seq: try row[5, as: Int32?.self].map { Int($0) },
            payload: payload
        )
    }
}
