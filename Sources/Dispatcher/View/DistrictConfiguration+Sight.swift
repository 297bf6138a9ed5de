import PGStore
import Workflow

/// What somebody may see of a matter of the district, by the rules of its definition.
extension DistrictConfiguration {
    /// Whether somebody may read all of a matter.
    func isShown(_ line: TicketLine, to party: Party) -> Bool {
        machine(line.definition)?.sight(of: party, on: line.sightSubject, in: territory) == .full
    }

    /// What somebody may see of whom to reach.
    func contactSight(of party: Party, on ticket: Ticket) -> ContactSight {
        machine(ticket.definition)?.contactSight(of: party, on: ticket, in: territory) ?? .nothing
    }
}
