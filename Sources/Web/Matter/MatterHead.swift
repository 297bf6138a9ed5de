import Dispatcher
import PGStore
import Workflow

/// What a line of a list and a whole matter both say.
struct MatterHead {
    let json: JSONObject

    /// Of a whole ticket.
    init(_ ticket: Ticket, _ configuration: DistrictConfiguration, _ language: Language) {
        json = [
            "number": .string(Self.number(of: ticket, configuration)), "seq": .int(Int64(ticket.seq)),
            "definition": Self.json(ticket.definition),
            "state": Self.json(ticket.state, ticket.definition, configuration, language),
            "category": .string(ticket.category), "urgency": .string(ticket.urgency.rawValue),
            "lamp": .string("\(ticket.lamp)"), "place": configuration.json(ticket.place),
            "desk": configuration.json(ticket.desk), "lead": Self.json(ticket.lead, configuration),
            "responsible": Self.json(ticket.responsible, configuration),
            "owner": ticket.owner.map { configuration.json(person: $0) } ?? .null,
            "reported_at": .string(ticket.reportedAt.description), "last_at": .string(ticket.lastAt.description),
            "closed_at": .orNull(ticket.closedAt?.description),
        ]
    }

    /// Of a line of a list.
    init(_ line: TicketLine, _ configuration: DistrictConfiguration, _ language: Language) {
        let number = TicketNumber(line.id, reportedAt: line.reportedAt, calendar: configuration.calendars.standard)
        json = [
            "number": .string(number.description), "seq": .int(Int64(line.seq)),
            "definition": Self.json(line.definition),
            "state": Self.json(line.state, line.definition, configuration, language),
            "category": .string(line.category), "urgency": .string(line.urgency.rawValue),
            "lamp": .string("\(line.lamp)"), "place": configuration.json(line.place),
            "desk": configuration.json(line.desk), "lead": Self.json(line.lead, configuration),
            "responsible": Self.json(line.responsible, configuration),
            "owner": line.owner.map { configuration.json(person: $0) } ?? .null,
            "reported_at": .string(line.reportedAt.description), "last_at": .string(line.lastAt.description),
            "closed_at": .orNull(line.closedAt?.description),
        ]
    }

    /// What a write answers of the ticket as it stood then.
    static func receipt(_ ticket: Ticket, _ configuration: DistrictConfiguration, _ language: Language) -> JSONValue {
        [
            "number": .string(number(of: ticket, configuration)), "seq": .int(Int64(ticket.seq)),
            "state": json(ticket.state, ticket.definition, configuration, language),
            "lamp": .string("\(ticket.lamp)"), "responsible": json(ticket.responsible, configuration),
            "owner": ticket.owner.map { configuration.json(person: $0) } ?? .null,
            "next_due_at": .orNull(ticket.nextDue?.description),
        ]
    }

    /// The number that people use.
    static func number(of ticket: Ticket, _ configuration: DistrictConfiguration) -> String {
        TicketNumber(ticket, calendar: configuration.calendars.standard).description
    }

    private static func json(_ unit: UnitID?, _ configuration: DistrictConfiguration) -> JSONValue {
        unit.map { configuration.json($0) } ?? .null
    }

    private static func json(_ ref: DefinitionRef) -> JSONValue {
        ["name": .string(ref.name.text), "version": .int(Int64(ref.version))]
    }

    private static func json(
        _ state: StateName,
        _ ref: DefinitionRef,
        _ configuration: DistrictConfiguration,
        _ language: Language
    ) -> JSONValue {
        let title = configuration.machine(ref)?.definition.states[state]?.title
        return ["name": .string(state.text), "title": .string(title?(language) ?? state.text)]
    }
}
