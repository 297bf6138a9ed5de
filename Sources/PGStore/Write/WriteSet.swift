import Postgres
package import Workflow

/// Everything that one transaction writes, gathered by table: a fixed number of statements, however many commands.
package struct WriteSet: Sendable {
    let district: DistrictID
    /// The database's clock: keys are kept from it on, also where the time is given.
    let clock: Instant
    /// The time that rules in the district: no timer fires before it.
    let now: Instant
    /// Whether nobody is to be told: of a past that is being loaded.
    let tellsNobody: Bool
    private let definition: @Sendable (DefinitionRef) -> WorkflowDefinition?
    private(set) var tickets = TicketColumns()
    private(set) var filed = TicketColumns()
    private(set) var events = EventColumns()
    private(set) var cancelled = TimerKeyColumns()
    private(set) var armed = TimerColumns()
    private(set) var dead = DeadTimerColumns()
    private(set) var strays = DeadTimerColumns()
    private(set) var outbox = OutboxColumns()
    private(set) var reports = ReportColumns()
    private(set) var contacts = ContactColumns()
    private(set) var remarks = RemarkColumns()
    private(set) var attachments = AttachmentColumns()
    private(set) var keys = KeyColumns()

    /// Begins for one district.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - clock: the database's clock.
    ///   - givenNow: the time, in a district whose clock is given.
    ///   - tellsNobody: whether messages are left out.
    ///   - definition: published definitions: rows say beside their bodies whom these keep away, and who waits.
    package init(
        district: DistrictID,
        clock: Instant,
        givenNow: Instant? = nil,
        tellsNobody: Bool = false,
        definition: @escaping @Sendable (DefinitionRef) -> WorkflowDefinition?
    ) {
        self.definition = definition
        self.district = district
        self.clock = clock
        now = givenNow ?? clock
        self.tellsNobody = tellsNobody
    }

    /// Whether there is nothing to write.
    package var isEmpty: Bool {
        events.seq.isEmpty && keys.key.isEmpty && dead.ticket.isEmpty && strays.ticket.isEmpty
            && cancelled.ticket.isEmpty
    }

    /// Adds what became of a ticket.
    package mutating func append(_ change: TicketChange) {
        if !change.events.isEmpty {
            let rules = definition(change.after.definition)
            if change.before == nil {
                filed.append(change.after, hash: change.hash, under: rules)
            } else {
                tickets.append(change.after, hash: change.hash, under: rules)
            }
        }
        for written in change.events {
            events.append(written)
            guard !tellsNobody else { continue }
            let pressing = written.event.pressing(before: change.before, after: change.after)
            if let message = OutboxMessage(written.event, pressing: pressing) { outbox.append(message, at: clock) }
        }
        let id = change.after.id
        for timer in change.cancelled where change.before != nil { cancelled.append(TimerRow(id, timer)) }
        for timer in change.armed { armed.append(TimerRow(id, timer), now: now) }
        for timer in change.dead { dead.append(TimerRow(id, timer.timer), code: timer.code, reason: timer.reason) }
        for followUp in change.followed { cancelled.append(TimerRow(id, followUp)) }
        for lost in change.lost {
            let row = TimerRow(id, lost.followUp)
            cancelled.append(row)
            dead.append(row, code: lost.code, reason: lost.reason)
        }
        for (other, followUp) in change.followUps { armed.append(TimerRow(other, followUp), now: now) }
    }

    /// Adds what somebody wrote with an act.
    ///
    /// - Parameters:
    ///   - words: texts by field; title and text of a filing, and contacts, go to their own tables.
    ///   - ticket: the ticket.
    ///   - seq: the event's number.
    ///   - salt: what their digests were salted with.
    ///   - contact: what the words say of whom to reach, sealed for this ticket.
    package mutating func append(
        _ words: NameMap<NameKind.Field, Words>,
        ticket: TicketID,
        seq: Int,
        salt: [UInt8],
        contact: SealedContact?
    ) {
        guard !words.isEmpty else { return }
        var rest = words
        precondition((contact != nil) == SealedContact.isAmong(words), "a contact is sealed before it is written")
        if let contact {
            contacts.append(ticket, seq, salt, contact)
            for field in SealedContact.fields { rest.removeValue(forKey: field) }
        }
        if seq == 1 {
            reports.append(
                ticket,
                salt,
                title: rest.removeValue(forKey: "title")?.text,
                text: rest.removeValue(forKey: "text")?.text
            )
        }
        for (field, words) in rest {
            remarks.append(ticket, seq, field, salt, words.text)
        }
    }

    /// Adds the files that an event names.
    ///
    /// - Parameters:
    ///   - files: the files, in the event's order.
    ///   - seq: the event's number.
    package mutating func append(_ files: [NewAttachment], addedBy seq: Int) {
        for (place, file) in files.enumerated() { attachments.append(file, addedBy: seq, place: place) }
    }

    /// Adds a timer that its ticket does not know, or whose ticket cannot be read: it is put aside, if it is still there.
    package mutating func append(stray timer: TimerRow, code: String, reason: String) {
        strays.append(timer, code: code, reason: reason)
    }

    /// Whether new tickets are among it.
    package var filesSomething: Bool { !filed.id.isEmpty }

    /// Whether events are among it.
    package var tellsStory: Bool { !events.seq.isEmpty }

    /// Whether messages are among it.
    package var tellsSomebody: Bool { !outbox.ticket.isEmpty }

    /// Adds the key of a command that was carried out.
    package mutating func append(_ key: CommandKey, ticket: TicketID, seq: Int) {
        keys.append(key, ticket: ticket, seq: seq, clock: clock)
    }
}
