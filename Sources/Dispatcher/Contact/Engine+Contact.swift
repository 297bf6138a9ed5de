package import PGStore
import Postgres
package import Workflow

extension Engine {
    /// Whom to reach about a ticket, as a party may see it; a look in full is written down with the reading itself, so
    /// that none goes unlogged: where it cannot be written, nothing is read.
    ///
    /// - Parameters:
    ///   - ticket: the ticket.
    ///   - district: the district.
    ///   - party: who looks.
    ///   - via: where.
    ///   - reason: why, as the log is to say it.
    ///   - request: the request's number, where there is one.
    ///   - fields: what is shown in full beside it: said of calls.
    ///   - reader: what row security lets through; nil: the program itself reads.
    /// - Returns: the contact; nil where there is no such ticket.
    /// - Throws: `DispatchError.unknownDefinition`, `StoreError` where the ticket's row cannot be read, and what the
    ///   database says.
    package func contact(
        of ticket: TicketID,
        in district: DistrictID,
        for party: Party,
        via: Look.Via,
        reason: String,
        request: String? = nil,
        also fields: [FieldName] = [],
        as reader: Reader? = nil
    ) async throws -> ResidentContact? {
        guard let stored = try await self.ticket(ticket, in: district, as: reader) else { return nil }
        let sight = try await contactSight(of: party, on: stored)
        guard sight != .nothing else { return ResidentContact(ticket: ticket, sight: sight) }
        var query = ContactQueries.rows(of: ticket, in: district)
        if sight == .full, let person = party.person {
            let look = Look(
                district: district,
                ticket: ticket,
                person: person,
                via: via,
                reason: reason,
                request: request
            )
            query = ContactQueries.rows(for: look, also: fields.map(\.text))
        }
        let contacts = try await read([query], as: reader)[0].map { try StoredContact($0) }
        let opened = StoredContact.latest(of: contacts, in: district, under: keys)
        return ResidentContact(ticket: ticket, sight: sight, opened: opened)
    }

    /// Whom to reach about a ticket, with stars, for somebody who runs the program and is nobody in particular.
    ///
    /// - Parameters:
    ///   - ticket: the ticket.
    ///   - district: the district.
    /// - Returns: the contact with stars; without any field where none is kept.
    /// - Throws: what the database says.
    package func maskedContact(of ticket: TicketID, in district: DistrictID) async throws -> ResidentContact {
        let rows = try await pool.query(ContactQueries.rows(of: ticket, in: district)).map { try StoredContact($0) }
        let opened = StoredContact.latest(of: rows, in: district, under: keys)
        return ResidentContact(ticket: ticket, sight: .masked, opened: opened)
    }

    /// Tickets whose resident has a telephone, however it is written; the latest first.
    ///
    /// - Parameters:
    ///   - phone: the telephone.
    ///   - district: the district.
    ///   - limit: at the most.
    /// - Returns: their ids; none where it has fewer than five digits.
    /// - Throws: `DispatchError.noKeys` without keys; what the database says.
    package func tickets(
        ofTelephone phone: String,
        in district: DistrictID,
        limit: Int = 100
    ) async throws -> [TicketID] {
        guard let keys else { throw DispatchError.noKeys }
        let indexes = keys.indexes(of: phone, in: district)
        guard !indexes.isEmpty else { return [] }
        let query = ContactQueries.tickets(byPhone: indexes, in: district, limit: limit)
        return try await pool.query(query).map { TicketID(try $0[0]) }
    }

    /// Looks that were written down, the latest first.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - ticket: at this ticket only.
    ///   - person: by this person only.
    ///   - since: not before.
    ///   - before: the last number of the page before.
    ///   - limit: at the most.
    /// - Returns: the looks.
    /// - Throws: `StoreError.damaged`; what the database says.
    package func looks(
        in district: DistrictID,
        ticket: TicketID? = nil,
        person: PersonID? = nil,
        since: Instant? = nil,
        before: Int64? = nil,
        limit: Int = 100
    ) async throws -> [LoggedLook] {
        let page = LoggedLook.page(
            of: district,
            ticket: ticket,
            person: person,
            since: since,
            before: before,
            limit: limit
        )
        return try await pool.query(page).map { try LoggedLook($0, in: district) }
    }
}

extension Engine {
    private func contactSight(of party: Party, on ticket: Ticket) async throws -> ContactSight {
        let configuration = try await configurations.load(ticket.district)
        guard let machine = configuration.machine(ticket.definition) else {
            throw DispatchError.unknownDefinition(ticket.definition.name)
        }
        return machine.contactSight(of: party, on: ticket, in: configuration.territory)
    }
}
