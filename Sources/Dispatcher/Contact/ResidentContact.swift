package import PGStore
package import Workflow

/// Whom to reach about a ticket, as one party may see it.
package struct ResidentContact: Sendable {
    /// A field of it.
    package enum Value: Hashable, Sendable {
        /// In full, or with stars.
        case text(String)
        /// It does not open, for instance because its key is missing; the rest of the matter is there all the same.
        case unreadable(StoreError)
    }

    /// The ticket.
    package let ticket: TicketID
    /// How it is shown.
    package let sight: ContactSight
    /// By field; what is not kept, or not to be seen, is not among it.
    package let values: [FieldName: Value]

    /// The resident's name; nil where none is kept or to be seen.
    package var name: Value? { values["contact_name"] }
    /// The telephone; nil where none is kept or to be seen.
    package var phone: Value? { values["contact_phone"] }
    /// The address; nil where none is kept or to be seen.
    package var address: Value? { values["contact_address"] }

    init(ticket: TicketID, sight: ContactSight, opened: [FieldName: Result<String, StoreError>] = [:]) {
        self.ticket = ticket
        self.sight = sight
        var values: [FieldName: Value] = [:]
        for (field, result) in opened {
            switch (sight, result) {
            case (.nothing, _): continue
            case (.masked, .success(let text)): values[field] = .text(KnownContact.masked(field, text))
            case (.full, .success(let text)): values[field] = .text(text)
            case (.masked, .failure(let error)), (.full, .failure(let error)): values[field] = .unreadable(error)
            }
        }
        self.values = values
    }
}
