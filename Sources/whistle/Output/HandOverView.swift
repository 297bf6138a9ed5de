import Dispatcher
import PGStore
import Tabular
import Workflow

/// The list of a handing over (交接清单), for two signatures.
struct HandOverView {
    let inventory: PostHandOver.Inventory
    let configuration: DistrictConfiguration
    /// Whether nothing has been changed.
    let isDry: Bool

    init(_ inventory: PostHandOver.Inventory, _ configuration: DistrictConfiguration, isDry: Bool) {
        self.inventory = inventory
        self.configuration = configuration
        self.isDry = isDry
    }

    private var calendar: WorkCalendar { configuration.calendars.standard }

    /// The list in words.
    var lines: [String] {
        let names = configuration.peopleNames
        var lines = [
            localized("交接清单", "Hand-over list") + "  \(configuration.name)  \(inventory.day)"
                + (isDry ? localized("（预览，未移交）", " (preview, nothing was changed)") : ""),
            localized("移交人：", "from: ") + configuration.shown(inventory.handOver.from) + "  "
                + localized("接收人：", "to: ") + configuration.shown(inventory.handOver.to),
            localized("岗位：", "posts: ")
                + inventory.posts.map { "\(configuration.unitName($0.unit)) \(names.role($0.role)(.current))" }
                .joined(separator: localized("；", "; ")), "",
            localized("一、未结工单 \(inventory.matters.count) 件", "1. open matters: \(inventory.matters.count)"),
        ]
        lines += inventory.matters.map(line)
        lines.append(
            localized("二、待审批 \(inventory.approvals.count) 件", "2. waiting for a decision: \(inventory.approvals.count)")
        )
        lines += inventory.approvals.map(line)
        lines.append(localized("三、值班 \(inventory.duties.count) 班", "3. duties: \(inventory.duties.count)"))
        lines += inventory.duties.map { shift in
            "  \(calendar.shown(shift.period.from)) – \(calendar.shown(shift.period.until))  \(configuration.unitName(shift.unit))"
        }
        if !inventory.hasCome {
            lines.append(
                localized("工单在 \(inventory.day) 当天再运行一次时转移", "matters move when it is run again on \(inventory.day)")
            )
        }
        lines.append("")
        lines.append(
            localized(
                "移交人签字：____________  日期：________    接收人签字：____________  日期：________",
                "signed (from): ____________  date: ________    signed (to): ____________  date: ________"
            )
        )
        return lines
    }

    private func line(_ matter: PostHandOver.Matter) -> String {
        let row = row(matter)
        return "  "
            + [
                row[0].padded(16), row[1].padded(18), row[2].cut(20).padded(20), row[3].padded(17), row[4].cut(30),
                row[5],
            ]
            .filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// Number, state, unit, due time, title, and what becomes of it.
    private func row(_ matter: PostHandOver.Matter) -> [String] {
        let row = TicketRow(matter.ticket, configuration)
        return [row.number, row.state, row.responsible, row.due, matter.title ?? "", fate(matter.fate)]
    }

    private func fate(_ fate: PostHandOver.Fate) -> String {
        switch fate {
        case .goes: localized("将移交", "goes over")
        case .went: localized("已移交", "went over")
        case .withPost: localized("随岗位", "with the post")
        case .stays(let code, let why): localized("未移交：\(why.zh)〔\(code)〕", "stays: \(why.en) [\(code)]")
        }
    }

    /// A sheet that Excel opens.
    func writeCSV() throws {
        let writer = try CSVWriter(
            SheetOutput(argument: "-"),
            headings: ["类别", "编号", "状态", "责任单位", "到期", "标题", "交接", "移交人", "接收人", "日期"],
            options: .init(hasMark: true, guardsFormulas: true)
        )
        let ends = [
            configuration.shown(inventory.handOver.from), configuration.shown(inventory.handOver.to),
            "\(inventory.day)",
        ]
        for matter in inventory.matters { try writer.write(["未结工单"] + row(matter) + ends) }
        for matter in inventory.approvals { try writer.write(["待审批"] + row(matter) + ends) }
        for shift in inventory.duties {
            let unit = configuration.unitName(shift.unit)
            try writer.write(["值班", "", "", unit, calendar.shown(shift.period.from), "", ""] + ends)
        }
        try writer.finish()
    }

    /// The same as JSON, in stable names.
    var json: JSONValue {
        [
            "from": configuration.json(person: inventory.handOver.from),
            "to": configuration.json(person: inventory.handOver.to), "on": .string("\(inventory.day)"),
            "dry_run": .bool(isDry), "has_come": .bool(inventory.hasCome),
            "posts": .array(
                inventory.posts.map { ["unit": configuration.json($0.unit), "role": .string($0.role.text)] }
            ),
            "matters": .array(inventory.matters.map(json)), "approvals": .array(inventory.approvals.map(json)),
            "duties": .array(
                inventory.duties.map { shift in
                    [
                        "unit": configuration.json(shift.unit), "from": .string(shift.period.from.description),
                        "until": .string(shift.period.until.description),
                    ]
                }
            ),
        ]
    }

    private func json(_ matter: PostHandOver.Matter) -> JSONValue {
        let (fate, code): (String, String?) =
            switch matter.fate {
            case .goes: ("goes", nil)
            case .went: ("went", nil)
            case .withPost: ("with_post", nil)
            case .stays(let code, _): ("stays", code)
            }
        return [
            "number": .string(TicketNumber(matter.ticket, calendar: calendar).description),
            "state": .string(matter.ticket.state.text), "fate": .string(fate),
            "code": code.map { .string($0) } ?? .null,
            "awaits": matter.awaits.map { configuration.json(person: $0) } ?? .null,
        ]
    }
}
