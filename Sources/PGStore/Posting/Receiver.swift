package import Workflow

/// To whom one posting goes: by id, never by an address.
package enum Receiver: Hashable, Sendable {
    /// A person of the staff.
    case person(PersonID)
    /// A unit's group or mailbox.
    case unit(UnitID)
    /// The telephone that a unit's duty answers.
    case duty(UnitID)
    /// The resident whose matter it is.
    case resident
    /// A subscriber's address, for the event with this number of its ticket.
    case event(Int)
}

extension Receiver: CustomStringConvertible {
    /// As the database keeps it: `person:7`, `unit:5`, `duty:5`, `resident`, `event:3`.
    package var description: String {
        switch self {
        case .person(let id): "person:\(id.rawValue)"
        case .unit(let id): "unit:\(id.rawValue)"
        case .duty(let id): "duty:\(id.rawValue)"
        case .resident: "resident"
        case .event(let seq): "event:\(seq)"
        }
    }

    /// Reads what the database keeps; nil where it is none.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        switch (parts[0], parts.count > 1 ? Int64(parts[1]) : nil) {
        case ("person", let id?): self = .person(PersonID(id))
        case ("unit", let id?): self = .unit(UnitID(id))
        case ("duty", let id?): self = .duty(UnitID(id))
        case ("event", let seq?): self = .event(Int(clamping: seq))
        case ("resident", nil) where parts.count == 1: self = .resident
        default: return nil
        }
    }
}
