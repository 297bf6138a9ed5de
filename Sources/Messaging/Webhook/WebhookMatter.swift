package import PGStore
package import Workflow

/// An event as subscribers are told of it: what happened to which matter, nobody's name, telephone or words.
///
/// Pure. What happened never changes; how the matter stands (`matter`) is told as it is when it is sent.
package struct WebhookMatter: Sendable {
    private let event: Event
    private let ticket: Ticket?
    private let configuration: DistrictConfiguration
    /// What is answered to a platform above, by its own headings; nil: the subscriber is none.
    private let answer: JSONValue?

    /// Describes an event; the ticket is nil where it cannot be read.
    package init(
        _ event: Event,
        _ ticket: Ticket?,
        in configuration: DistrictConfiguration,
        answer: JSONValue? = nil
    ) {
        self.answer = answer
        self.event = event
        self.ticket = ticket
        self.configuration = configuration
    }

    /// The event's own id: the same for everybody who is told of it.
    package var id: String { "\(configuration.code)/\(event.ticket)/\(event.seq)" }

    /// What happened: `whistle.issue.dispatch`, `whistle.issue.sign.due`.
    package var type: String {
        "whistle.\(event.definition.name)." + about.map { $0 == "/" ? "." : String($0) }.joined()
    }

    /// The act, a clock with its step, or `adjusted`.
    private var about: String {
        event.timer.map { "\($0.clock)/\($0.step.code)" } ?? event.act?.text ?? "adjusted"
    }

    /// The body in a form.
    package func body(_ format: Webhook.Format) -> JSONValue {
        switch format {
        case .cloudevents:
            [
                "specversion": "1.0", "id": .string(id), "source": .string("urn:whistle:\(configuration.code)"),
                "type": .string(type), "subject": .string(number), "time": .string(event.at.description),
                "datacontenttype": "application/json", "data": .object(data),
            ]
        case .json:
            .object(
                data.merging(["id": .string(id), "type": .string(type), "time": .string(event.at.description)]) { $1 }
            )
        }
    }

    private var number: String {
        ticket.map { TicketNumber($0, calendar: configuration.calendars.standard).description } ?? "\(event.ticket)"
    }

    private var data: JSONObject {
        var data: JSONObject = [
            "number": .string(number), "ticket": .int(event.ticket.rawValue), "seq": .int(Int64(event.seq)),
            "definition": .string(event.definition.name.text), "version": .int(Int64(event.definition.version)),
            "about": .string(about), "by": by,
        ]
        if let act = event.act { data["act"] = .string(act.text) }
        if let state = entered { data["state"] = .string(state.text) }
        if let ticket { data["matter"] = matter(ticket) }
        if let answer { data["answer"] = answer }
        return data
    }

    private var entered: StateName? {
        event.outcomes.lazy.compactMap { outcome -> StateName? in
            guard case .entered(let state, _) = outcome else { return nil }
            return state
        }.last
    }

    /// Who did it: of people the unit by whose post they did, never who they are.
    private var by: JSONValue {
        let kind =
            switch event.by.identity {
            case .person: "person"
            case .resident: "resident"
            case .clock: "clock"
            case .ticket: "ticket"
            }
        guard let unit = event.by.post?.unit else { return ["kind": .string(kind)] }
        return ["kind": .string(kind), "unit": configuration.json(unit: unit)]
    }

    private func matter(_ ticket: Ticket) -> JSONValue {
        let restriction = configuration.machine(ticket.definition)?.definition.privacy.restriction
        let isRestricted = restriction.map { ticket.facts[$0] != nil } ?? false
        return [
            "state": .string(ticket.state.text), "ended": .bool(ticket.isFinal),
            "urgent": .bool(ticket.urgency == .urgent), "restricted": .bool(isRestricted),
            "category": isRestricted ? .null : .string(ticket.category),
            "place": configuration.json(unit: ticket.place),
            "responsible": ticket.responsible.map { configuration.json(unit: $0) } ?? .null,
            "lead": ticket.lead.map { configuration.json(unit: $0) } ?? .null,
        ]
    }
}

extension Webhook.Filter {
    /// Whether an event of a ticket is asked for; of a ticket that cannot be read only by those who ask for no part of it.
    package func takes(_ event: Event, _ ticket: Ticket?, in configuration: DistrictConfiguration) -> Bool {
        guard definitions.isEmpty || definitions.contains(event.definition.name.text) else { return false }
        let timer = event.timer.map { "\($0.clock)/\($0.step.code)" }
        let abouts = [event.act?.text, timer].compactMap(\.self)
        guard acts.isEmpty || !acts.isDisjoint(with: abouts) else { return false }
        if let category {
            guard let ticket, ticket.category == category || ticket.category.hasPrefix(category + "/") else {
                return false
            }
        }
        if let platform {
            guard let ticket, let rules = configuration.definition(ticket.definition), let upper = rules.upper,
                ticket.facts[upper.platform]?.string == platform, event.counts(upper.answered)
            else { return false }
        }
        guard let unit else { return true }
        guard let ticket else { return false }
        let territory = configuration.territory
        return [ticket.place, ticket.desk, ticket.responsible, ticket.lead].compactMap(\.self).contains {
            Self.lies($0, in: unit, territory)
        }
    }

    private static func lies(_ unit: UnitID, in top: UnitID, _ territory: UnitTree) -> Bool {
        var next: UnitID? = unit
        while let here = next {
            if here == top { return true }
            next = territory[here]?.parent
        }
        return false
    }
}

extension DistrictConfiguration {
    /// A unit as subscribers know it: code and name.
    fileprivate func json(unit id: UnitID) -> JSONValue {
        guard let unit = territory[id] else { return .null }
        return ["code": .string(unit.code), "name": .string(unit.name)]
    }
}
