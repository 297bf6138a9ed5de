import PGStore
import Tabular
import Workflow

/// Writes tickets one by one as they come.
protocol TicketList {
    /// Writes a ticket.
    func write(_ listed: ListedTicket) throws
    /// Ends the list.
    func finish() throws
}

/// A table for the screen.
struct TextTicketList: TicketList {
    let configuration: DistrictConfiguration

    init(_ configuration: DistrictConfiguration) {
        self.configuration = configuration
    }

    func write(_ listed: ListedTicket) {
        let row = TicketRow(listed, configuration)
        Terminal.line(
            [
                row.number.padded(16), listed.ticket.lamp.sign, row.state.padded(18),
                row.responsible.cut(22).padded(22),
                row.due.padded(17), (listed.title ?? listed.text ?? "").cut(44),
            ].joined(separator: " ")
        )
    }

    func finish() {}
}

/// One JSON object a line.
struct JSONTicketList: TicketList {
    let configuration: DistrictConfiguration
    private let writer: JSONStreamWriter

    init(_ configuration: DistrictConfiguration) throws {
        self.configuration = configuration
        writer = try JSONStreamWriter(SheetOutput(argument: "-"), layout: .lines)
    }

    func write(_ listed: ListedTicket) throws {
        try writer.write(json: TicketRow(listed, configuration).json.canonicalBytes)
    }

    func finish() throws { try writer.finish() }
}

/// A sheet that Excel opens; cells that a sheet would take for a formula are guarded.
struct CSVTicketList: TicketList {
    let configuration: DistrictConfiguration
    private let writer: CSVWriter

    init(_ configuration: DistrictConfiguration) throws {
        self.configuration = configuration
        let headings = ["编号", "状态", "灯", "类别", "紧急程度", "地点", "责任单位", "责任人", "主办单位", "上报时间", "到期", "办结时间", "标题", "内容"]
        writer = try CSVWriter(
            SheetOutput(argument: "-"),
            headings: headings,
            options: .init(hasMark: true, guardsFormulas: true)
        )
    }

    func write(_ listed: ListedTicket) throws {
        let row = TicketRow(listed, configuration)
        let ticket = listed.ticket
        let calendar = configuration.calendars.standard
        try writer.write([
            row.number, row.state, "\(ticket.lamp)", ticket.category, ticket.urgency.title(.zh),
            configuration.unitName(ticket.place), row.responsible,
            ticket.owner.map { configuration.name(of: $0) } ?? "", ticket.lead.map { configuration.unitName($0) } ?? "",
            calendar.shown(ticket.reportedAt), row.due, ticket.closedAt.map { calendar.shown($0) } ?? "",
            listed.title ?? "", listed.text ?? "",
        ])
    }

    func finish() throws { try writer.finish() }
}

/// What all lists say of a ticket.
struct TicketRow {
    let number: String
    let state: String
    let responsible: String
    /// The earliest due time of its lit clocks.
    let due: String
    private let ticket: Ticket
    private let title: String?
    private let text: String?
    private let configuration: DistrictConfiguration

    init(_ listed: ListedTicket, _ configuration: DistrictConfiguration) {
        self.init(listed.ticket, title: listed.title, text: listed.text, configuration)
    }

    init(_ ticket: Ticket, title: String? = nil, text: String? = nil, _ configuration: DistrictConfiguration) {
        self.ticket = ticket
        self.title = title
        self.text = text
        self.configuration = configuration
        let calendar = configuration.calendars.standard
        number = TicketNumber(ticket, calendar: calendar).description
        let name = configuration.machine(ticket.definition)?.definition.states[ticket.state]?.title
        state = name?(.current) ?? ticket.state.text
        responsible = ticket.responsible.map { configuration.unitName($0) } ?? "—"
        due =
            ticket.clocks.values.filter { $0.isLit && $0.paused == nil }.map(\.due).min().map { calendar.shown($0) }
            ?? ""
    }

    var json: JSONValue {
        return [
            "number": .string(number), "id": .int(ticket.id.rawValue), "state": .string(ticket.state.text),
            "lamp": .string("\(ticket.lamp)"), "category": .string(ticket.category),
            "urgency": .string(ticket.urgency.rawValue), "place": configuration.json(ticket.place),
            "desk": configuration.json(ticket.desk), "lead": ticket.lead.map { configuration.json($0) } ?? .null,
            "responsible": ticket.responsible.map { configuration.json($0) } ?? .null,
            "owner": ticket.owner.map { configuration.json(person: $0) } ?? .null,
            "reported_at": .string(ticket.reportedAt.description), "last_at": .string(ticket.lastAt.description),
            "closed_at": ticket.closedAt.map { .string($0.description) } ?? .null,
            "late": .array(ticket.late.sorted().map { .string($0.text) }), "seq": .int(Int64(ticket.seq)),
            "title": title.map { .string($0) } ?? .null, "text": text.map { .string($0) } ?? .null,
        ]
    }
}
