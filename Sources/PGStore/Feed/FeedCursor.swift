package import Postgres
package import Workflow

/// A place in the journal of a district: all that stands at or before it has been read.
///
/// Transactions are numbered as they begin to write, not as they end: a reader that keeps below the oldest one still
/// open (`journal_xmin`) never finds anything behind its cursor later.
package struct FeedCursor: Hashable, Sendable {
    /// The transaction.
    package let xact: TransactionID
    /// The ticket, in the transaction.
    package let ticket: TicketID
    /// The number of the ticket's event.
    package let seq: Int

    /// Stands at an event.
    package init(xact: TransactionID, ticket: TicketID, seq: Int) {
        self.xact = xact
        self.ticket = ticket
        self.seq = seq
    }

    /// Before everything.
    package static let beginning = FeedCursor(before: TransactionID(rawValue: 0))

    /// Before all that a transaction wrote.
    package init(before xact: TransactionID) {
        self.init(xact: xact, ticket: TicketID(0), seq: 0)
    }
}

extension FeedCursor: Comparable {
    /// Orders as the journal became visible.
    package static func < (left: FeedCursor, right: FeedCursor) -> Bool {
        (left.xact.rawValue, left.ticket.rawValue, left.seq) < (right.xact.rawValue, right.ticket.rawValue, right.seq)
    }
}

extension FeedCursor: CustomStringConvertible {
    /// As a client keeps it: `transaction-ticket-number`.
    package var description: String { "\(xact.rawValue)-\(ticket.rawValue)-\(seq)" }

    /// Reads what `description` wrote; nil where it is something else.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ $0.allSatisfy { "0"..."9" ~= $0 } }), let xact = UInt64(parts[0]),
            let ticket = Int64(parts[1]), let seq = Int32(parts[2])
        else { return nil }
        self.init(xact: TransactionID(rawValue: xact), ticket: TicketID(ticket), seq: Int(seq))
    }
}
