package import Workflow

/// What a posting is about, as the database keeps it: facts by id, no words and nothing personal.
package enum MessageContent: Hashable, Sendable {
    /// An event of one ticket; who is told of it by name stands beside, for a duty phone that is nobody's.
    case letter(about: String, people: [PersonID], ring: Int)
    /// What waited for a person: how often something happened to how many tickets, and notices.
    case digest(tickets: [TicketID], matters: Int, notices: Int)

    /// Tickets that a digest names at the most: it says how many there are of all.
    static let mostTickets = 200

    /// As the database keeps it.
    package var json: JSONValue {
        switch self {
        case .letter(let about, let people, let ring):
            [
                "about": .string(about), "people": .array(people.map { .int($0.rawValue) }), "ring": .int(Int64(ring)),
            ]
        case .digest(let tickets, let matters, let notices):
            [
                "tickets": .array(tickets.prefix(Self.mostTickets).map { .int($0.rawValue) }),
                "matters": .int(Int64(matters)), "notices": .int(Int64(notices)),
            ]
        }
    }

    /// Reads what the database keeps; nil where it is something else.
    package init?(_ json: JSONValue) {
        if let about = json["about"]?.string {
            let people = (json["people"]?.array ?? []).compactMap(\.int).map { PersonID($0) }
            self = .letter(about: about, people: people, ring: Int(clamping: json["ring"]?.int ?? 0))
        } else if let matters = json["matters"]?.int {
            let tickets = (json["tickets"]?.array ?? []).compactMap(\.int).map { TicketID($0) }
            let notices = Int(clamping: json["notices"]?.int ?? 0)
            self = .digest(tickets: tickets, matters: Int(clamping: matters), notices: notices)
        } else {
            return nil
        }
    }
}
