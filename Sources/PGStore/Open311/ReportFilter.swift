package import Workflow

/// Which matters another system asks for: by category, by when they were reported, and by when they changed last.
package struct ReportFilter: Hashable, Sendable {
    /// The categories, each spelt out.
    package var categories: [String]
    /// Reported at this instant or later, and not after the second.
    package var reported: ClosedRange<Instant>
    /// Changed last at this instant or later, and not after the second; of what ended, when it ended.
    package var changed: ClosedRange<Instant>
    /// Whether the life goes on; nil: either.
    package var isOpen: Bool?
    /// By which time the list goes.
    package var order = Order.reported

    /// By which time a list goes.
    package enum Order: Hashable, Sendable {
        /// When a matter was reported, the latest first.
        case reported
        /// When it changed last, the latest first.
        case changed
        /// When it changed last, the earliest first.
        case changedFirst
    }

    /// Any time that a matter can have.
    package static let anyTime = Instant(microseconds: 0)...Instant(seconds: 7_258_118_400)

    /// Makes a filter.
    package init(
        categories: [String],
        reported: ClosedRange<Instant> = anyTime,
        changed: ClosedRange<Instant> = anyTime,
        isOpen: Bool? = nil,
        order: Order = .reported
    ) {
        self.categories = categories
        self.reported = reported
        self.changed = changed
        self.isOpen = isOpen
        self.order = order
    }
}

/// Where a page of such a list begins: behind this one.
package struct ReportPlace: Hashable, Sendable {
    /// Its time, by which the list goes.
    package let at: Instant
    /// Which it was.
    package let ticket: TicketID

    /// Names a place.
    package init(at: Instant, ticket: TicketID) {
        self.at = at
        self.ticket = ticket
    }

    /// Before all others, where the latest comes first.
    static let latest = ReportPlace(at: ReportFilter.anyTime.upperBound, ticket: TicketID(.max))
    /// Before all others, where the earliest does.
    static let earliest = ReportPlace(at: ReportFilter.anyTime.lowerBound, ticket: TicketID(0))
}
