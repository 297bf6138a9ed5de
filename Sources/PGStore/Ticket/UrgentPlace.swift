package import Workflow

/// Where an open ticket stands in a list that has the most urgent first: what is late, then what is nearly so, then the rest; of one
/// lamp what is due first; of what is due at once the older one.
package struct UrgentPlace: Hashable, Sendable, Comparable {
    /// Its lamp.
    package let lamp: Lamp
    /// When it is due next, or was; nil: no clock runs, and it stands behind those with one.
    package let due: Instant?
    /// The ticket.
    package let ticket: TicketID

    /// Makes a place.
    package init(lamp: Lamp, due: Instant?, ticket: TicketID) {
        self.lamp = lamp
        self.due = due
        self.ticket = ticket
    }

    /// Whether one is more urgent than another.
    package static func < (lhs: UrgentPlace, rhs: UrgentPlace) -> Bool {
        if lhs.lamp != rhs.lamp { return lhs.lamp > rhs.lamp }
        if lhs.due != rhs.due { return lhs.due ?? .never < rhs.due ?? .never }
        return lhs.ticket < rhs.ticket
    }
}

extension Instant {
    fileprivate static let never = Instant(microseconds: .max)
}

extension TicketLine {
    /// Where it stands among the most urgent.
    package var urgentPlace: UrgentPlace { UrgentPlace(lamp: lamp, due: glance.nextDue, ticket: id) }
}
