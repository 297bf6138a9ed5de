package import Workflow

/// What is to be told of an event, and to whom: one row of the outbox.
///
/// It names units and people by id and holds no words of anybody: the sink that delivers it looks those up.
package struct OutboxMessage: Hashable, Sendable {
    /// The ticket.
    package let ticket: TicketID
    /// The event's number.
    package let seq: Int
    /// When the event counted.
    package let at: Instant
    /// What happened: an act, a clock with its step, or an adjustment with its cause.
    package let about: String
    /// To whom.
    package let audiences: [Audience]
    /// Whether it goes out at once, at whatever hour.
    package let isUrgent: Bool
    /// Whether on days off it goes to the duty roster.
    package let goesToDuty: Bool

    /// Takes what an event tells, as it presses then; nil where it tells nobody.
    package init?(_ event: Event, pressing: Pressing) {
        audiences = event.outcomes.compactMap { outcome in
            guard case .told(let audience) = outcome else { return nil }
            return audience
        }
        guard !audiences.isEmpty else { return nil }
        isUrgent = pressing.isUrgent
        goesToDuty = pressing.goesToDuty
        ticket = event.ticket
        seq = event.seq
        at = event.at
        let adjusted = event.adjustment.map { "adjusted/\($0.code)" }
        about = event.timer.map { "\($0.clock)/\($0.step.code)" } ?? event.act?.text ?? adjusted ?? ""
    }
}

extension OutboxMessage {
    /// The same message for some of those whom it is for.
    package func only(_ audiences: [Audience]) -> OutboxMessage {
        OutboxMessage(copy: self, audiences)
    }

    private init(copy other: OutboxMessage, _ audiences: [Audience]) {
        ticket = other.ticket
        seq = other.seq
        at = other.at
        about = other.about
        isUrgent = other.isUrgent
        goesToDuty = other.goesToDuty
        self.audiences = audiences
    }
}

extension OutboxMessage: CanonicalWritable {
    // MARK: - JSON

    /// Writes it as the outbox keeps it.
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("about", about)
            writer.member("at", at)
            writer.flag("duty", goesToDuty)
            writer.member("to") { $0.array(audiences) { Self.write($1, to: &$0) } }
            writer.flag("urgent", isUrgent)
        }
    }

    /// Reads what was written; nil where it is something else.
    init?(ticket: TicketID, seq: Int, json: JSONValue) {
        guard let about = json["about"]?.string, let at = json["at"]?.int, let to = json["to"]?.array else {
            return nil
        }
        let audiences = to.compactMap(Self.audience)
        guard audiences.count == to.count else { return nil }
        self.ticket = ticket
        self.seq = seq
        self.at = Instant(microseconds: at)
        self.about = about
        self.audiences = audiences
        // Rows of before have neither: they are ordinary.
        isUrgent = json["urgent"] == true
        goesToDuty = json["duty"] == true
    }

    private static func write(_ audience: Audience, to writer: inout CanonicalWriter) {
        switch audience {
        case .unit(let unit, let roles):
            writer.object { writer in
                writer.member("roles") { $0.array(roles) { $1.write(to: &$0) } }
                writer.member("unit", unit)
            }
        case .person(let person): writer.object("person", person)
        case .resident: writer.text("resident")
        }
    }

    private static func audience(_ json: JSONValue) -> Audience? {
        if json.string == "resident" { return .resident }
        if let person = json["person"]?.int { return .person(PersonID(person)) }
        guard let unit = json["unit"]?.int, let list = json["roles"]?.array else { return nil }
        let roles = list.compactMap { $0.string.flatMap { RoleName($0) } }
        return roles.count == list.count ? .unit(UnitID(unit), roles: roles) : nil
    }
}
