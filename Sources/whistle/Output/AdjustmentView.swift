import Dispatcher
import PGStore
import Workflow

/// Adjustments of tickets as people and programs read them.
struct AdjustmentView {
    private let configuration: DistrictConfiguration

    init(_ configuration: DistrictConfiguration) {
        self.configuration = configuration
    }

    private var calendar: WorkCalendar { configuration.calendars.standard }

    /// The columns of the sheet: a row a clock that moves, one for a ticket of which none does.
    static let headings = [
        "number", "result", "code", "reason", "version", "state_from", "state_to", "responsible_from", "responsible_to",
        "desk_from", "desk_to", "lead_from", "lead_to", "place_from", "place_to", "inside_from", "inside_to",
        "bound_from", "bound_to", "clock", "due_from", "due_to",
        "remark",
    ]

    /// The rows of a ticket.
    func rows(_ ticket: AdjustedTicket) -> [[String]] {
        switch ticket.outcome {
        case .unchanged: return []
        case .movedBefore: return [filled([number(ticket.id), "moved"])]
        case .refused(let code, let message):
            return [filled([number(ticket.id), "cannot", code, message(.current)])]
        case .moved(let adjusted):
            let (from, to) = (adjusted.before, adjusted.after)
            let head =
                [number(to), "moved", "", "", to.definition.description, from.state.text, to.state.text]
                + pair(from.responsible, to.responsible) + pair(from.desk, to.desk) + pair(from.lead, to.lead)
                + pair(from.place, to.place) + pair(from.inside, to.inside) + pair(from.bound, to.bound)
            let moves = adjusted.clockMoves
            return moves.isEmpty ? [filled(head)] : moves.map { head + cells($0) }
        }
    }

    private func filled(_ cells: [String]) -> [String] {
        cells + Array(repeating: "", count: Self.headings.count - cells.count)
    }

    private func pair(_ from: UnitID?, _ to: UnitID?) -> [String] {
        [from, to].map { $0.map { configuration.territory[$0]?.code ?? "#\($0)" } ?? "" }
    }

    private func cells(_ move: ClockMove) -> [String] {
        [move.clock.text] + [move.from, move.to].map { $0.map { calendar.shown($0.due) } ?? "" } + [remarks(move)]
    }

    private func number(_ ticket: Ticket) -> String { TicketNumber(ticket, calendar: calendar).description }

    /// A number without its date, where the ticket itself is not at hand.
    private func number(_ id: TicketID) -> String { TicketNumber("\(id)")?.description ?? "\(id)" }
}

extension AdjustmentView {
    // MARK: - Lines

    /// A ticket, a line each thing that moves.
    func lines(_ ticket: AdjustedTicket) -> [String] {
        switch ticket.outcome {
        case .unchanged: return []
        case .movedBefore: return [number(ticket.id) + localized("  已变", "  moved")]
        case .refused(let code, let message):
            return ["! \(number(ticket.id))  \(message(.current))〔\(code)〕"]
        case .moved(let adjusted):
            let parts = places(adjusted) + adjusted.clockMoves.map { self.line($0, adjusted.after.definition) }
            let number = number(adjusted.after)
            guard !parts.isEmpty else { return [number + "  → \(adjusted.after.definition)"] }
            return parts.map { "\(number)  \($0)" }
        }
    }

    private func places(_ adjusted: Adjusted) -> [String] {
        let (from, to) = (adjusted.before, adjusted.after)
        var parts: [String] = []
        if from.state != to.state { parts.append("\(state(from)) → \(state(to))") }
        let units = [
            (localized("地点", "place"), from.place as UnitID?, to.place as UnitID?),
            (localized("经办", "desk"), from.desk, to.desk), (localized("主办", "lead"), from.lead, to.lead),
            (localized("责任单位", "responsible"), from.responsible, to.responsible),
            (localized("承办科室", "inside"), from.inside, to.inside), (localized("首接单位", "bound"), from.bound, to.bound),
        ]
        for (title, before, after) in units where before != after {
            parts.append("\(title) \(name(before)) → \(name(after))")
        }
        return parts
    }

    private func state(_ ticket: Ticket) -> String {
        configuration.machine(ticket.definition)?.definition.states[ticket.state]?.title(.current) ?? ticket.state.text
    }

    private func name(_ unit: UnitID?) -> String { unit.map { configuration.unitName($0) } ?? "—" }

    private func line(_ move: ClockMove, _ ref: DefinitionRef) -> String {
        let clock = configuration.machine(ref)?.definition.clocks[move.clock]
        let title = clock?.title(.current) ?? move.clock.text
        let times = [move.from, move.to].map { $0.map { calendar.shown($0.due) } ?? "—" }
        let remark = remarks(move)
        return "\(title) \(times[0]) → \(times[1])" + (remark.isEmpty ? "" : "  \(remark)")
    }

    private func remarks(_ move: ClockMove) -> String {
        var remarks: [String] = []
        if move.isFinalNow { remarks.append(localized("由暂定转为确定", "final now")) }
        if move.to?.isProvisional == true { remarks.append(localized("暂定", "provisional")) }
        if move.isGivenBack { remarks.append(localized("不再超时（标记保留）", "no longer late (flag stays)")) }
        if move.to?.paused != nil { remarks.append(localized("暂停中", "paused")) }
        return remarks.joined(separator: localized("，", ", "))
    }

    /// The sums.
    func lines(_ report: AdjustmentReport) -> [String] {
        let clocks = report.clocks.sorted { $0.key < $1.key }.map { name, count in
            let parts = [
                (count.earlier, localized("提前", "earlier")), (count.later, localized("推后", "later")),
                (count.otherwise, localized("到期不变", "due as before")),
                (count.finalNow, localized("转为确定", "final now")),
                (count.givenBack, localized("不再超时", "no longer late")),
                (count.started, localized("开始", "begun")), (count.stopped, localized("停止", "ended")),
            ]
            return "\(name.text.padded(20)) "
                + parts.filter { $0.0 > 0 }.map { "\($0.1) \($0.0)" }.joined(separator: localized("，", ", "))
        }
        let refused = report.refused.sorted { $0.key < $1.key }.map { "! \($0.key) \($0.value)" }
        let moved = report.isDryRun ? localized("将变", "would move") : localized("已变", "moved")
        let isSilent = report.messages == 0
        let told = localized(
            "消息 \(report.messages) 条，按人合并送 \(report.people) 人",
            "\(report.messages) messages, gathered in digests of \(report.people) people"
        )
        return clocks + refused + (isSilent ? [] : [told]) + [
            localized(
                "在办 \(report.tickets) 件：\(moved) \(report.moved)，不变 \(report.unchanged)，不能变 \(report.refusedCount)",
                "\(report.tickets) running tickets: \(report.moved) \(moved), \(report.unchanged) as before, \(report.refusedCount) cannot"
            )
        ]
    }
}

extension AdjustmentView {
    // MARK: - JSON

    /// A ticket: what it is now, and how it was.
    func json(_ ticket: AdjustedTicket) -> JSONValue {
        switch ticket.outcome {
        case .unchanged: return ["id": .int(ticket.id.rawValue), "result": "unchanged"]
        case .movedBefore: return ["id": .int(ticket.id.rawValue), "result": "moved"]
        case .refused(let code, let message):
            return [
                "id": .int(ticket.id.rawValue), "result": "cannot", "code": .string(code),
                "reason": ["zh": .string(message.zh), "en": .string(message.en)],
            ]
        case .moved(let adjusted):
            return [
                "id": .int(ticket.id.rawValue), "number": .string(number(adjusted.after)), "result": "moved",
                "before": side(adjusted.before), "after": side(adjusted.after),
                "clocks": .array(
                    adjusted.clockMoves.map { move in
                        [
                            "clock": .string(move.clock.text), "due_from": due(move.from), "due_to": due(move.to),
                            "final_now": .bool(move.isFinalNow), "given_back": .bool(move.isGivenBack),
                            "provisional": .bool(move.to?.isProvisional ?? false),
                        ]
                    }
                ),
            ]
        }
    }

    private func due(_ countdown: Countdown?) -> JSONValue {
        countdown.map { .string($0.due.description) } ?? .null
    }

    private func side(_ ticket: Ticket) -> JSONValue {
        [
            "definition": .string(ticket.definition.description), "state": .string(ticket.state.text),
            "place": configuration.json(ticket.place), "desk": configuration.json(ticket.desk),
            "lead": ticket.lead.map { configuration.json($0) } ?? .null,
            "responsible": ticket.responsible.map { configuration.json($0) } ?? .null,
            "inside": ticket.inside.map { configuration.json($0) } ?? .null,
            "bound": ticket.bound.map { configuration.json($0) } ?? .null,
        ]
    }
}
