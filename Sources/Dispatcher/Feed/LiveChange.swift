package import PGStore
package import Workflow

/// Something that happened to a ticket, with the ticket as a list shows it now.
package struct LiveChange: Sendable {
    /// Its place in the journal: who goes on from there misses nothing.
    package let cursor: FeedCursor
    /// What happened.
    package let event: Event
    /// The ticket as it stood when the change was read: at this event, or later.
    package let line: TicketLine
}

/// What a listener hears.
package enum LiveNews: Sendable {
    /// Things happened, in the order in which they became visible; all up to the cursor has been told with them. None
    /// for a while: the connection is alive.
    case changes([LiveChange], upTo: FeedCursor)
    /// More happened since than is told one by one: what is shown is to be read anew.
    case tooMuch(FeedCursor)
}
