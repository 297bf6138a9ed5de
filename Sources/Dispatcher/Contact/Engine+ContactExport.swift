package import PGStore
import Postgres
package import Workflow

extension Engine {
    /// Whom to reach about several tickets, as a party may see it; each that is seen in full is written down with the reading.
    ///
    /// - Parameters:
    ///   - tickets: the tickets.
    ///   - configuration: their district.
    ///   - party: who looks.
    ///   - person: that party's person.
    ///   - reason: why, as the log is to say it.
    ///   - request: the request's number.
    /// - Returns: by ticket; those of which nothing may be seen are missing.
    /// - Throws: `StoreError` where a row cannot be read, and what the database says.
    package func contacts(
        of tickets: [TicketID],
        in configuration: DistrictConfiguration,
        for party: Party,
        _ person: PersonID,
        reason: String,
        request: String
    ) async throws -> [TicketID: ResidentContact] {
        let rows = try await pool.query(StoredTicket.several(tickets, in: configuration.id))
        var sights: [TicketID: ContactSight] = [:]
        for row in rows {
            let ticket = try StoredTicket(row: row, district: configuration.id).ticket
            let machine = configuration.machine(ticket.definition)
            let sight = machine?.contactSight(of: party, on: ticket, in: configuration.territory) ?? .nothing
            if sight != .nothing { sights[ticket.id] = sight }
        }
        guard let any = sights.keys.first else { return [:] }
        let query = ContactQueries.rows(
            of: sights.keys.sorted(),
            seen: sights.filter { $0.value == .full }.keys.sorted(),
            in: configuration.id,
            by: Look(
                district: configuration.id,
                ticket: any,
                person: person,
                via: .export,
                reason: reason,
                request: request
            )
        )
        let contacts = try await pool.query(query).map { try StoredContact($0) }
        return Dictionary(grouping: contacts, by: \.ticket).reduce(into: [:]) { found, group in
            let opened = StoredContact.latest(of: group.value, in: configuration.id, under: keys)
            guard let sight = sights[group.key] else { return }
            found[group.key] = ResidentContact(ticket: group.key, sight: sight, opened: opened)
        }
    }
}
