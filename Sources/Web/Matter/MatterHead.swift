import Dispatcher
import PGStore
import Workflow

/// What a line of a list and a whole matter both say.
struct MatterHead {
    let json: JSONObject

    /// Of a ticket or a line.
    init(_ ticket: some MatterColumns, _ configuration: DistrictConfiguration, _ language: Language) {
        let number = TicketNumber(
            ticket.id,
            reportedAt: ticket.reportedAt,
            calendar: configuration.calendars.standard
        )
        json = [
            "number": .string(number.description), "seq": .int(Int64(ticket.seq)),
            "definition": Self.json(ticket.definition),
            "state": Self.json(ticket.state, ticket.definition, configuration, language),
            "category": .string(ticket.category), "urgency": .string(ticket.urgency.rawValue),
            "lamp": .string("\(ticket.lamp)"), "place": configuration.json(ticket.place),
            "desk": configuration.json(ticket.desk), "lead": Self.json(ticket.lead, configuration),
            "responsible": Self.json(ticket.responsible, configuration),
            "inside": Self.json(ticket.workingPart, configuration),
            "owner": ticket.owner.map { configuration.json(person: $0) } ?? .null,
            "reported_at": .string(ticket.reportedAt.description), "last_at": .string(ticket.lastAt.description),
            "closed_at": .orNull(ticket.closedAt?.description),
            "waits_for": AwaitedView(ticket, configuration, language)?.json ?? .null,
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

/// The columns of a matter, which a whole ticket and a line of a list both have.
protocol MatterColumns {
    var id: TicketID { get }
    var definition: DefinitionRef { get }
    var seq: Int { get }
    var state: StateName { get }
    var category: String { get }
    var urgency: Urgency { get }
    var lamp: Lamp { get }
    var place: UnitID { get }
    var desk: UnitID { get }
    var lead: UnitID? { get }
    var responsible: UnitID? { get }
    var workingPart: UnitID? { get }
    var owner: PersonID? { get }
    var reportedAt: Instant { get }
    var lastAt: Instant { get }
    var closedAt: Instant? { get }
    var helpers: [UnitID] { get }

    func due(of clock: ClockName) -> Instant?
}

extension Ticket: MatterColumns {
    func due(of clock: ClockName) -> Instant? { clocks[clock]?.due }
}

extension TicketLine: MatterColumns {
    var helpers: [UnitID] { glance.helpers }

    func due(of clock: ClockName) -> Instant? { glance.clocks.first { $0.name == clock }?.due }
}
