import Dispatcher
import PGStore
import Workflow

/// What 物业, 业委会 and other handlers that are no department see: no name, telephone, address or original text.
extension TicketView {
    // Whoever wrote it may have copied what these readers must not see.
    private var summary: String? { telling.summary.map(Masking.text) }

    /// The summary line by line.
    var summaryLines: [String] {
        let due = ticket.clocks.values.filter { $0.isLit && $0.paused == nil && !$0.isWindow }.map(\.due).min()
        return [
            headline + "  " + ticket.lamp.sign,
            localized("类别：", "category: ") + ticket.category + "  " + localized("地点：", "place: ")
                + configuration.unitName(ticket.place),
            localized("转办摘要：", "summary: ") + (summary ?? localized("（无）", "(none)")),
            due.map { localized("最近到期：", "next due: ") + calendar.shown($0) },
        ].compactMap(\.self)
    }

    /// The summary as JSON.
    var summaryJSON: JSONValue {
        [
            "number": .string(number.description), "state": .string(ticket.state.text),
            "category": .string(ticket.category), "place": configuration.json(ticket.place),
            "lamp": .string("\(ticket.lamp)"), "summary": summary.map { .string($0) } ?? .null,
        ]
    }
}
