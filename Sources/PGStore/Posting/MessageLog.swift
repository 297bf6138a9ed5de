package import Postgres
package import Workflow

/// A try to send something, with what came of it: a line of the call log (发送记录).
package struct MessageTry: Sendable {
    /// What came of a try.
    package enum Outcome: String, Hashable, Sendable, CaseIterable {
        /// The other side took it.
        case sent
        /// Too fast for the other side: it is tried again, and that is no failure.
        case limited
        /// It is tried again.
        case failed
        /// It was given up.
        case dead
        /// Nobody needs it any more, or there was nowhere to send it.
        case spared
    }

    /// The posting.
    package let posting: ClaimedPosting
    /// What came of it.
    package let outcome: Outcome
    /// Where to, with stars; empty where it went nowhere.
    package let address: String
    /// What was said.
    package let words: String
    /// What the other side said.
    package let answer: String
    /// The other side's number of it.
    package let receipt: String?

    /// Describes a try; long texts are cut off.
    package init(
        _ posting: ClaimedPosting,
        _ outcome: Outcome,
        address: String = "",
        words: String = "",
        answer: String = "",
        receipt: String? = nil
    ) {
        self.posting = posting
        self.outcome = outcome
        self.address = address
        self.words = String(words.prefix(1_000))
        self.answer = String(answer.prefix(500))
        self.receipt = receipt.map { String($0.prefix(200)) }
    }

    /// Writes tries down.
    package static func insert(_ district: DistrictID, _ tries: [MessageTry]) -> Query {
        let postings = tries.map(\.posting)
        return """
            INSERT INTO message_log (district_id, posting_id, source, source_id, channel, receiver, ticket_id, seq,
                outcome, attempt, address, words, answer, receipt)
            SELECT \(district.rawValue), n.* FROM unnest(\(postings.map(\.id)), \(postings.map(\.source.word)),
                \(postings.map(\.source.id)), \(postings.map(\.channel)), \(postings.map(\.receiver.description)),
                \(postings.map(\.ticket?.rawValue)), \(postings.map { $0.seq.map { Int32(clamping: $0) } }),
                \(tries.map(\.outcome.rawValue)), \(postings.map { Int32(clamping: $0.attempts) }),
                \(tries.map(\.address)), \(tries.map(\.words)), \(tries.map(\.answer)), \(tries.map(\.receipt)))
                AS n (posting_id, source, source_id, channel, receiver, ticket_id, seq, outcome, attempt, address,
                    words, answer, receipt)
            """
    }
}

/// A line of the call log as it is read again.
package struct LoggedMessage: Sendable {
    /// Its number: they follow one another as they were begun.
    package let id: Int64
    /// When, by the database's clock.
    package let at: Instant
    /// The channel's name.
    package let channel: String
    /// To whom, as the database keeps it.
    package let receiver: String
    /// The ticket; nil: about none, or about several.
    package let ticket: TicketID?
    /// The number of the event that it tells of.
    package let seq: Int?
    /// What came of it.
    package let outcome: String
    /// Which try it was.
    package let attempt: Int
    /// Where to, with stars.
    package let address: String
    /// What was said.
    package let words: String
    /// What the other side said.
    package let answer: String
    /// The other side's number of it.
    package let receipt: String?

    /// Which lines are asked for.
    package struct Choice: Hashable, Sendable {
        /// Of this ticket only.
        package var ticket: TicketID?
        /// By this channel only.
        package var channel: String?
        /// Not before.
        package var since: Instant?
        /// The last number of the page before.
        package var before: Int64?

        /// All of them.
        package init() {}
    }

    /// A page of the log, the latest first.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - choice: which lines.
    ///   - limit: at the most.
    /// - Returns: the statement; its rows are read by `init(row:)`.
    package static func page(of district: DistrictID, _ choice: Choice, limit: Int) -> Query {
        """
        SELECT id, at, channel, receiver, ticket_id, seq, outcome, attempt, address, words, answer, receipt
        FROM message_log
        WHERE district_id = \(district.rawValue) AND id < \(choice.before ?? .max)
            AND (\(choice.ticket?.rawValue)::bigint IS NULL OR ticket_id = \(choice.ticket?.rawValue))
            AND (\(choice.channel)::text IS NULL OR channel = \(choice.channel))
            AND at >= \(choice.since.map { Timestamp($0) } ?? Timestamp(microseconds: 0))
        ORDER BY id DESC LIMIT \(Int32(clamping: limit))
        """
    }

    /// Removes what is older than so many days, 180 at the least, at most so many lines; answers how many.
    package static func expire(_ district: DistrictID, days: Int, most: Int) -> Query {
        "SELECT message_log_expire(\(district.rawValue), \(Int32(clamping: days)), \(Int32(clamping: most)))"
    }

    /// Reads a row of `page`.
    package init(row: Row) throws {
        id = try row[0]
        at = Instant(try row[1, as: Timestamp.self])
        channel = try row[2]
        receiver = try row[3]
        ticket = try row[4, as: Int64?.self].map { TicketID($0) }
        seq = try row[5, as: Int32?.self].map { Int($0) }
        outcome = try row[6]
        attempt = Int(try row[7, as: Int32.self])
        address = try row[8]
        words = try row[9]
        answer = try row[10]
        receipt = try row[11]
    }
}
