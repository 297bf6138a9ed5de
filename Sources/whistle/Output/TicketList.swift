import Dispatcher
import PGStore
import Tabular
import Workflow

/// Writes tickets one by one as they come.
protocol TicketList {
    /// Writes a ticket.
    func write(_ line: TicketLine) throws
    /// Ends the list.
    func finish() throws
}

/// A table for the screen.
struct TextTicketList: TicketList {
    let configuration: DistrictConfiguration

    init(_ configuration: DistrictConfiguration) {
        self.configuration = configuration
    }

    func write(_ line: TicketLine) {
        let row = TicketRow(line, configuration)
        Terminal.line(
            [
                row.number.padded(16), line.lamp.sign, row.state.padded(18),
                row.responsible.cut(22).padded(22),
                row.due.padded(17), (line.title ?? line.text ?? "").cut(44),
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

    func write(_ line: TicketLine) throws {
        try writer.write(json: line.json(configuration).canonicalBytes)
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

    func write(_ line: TicketLine) throws {
        let row = TicketRow(line, configuration)
        let calendar = configuration.calendars.standard
        try writer.write([
            row.number, row.state, "\(line.lamp)", line.category, line.urgency.title.zh,
            configuration.unitName(line.place), row.responsible,
            line.owner.map { configuration.name(of: $0) } ?? "", line.lead.map { configuration.unitName($0) } ?? "",
            calendar.shown(line.reportedAt), row.due, line.closedAt.map { calendar.shown($0) } ?? "",
            line.title ?? "", line.text ?? "",
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

    init(_ line: TicketLine, _ configuration: DistrictConfiguration) {
        self.init(
            TicketNumber(line.id, reportedAt: line.reportedAt, calendar: configuration.calendars.standard),
            line.definition,
            line.state,
            line.responsible,
            line.glance.nextDue,
            configuration
        )
    }

    init(_ ticket: Ticket, _ configuration: DistrictConfiguration) {
        self.init(
            TicketNumber(ticket, calendar: configuration.calendars.standard),
            ticket.definition,
            ticket.state,
            ticket.responsible,
            ticket.nextDue,
            configuration
        )
    }

    private init(
        _ number: TicketNumber,
        _ definition: DefinitionRef,
        _ state: StateName,
        _ responsible: UnitID?,
        _ due: Instant?,
        _ configuration: DistrictConfiguration
    ) {
        self.number = number.description
        let name = configuration.machine(definition)?.definition.states[state]?.title
        self.state = name?(.current) ?? state.text
        self.responsible = responsible.map { configuration.unitName($0) } ?? "—"
        self.due = due.map { configuration.calendars.standard.shown($0) } ?? ""
    }
}

extension TicketLine {
    /// All that it says, for programs.
    fileprivate func json(_ configuration: DistrictConfiguration) -> JSONValue {
        let number = TicketNumber(id, reportedAt: reportedAt, calendar: configuration.calendars.standard)
        return [
            "number": .string(number.description), "id": .int(id.rawValue), "state": .string(state.text),
            "lamp": .string("\(lamp)"), "category": .string(category),
            "urgency": .string(urgency.rawValue), "place": configuration.json(place),
            "desk": configuration.json(desk), "lead": lead.map { configuration.json($0) } ?? .null,
            "responsible": responsible.map { configuration.json($0) } ?? .null,
            "owner": owner.map { configuration.json(person: $0) } ?? .null,
            "reported_at": .string(reportedAt.description), "last_at": .string(lastAt.description),
            "closed_at": closedAt.map { .string($0.description) } ?? .null,
            "late": .array(glance.late.map { .string($0.text) }), "seq": .int(Int64(seq)),
            "title": title.map { .string($0) } ?? .null, "text": text.map { .string($0) } ?? .null,
        ]
    }
}
