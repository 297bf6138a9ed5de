package import Postgres
package import Workflow

/// Which tickets a list shows.
package struct TicketFilter: Sendable {
    /// Held or answered for by one of these units.
    package var units: Set<UnitID>?
    /// This person is responsible for it (责任人).
    package var owner: PersonID?
    /// In one of these states.
    package var states: [StateName] = []
    /// With one of these lamps.
    package var lamps: [Lamp] = []
    /// A category with all below it.
    package var category: String?
    /// Reported no later than this.
    package var reportedBefore: Instant?
    /// Bigrams that title or text must hold, all of them.
    package var grams: [String] = []
    /// Those whose answer a platform above waits for (待回填).
    package var owedTo: OwedTo?
    /// Open ones only.
    package var isOpenOnly = false

    /// Everything.
    package init() {}

    /// Which platform above waits.
    package enum OwedTo: Hashable, Sendable {
        /// Any.
        case anybody
        /// The one of this name.
        case platform(String)
    }
}

/// A whole ticket in a list, with what the resident wrote; where columns are enough there is `TicketLine`.
package struct ListedTicket: Sendable {
    /// The ticket.
    package let ticket: Ticket
    /// The title, where there is one.
    package let title: String?
    /// The text; nil where it was erased.
    package let text: String?

    /// Reads a row of `TicketFilter.tickets`.
    package init(row: Row, district: DistrictID) throws {
        ticket = try StoredTicket(row: row, district: district).ticket
        title = try row[17]
        text = try row[18]
    }
}
