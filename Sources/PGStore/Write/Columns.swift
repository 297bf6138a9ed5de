import Postgres
import Workflow

/// Rows to be written, column by column, as `unnest` takes them.
struct TicketColumns: Sendable {
    var id: [Int64] = []
    var place: [Int64] = []
    var desk: [Int64] = []
    var lead: [Int64?] = []
    var responsible: [Int64?] = []
    var owner: [Int64?] = []
    var reportedAt: [Timestamp] = []
    var lastAt: [Timestamp] = []
    var closedAt: [Timestamp?] = []
    var seq: [Int32] = []
    var version: [Int32] = []
    var lamp: [Int16] = []
    var isUrgent: [Bool] = []
    var definition: [String] = []
    var state: [String] = []
    var category: [String] = []
    var body: [String] = []
    var hash: [[UInt8]] = []
    var derived = DerivedColumns()

    mutating func append(_ ticket: Ticket, hash: [UInt8], under rules: WorkflowDefinition?) {
        id.append(ticket.id.rawValue)
        place.append(ticket.place.rawValue)
        desk.append(ticket.desk.rawValue)
        lead.append(ticket.lead?.rawValue)
        responsible.append(ticket.responsible?.rawValue)
        owner.append(ticket.owner?.rawValue)
        reportedAt.append(Timestamp(ticket.reportedAt))
        lastAt.append(Timestamp(ticket.lastAt))
        closedAt.append(ticket.closedAt.map { Timestamp($0) })
        seq.append(Int32(clamping: ticket.seq))
        version.append(Int32(clamping: ticket.definition.version))
        lamp.append(Int16(ticket.lamp.rawValue))
        isUrgent.append(ticket.urgency == .urgent)
        definition.append(ticket.definition.name.text)
        state.append(ticket.state.text)
        category.append(ticket.category)
        body.append(ticket.body.canonicalText)
        self.hash.append(hash)
        derived.append(DerivedRow(ticket, rules))
    }
}

struct EventColumns: Sendable {
    var ticket: [Int64] = []
    var at: [Timestamp] = []
    var seq: [Int32] = []
    var version: [Int32] = []
    var definition: [String] = []
    var payload: [[UInt8]] = []
    var hash: [[UInt8]] = []

    mutating func append(_ written: WrittenEvent) {
        ticket.append(written.event.ticket.rawValue)
        at.append(Timestamp(written.event.at))
        seq.append(Int32(clamping: written.event.seq))
        version.append(Int32(clamping: written.event.definition.version))
        definition.append(written.event.definition.name.text)
        payload.append(written.payload)
        hash.append(written.hash)
    }
}

struct TimerKeyColumns: Sendable {
    var ticket: [Int64] = []
    var clock: [String] = []
    var step: [String] = []

    mutating func append(_ timer: TimerRow) {
        ticket.append(timer.ticket.rawValue)
        clock.append(timer.clock)
        step.append(timer.step)
    }
}

struct TimerColumns: Sendable {
    var key = TimerKeyColumns()
    var dueAt: [Timestamp] = []
    var fireAt: [Timestamp] = []

    mutating func append(_ timer: TimerRow, now: Instant) {
        key.append(timer)
        dueAt.append(Timestamp(timer.due))
        fireAt.append(Timestamp(max(timer.due, now)))
    }
}

struct DeadTimerColumns: Sendable {
    var key = TimerKeyColumns()
    var dueAt: [Timestamp] = []
    var code: [String] = []
    var reason: [String] = []

    var ticket: [Int64] { key.ticket }

    mutating func append(_ timer: TimerRow, code: String, reason: String) {
        key.append(timer)
        dueAt.append(Timestamp(timer.due))
        self.code.append(code)
        self.reason.append(reason)
    }
}

struct OutboxColumns: Sendable {
    var ticket: [Int64] = []
    var seq: [Int32] = []
    var nextAt: [Timestamp] = []
    var payload: [String] = []

    mutating func append(_ message: OutboxMessage, at clock: Instant) {
        ticket.append(message.ticket.rawValue)
        seq.append(Int32(clamping: message.seq))
        nextAt.append(Timestamp(clock))
        payload.append(message.canonicalText)
    }
}

struct ReportColumns: Sendable {
    var ticket: [Int64] = []
    var salt: [[UInt8]] = []
    var title: [String?] = []
    var text: [String?] = []

    mutating func append(_ ticket: TicketID, _ salt: [UInt8], title: String?, text: String?) {
        self.ticket.append(ticket.rawValue)
        self.salt.append(salt)
        self.title.append(title)
        self.text.append(text)
    }
}

struct ContactColumns: Sendable {
    var ticket: [Int64] = []
    var seq: [Int32] = []
    var salt: [[UInt8]] = []
    var key: [String] = []
    var name: [[UInt8]?] = []
    var phone: [[UInt8]?] = []
    var address: [[UInt8]?] = []
    var phoneIndex: [[UInt8]?] = []

    mutating func append(_ ticket: TicketID, _ seq: Int, _ salt: [UInt8], _ contact: SealedContact) {
        self.ticket.append(ticket.rawValue)
        self.seq.append(Int32(clamping: seq))
        self.salt.append(salt)
        key.append(contact.key)
        name.append(contact.texts[0])
        phone.append(contact.texts[1])
        address.append(contact.texts[2])
        phoneIndex.append(contact.phoneIndex)
    }
}

struct RemarkColumns: Sendable {
    var ticket: [Int64] = []
    var seq: [Int32] = []
    var field: [String] = []
    var salt: [[UInt8]] = []
    var text: [String] = []

    mutating func append(_ ticket: TicketID, _ seq: Int, _ field: FieldName, _ salt: [UInt8], _ text: String) {
        self.ticket.append(ticket.rawValue)
        self.seq.append(Int32(clamping: seq))
        self.field.append(field.text)
        self.salt.append(salt)
        self.text.append(text)
    }
}

struct KeyColumns: Sendable {
    var owner: [String] = []
    var key: [String] = []
    var bodyHash: [[UInt8]] = []
    var ticket: [Int64] = []
    var seq: [Int32] = []
    var keepUntil: [Timestamp] = []

    mutating func append(_ key: CommandKey, ticket: TicketID, seq: Int, clock: Instant) {
        owner.append(key.owner)
        self.key.append(key.key)
        bodyHash.append(key.bodyHash)
        self.ticket.append(ticket.rawValue)
        self.seq.append(Int32(clamping: seq))
        keepUntil.append(key.keepsForEver ? .infinity : Timestamp(clock.advanced(bySeconds: CommandKey.keptSeconds)))
    }
}
