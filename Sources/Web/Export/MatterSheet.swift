import Dispatcher
import PGStore
import Workflow

/// The columns of an export of matters.
struct MatterSheet: Sendable {
    let configuration: DistrictConfiguration
    let language: Language
    /// Who takes it out.
    let reader: String
    /// When.
    let at: String
    /// Whether whom to reach is among the columns.
    let hasContacts: Bool

    /// The sheet's name.
    var title: String { Bilingual(zh: "诉求与任务", en: "Matters")(language) }

    /// The first row.
    var headings: [String] {
        let columns = Self.columns + (hasContacts ? Self.contactColumns : []) + SheetEnd.columns
        return columns.map { $0(language) }
    }

    private static let columns = [
        Bilingual(zh: "编号", en: "Number"), Bilingual(zh: "种类", en: "Kind"), Bilingual(zh: "状态", en: "State"),
        Bilingual(zh: "灯", en: "Lamp"), Bilingual(zh: "类别", en: "Category"), Bilingual(zh: "紧急程度", en: "Urgency"),
        Bilingual(zh: "地点", en: "Place"), Bilingual(zh: "派单单位", en: "Desk"), Bilingual(zh: "主办单位", en: "Lead"),
        Bilingual(zh: "责任单位", en: "Responsible"), Bilingual(zh: "责任人", en: "Person responsible"),
        Bilingual(zh: "上报时间", en: "Reported"), Bilingual(zh: "最近办理", en: "Last step"), Bilingual(zh: "到期", en: "Due"),
        Bilingual(zh: "办结时间", en: "Ended"), Bilingual(zh: "标题", en: "Title"), Bilingual(zh: "内容", en: "Text"),
    ]

    private static let contactColumns = [
        Bilingual(zh: "联系人", en: "Contact's name"), Bilingual(zh: "联系电话", en: "Contact's telephone"),
        Bilingual(zh: "联系地址", en: "Contact's address"),
    ]
}

extension MatterSheet {
    /// A matter's row, as far as they may see it.
    ///
    /// - Parameters:
    ///   - line: the matter.
    ///   - sight: what they see of it: with the summary alone neither title nor text.
    ///   - contact: whom to reach; nil: nothing of it is kept or to be seen.
    /// - Returns: the cells, as many as there are headings.
    func cells(_ line: TicketLine, _ sight: Sight, _ contact: ResidentContact?) -> [String] {
        let calendar = configuration.calendars.standard
        let definition = configuration.machine(line.definition)?.definition
        func unit(_ id: UnitID?) -> String { id.map { configuration.unitName($0) } ?? "" }
        var cells = [
            TicketNumber(line.id, reportedAt: line.reportedAt, calendar: calendar).description,
            definition?.title(language) ?? line.definition.name.text,
            definition?.states[line.state]?.title(language) ?? line.state.text,
            line.lamp.title(language), line.category, line.urgency.title(language),
        ]
        cells += [
            unit(line.place), unit(line.desk), unit(line.lead), unit(line.responsible),
            line.owner.map { configuration.name(of: $0) } ?? "",
        ]
        cells += [line.reportedAt, line.lastAt, line.glance.nextDue, line.closedAt].map { instant in
            instant.map { calendar.shown($0) } ?? ""
        }
        cells += sight == .full ? [line.title ?? "", line.text ?? ""] : ["", ""]
        if hasContacts { cells += [contact?.name, contact?.phone, contact?.address].map(shown) }
        return cells + [reader, at]
    }

    /// A part of whom to reach; what does not open says so.
    private func shown(_ value: ResidentContact.Value?) -> String {
        switch value {
        case .text(let text)?: text
        case .unreadable(let error)?: "[\(error.message(language))]"
        case nil: ""
        }
    }
}

extension Lamp {
    /// What people call it.
    var title: Bilingual {
        switch self {
        case .green: Bilingual(zh: "绿", en: "green")
        case .yellow: Bilingual(zh: "黄", en: "yellow")
        case .red: Bilingual(zh: "红", en: "red")
        }
    }
}
