package import Postgres
package import Workflow

/// A page of tickets with all that belongs to them, as one snapshot showed it; what cannot be read is noted, not thrown.
package struct VerifiedPage: Sendable {
    /// Where a text belongs.
    package struct TextKey: Hashable, Sendable {
        let ticket: TicketID
        let seq: Int
        let field: String

        package init(ticket: TicketID, seq: Int, field: String) {
            self.ticket = ticket
            self.seq = seq
            self.field = field
        }
    }

    /// How many tickets are on it, readable or not.
    package let count: Int
    /// The last ticket's id.
    package let last: TicketID?
    private(set) var tickets: [StoredTicket] = []
    /// What the rows say of who may see their tickets.
    private(set) var derived: [TicketID: DerivedRow] = [:]
    /// Whom definitions keep away.
    let definition: @Sendable (DefinitionRef) -> WorkflowDefinition?
    private(set) var journal: [TicketID: [StoredEvent]] = [:]
    /// Tickets of which an event cannot be read.
    private(set) var torn: Set<TicketID> = []
    private(set) var live: [TicketID: Set<TicketTimer>] = [:]
    private(set) var dead: [TicketID: Set<TicketTimer>] = [:]
    private(set) var followUps: [TicketID: Set<FollowUp>] = [:]
    /// How tickets have ended whose end others wait to hear of.
    private(set) var ends: [TicketID: FollowUp] = [:]
    var texts: [TextKey: (salt: [UInt8], text: String)] = [:]
    /// The hashes of the plans that the district keeps.
    private(set) var plans: Set<String> = []
    /// The files that rows name.
    private(set) var attachments: [TicketID: [StoredAttachment]] = [:]
    /// The last file that was added before events named files.
    private(set) var filesBefore = AttachmentID(0)
    private(set) var findings: [Verification.Finding] = []
    /// Contacts that are not sealed.
    var openContacts = 0
    /// Contacts that no key is there for.
    var closedContacts = 0
    /// The keys that contacts are opened with; nil: they are not.
    let ring: KeyRing?

    /// By parent and child, the parent's events that told the child something, in order.
    var tellings: [Family: [Int]] = [:]
    /// The events of children that were told something.
    var told: [TicketID: [Event]] = [:]
    /// How many of such tellings wait, or are put aside.
    var untold: [Family: Int] = [:]

    /// A ticket and one that was made for it.
    struct Family: Hashable, Sendable {
        let parent: TicketID
        let child: TicketID
    }

    let district: DistrictID

    /// Reads the tickets' rows.
    ///
    /// - Parameters:
    ///   - rows: the answer to `Verification.page`.
    ///   - district: the district.
    ///   - ring: the keys that contacts are opened with; nil: they are not compared.
    ///   - definition: published definitions.
    /// - Throws: what the database says.
    package init(
        _ rows: QueryResult,
        district: DistrictID,
        ring: KeyRing? = nil,
        definition: @escaping @Sendable (DefinitionRef) -> WorkflowDefinition?
    ) throws {
        self.definition = definition
        self.district = district
        self.ring = ring
        count = rows.count
        last = try rows.last.map { TicketID(try $0[0, as: Int64.self]) }
        for row in rows {
            do {
                let stored = try StoredTicket(row: row, district: district)
                tickets.append(stored)
                derived[stored.ticket.id] = try DerivedRow(row: row, from: 17)
            } catch let error as StoreError {
                note("row_unreadable", TicketID(try row[0, as: Int64.self]), error)
            }
        }
    }

    /// What else is to be read of these tickets, in the same snapshot.
    package var statements: [Query] {
        let ids = tickets.map(\.ticket.id)
        guard let from = ids.first, let to = ids.last else { return [] }
        return [
            StoredEvent.of(ids, in: district),
            Verification.timers(district, from: from, to: to),
            Verification.texts(district, from: from, to: to),
            Verification.ends(of: tickets.flatMap { $0.ticket.awaited }, district),
            StoredPlan.hashes(district),
            StoredContact.of(from: from, to: to, in: district),
            AttachmentQueries.rows(from: from, to: to, in: district),
            AttachmentQueries.before,
        ]
    }

    /// Reads the answers to `statements`.
    package mutating func read(_ results: [QueryResult]) throws {
        guard results.count == 8 else { return }
        for row in results[0] { try readEvent(row) }
        for row in results[1] { try readTimer(row) }
        for row in results[2] {
            let key = TextKey(
                ticket: TicketID(try row[0]),
                seq: Int(try row[1, as: Int32.self]),
                field: try row[2]
            )
            texts[key] = (try row[3], try row[4])
        }
        for row in results[3] { try readEnd(row) }
        plans = Set(try results[4].map { try $0[0, as: String.self] })
        for row in results[5] { try readContact(row) }
        for row in results[6] {
            let attachment = try StoredAttachment(row)
            attachments[attachment.ticket, default: []].append(attachment)
        }
        filesBefore = try results[7].first.map { AttachmentID(try $0[0]) } ?? filesBefore
        for stored in journal.values.flatMap(\.self) { noteTellings(stored.event) }
    }

    /// The states in which tickets have ended that these wait for.
    private mutating func readEnd(_ row: Row) throws {
        let due = Instant(try row[2, as: Timestamp.self])
        guard let state = StateName(try row[1, as: String.self]) else { return }
        let ticket = TicketID(try row[0, as: Int64.self])
        ends[ticket] = FollowUp(ticket: ticket, state: state, due: due)
    }

    private mutating func readEvent(_ row: Row) throws {
        do {
            let event = try StoredEvent(row: row, district: district)
            journal[event.event.ticket, default: []].append(event)
        } catch let error as StoreError {
            let ticket = TicketID(try row[0, as: Int64.self])
            torn.insert(ticket)
            note("event_unreadable", ticket, error)
        }
    }

    private mutating func readTimer(_ row: Row) throws {
        let ticket = TicketID(try row[0, as: Int64.self])
        let (clock, code): (String, String) = (try row[1], try row[2])
        let due = Instant(try row[3, as: Timestamp.self])
        if let followUp = FollowUp(clock: clock, step: code, due: due) {
            // One that was put aside waits for a person, as dead timers do.
            if try row[4, as: Bool.self] {
                note("timer_dead", ticket, "\(clock)/\(code)")
            } else {
                followUps[ticket, default: []].insert(followUp)
            }
            return
        }
        guard let name = ClockName(clock), let step = TimerStep(code: code) else {
            findings.append(Verification.Finding(code: "timer_stray", ticket: ticket, detail: "\(clock)/\(code)"))
            return
        }
        let timer = TicketTimer(due: due, clock: name, step: step)
        if try row[4, as: Bool.self] {
            dead[ticket, default: []].insert(timer)
        } else {
            live[ticket, default: []].insert(timer)
        }
    }

    mutating func note(_ code: String, _ ticket: TicketID, _ error: StoreError) {
        note(code, ticket, error.message.en)
    }

    private mutating func note(_ code: String, _ ticket: TicketID, _ detail: String) {
        findings.append(Verification.Finding(code: code, ticket: ticket, detail: detail))
    }
}
