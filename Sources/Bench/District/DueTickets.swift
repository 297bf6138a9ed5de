import Workflow

/// Tickets that wait to be signed for until a chosen instant, when they count as signed by themselves (自动签收).
///
/// That firing is a whole one: an event, another state, another clock, and a message. The warning that goes before it
/// has fired already, so that each ticket has exactly one timer that comes due.
enum DueTickets {
    /// The limits of a district in which nothing else comes due meanwhile, whatever the hour of the day.
    static func limits() throws -> [ClockName: Limit] {
        ["sign": try Limit("\(hours)h"), "whole": try Limit("720h")]
    }

    private static let hours: Int64 = 8

    /// The life of a ticket whose limit to sign ends at an instant.
    static func life(due: Instant) -> TicketLife {
        TicketLife(upTo: .dispatch, at: due.advanced(bySeconds: -hours * 3_600), firedUntil: due)
    }

    /// The life of one that was signed for so: what a firing writes is read from its rows.
    static func fired(due: Instant) -> TicketLife {
        TicketLife(
            upTo: .dispatch,
            at: due.advanced(bySeconds: -hours * 3_600),
            firedUntil: due.advanced(byMicroseconds: 1)
        )
    }
}
