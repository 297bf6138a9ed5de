import Dispatcher
import PGStore
import Workflow

/// A ticket as `show` prints it: what, who is responsible now, clocks, timeline.
struct TicketView {
    let telling: TicketTelling
    let number: TicketNumber
    /// Whom to reach, as far as the reader may see it.
    let contact: ResidentContact?

    var dossier: Dossier { telling.dossier }
    var configuration: DistrictConfiguration { telling.configuration }
    var ticket: Ticket { telling.ticket }
    var calendar: WorkCalendar { telling.calendar }
    var definition: WorkflowDefinition? { telling.definition }
    var stateTitle: String { telling.stateTitle }

    init(
        _ dossier: Dossier,
        _ configuration: DistrictConfiguration,
        formerNames: [UnitID: String] = [:],
        contact: ResidentContact? = nil
    ) {
        telling = TicketTelling(dossier, configuration, language: .current, formerNames: formerNames)
        self.contact = contact
        number = TicketNumber(dossier.ticket, calendar: configuration.calendars.standard)
    }

    /// What a unit was called when an ended ticket ended; what it is called now, while one runs.
    func unitName(_ id: UnitID) -> String { telling.unitName(id) }

    /// The same with the code.
    private func unitJSON(_ id: UnitID) -> JSONValue {
        guard let unit = configuration.territory[id] else { return configuration.json(id) }
        return ["code": .string(unit.code), "name": .string(unitName(id))]
    }

    /// Number, state and who answers for it, on one line.
    var headline: String {
        let who = ticket.responsible.map { unitName($0) }
        let owner = ticket.owner.map { configuration.name(of: $0) }
        return [
            number.description, stateTitle, who.map { localized("责任单位：\($0)", "responsible: \($0)") },
            owner.map { localized("责任人：\($0)", "person: \($0)") },
        ]
        .compactMap(\.self).joined(separator: "  ")
    }

    /// All of it, line by line.
    var lines: [String] {
        var lines = [headline + "  " + ticket.lamp.sign]
        if let title = dossier.text("title", seq: 1) { lines.append(title) }
        lines.append(dossier.text("text", seq: 1) ?? localized("（内容已删除）", "(the text was erased)"))
        lines.append(
            localized("类别：", "category: ") + ticket.category + "  " + localized("地点：", "place: ")
                + unitName(ticket.place) + "  " + ticket.urgency.title(.current)
        )
        if let contactLine { lines.append(contactLine) }
        if !ticket.facts.isEmpty { lines.append(facts) }
        lines += kinLines
        lines.append("")
        lines += clockLines
        lines.append(localized("经过", "Timeline"))
        lines += dossier.events.map { "  " + eventLine($0.event) }
        for dead in dossier.dead { lines.append("! \(dead.timer)  \(dead.reason)") }
        return lines
    }

    /// The ticket that it is made for, and those that were made for it.
    private var kinLines: [String] {
        let parent = ticket.parent.map { localized("所属工单：", "made for: ") + number(of: $0) }
        let children = ticket.children.sorted { $0.key < $1.key }.map { id, child in
            let rules = configuration.machine(latest: child.definition)?.definition
            let end = child.end.map { rules?.states[$0]?.title(.current) ?? $0.text } ?? localized("未结", "open")
            return [
                rules?.title(.current) ?? child.definition.text, number(of: id), unitName(child.lead),
                end,
            ]
            .joined(separator: "  ")
        }
        return [parent].compactMap(\.self) + children + linkLines
    }

    /// The tickets that it hangs together with.
    private var linkLines: [String] {
        let links = ticket.links
        let origin = links.origin.map { origin in
            let words =
                switch origin.kind {
                case .split: localized("拆自：", "split off from: ")
                case .repeat: localized("再次诉求，原工单：", "again, after: ")
                }
            return words + number(of: origin.ticket)
        }
        let main = links.main.map { localized("并入主单：", "merged into: ") + number(of: $0) }
        let merged = numbers(links.merged, localized("并入本单：", "merged into it: "))
        return [origin, main, merged, numbers(links.splitOff, localized("拆出：", "split off: "))].compactMap(\.self)
    }

    private func numbers(_ tickets: Set<TicketID>, _ words: String) -> String? {
        tickets.isEmpty ? nil : words + tickets.sorted().map(number(of:)).joined(separator: localized("、", ", "))
    }

    private func number(of id: TicketID) -> String { telling.number(of: id) }

    private var facts: String {
        ticket.facts.sorted { $0.key < $1.key }.map { field, value in
            (definition?.fields[field]?.title(.current) ?? field.text) + localized("：", ": ")
                + telling.shown(field, value)
        }.joined(separator: "  ")
    }
}

extension TicketView {
    // MARK: - Clocks

    private var clockLines: [String] {
        guard !ticket.clocks.isEmpty else { return [] }
        let clocks = ticket.clocks.sorted { ($0.value.due, $0.key) < ($1.value.due, $1.key) }
        return [localized("时限", "Clocks")] + clocks.map { "  " + clockLine($0.key, $0.value) } + [""]
    }

    private func clockLine(_ name: ClockName, _ countdown: Countdown) -> String {
        let title = definition?.clocks[name]?.title(.current) ?? name.text
        let limit = countdown.limit?.description ?? localized("上级给定", "given from above")
        let due = localized("到期 ", "due ") + calendar.shown(countdown.due)
        var notes: [String] = []
        if countdown.isExpired { notes.append(localized("已超时", "overdue")) }
        if countdown.paused != nil { notes.append(localized("暂停", "paused")) }
        if countdown.isWindow { notes.append(localized("其后不可", "not possible after")) }
        if countdown.isProvisional { notes.append(localized("暂定", "provisional")) }
        return [countdown.lamp.sign, title.padded(18), limit.padded(6), due, notes.joined(separator: " ")]
            .joined(separator: " ")
    }

    // MARK: - Timeline

    func eventLine(_ event: Event) -> String {
        let change = telling.entered(event).map { " → " + telling.title(of: $0) }
        let rest = telling.details(event).joined(separator: "；")
        let who = telling.actor(event).padded(20)
        return
            "\(String(event.seq).padded(3)) \(calendar.shown(event.at))  \(who) \(telling.what(event))\(change ?? "")"
            + (rest.isEmpty ? "" : "  \(rest)")
    }
}

extension TicketView {
    /// The same as JSON, in stable names.
    var json: JSONValue {
        [
            "number": .string(number.description), "id": .int(ticket.id.rawValue), "seq": .int(Int64(ticket.seq)),
            "definition": .string(ticket.definition.description), "state": .string(ticket.state.text),
            "category": .string(ticket.category), "urgency": .string(ticket.urgency.rawValue),
            "lamp": .string("\(ticket.lamp)"), "place": unitJSON(ticket.place),
            "desk": unitJSON(ticket.desk), "lead": ticket.lead.map { unitJSON($0) } ?? .null,
            "responsible": ticket.responsible.map { unitJSON($0) } ?? .null,
            "owner": ticket.owner.map { configuration.json(person: $0) } ?? .null,
            "reported_at": .string(ticket.reportedAt.description), "last_at": .string(ticket.lastAt.description),
            "closed_at": ticket.closedAt.map { .string($0.description) } ?? .null,
            "title": dossier.text("title", seq: 1).map { .string($0) } ?? .null,
            "text": dossier.text("text", seq: 1).map { .string($0) } ?? .null,
            "contact": contactJSON ?? .null, "body": ticket.body.json,
            "events": .array(dossier.events.map { eventJSON($0) }),
        ]
    }

    private func eventJSON(_ stored: StoredEvent) -> JSONValue {
        [
            "seq": .int(Int64(stored.event.seq)), "at": .string(stored.event.at.description),
            "recorded_at": .string(stored.recordedAt.description), "event": stored.event.payload.json,
        ]
    }
}
