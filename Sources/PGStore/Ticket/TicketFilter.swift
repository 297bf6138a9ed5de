package import Postgres
package import Workflow

/// Which tickets a list shows.
package struct TicketFilter: Sendable {
    /// Held, answered for or worked on by one of these units.
    package var units: Set<UnitID>?
    /// Answered for by one of these units.
    package var responsible: Set<UnitID>?
    /// It happened at one of these units.
    package var places: Set<UnitID>?
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
    /// Held in one of these ways, of open ones only; nil: however.
    package var holdings: [Holding]?

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

extension TicketFilter {
    /// A way in which units hold tickets: in some states of a definition, by one of a ticket's columns.
    package struct Holding: Hashable, Sendable {
        /// By which of a ticket's units.
        package enum Column: String, Hashable, Sendable {
            /// Who answers for it.
            case responsible
            /// The same, where no part of it works on it.
            case responsibleAlone
            /// The same, where a part of it works on it (分办).
            case responsibleInside
            /// The part of the lead that works on it, while the lead answers for it.
            case inside
            /// The unit of the ladder that holds it.
            case desk
            /// The same, where another answers for it.
            case deskElsewhere
            /// Who leads it.
            case lead
        }

        /// By which of a ticket's units.
        package let column: Column
        /// The units.
        package let units: Set<UnitID>
        /// The definition.
        package let definition: DefinitionName
        /// The versions of which this holds.
        package let versions: Set<Int>
        /// The states.
        package let states: Set<StateName>

        package init(
            _ column: Column,
            of units: Set<UnitID>,
            _ definition: DefinitionName,
            versions: Set<Int>,
            states: Set<StateName>
        ) {
            self.column = column
            self.units = units
            self.definition = definition
            self.versions = versions
            self.states = states
        }
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
