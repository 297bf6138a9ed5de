import PGStore
import Tabular
import Workflow

/// The columns of a sheet of matters, and what a row of it says: all of it from the definition's own filing act.
struct MatterForm: Sendable {
    let definition: WorkflowDefinition
    /// The act that files.
    let act: ActionName
    /// Columns.
    let fields: [FieldSpec]
    /// The platform above whose export it is, with its own headings and words.
    let platform: Platform?
    private let taken: [(name: FieldName, field: FieldDefinition)]

    /// Makes the form of a definition; nil where it has no act that files.
    init?(_ definition: WorkflowDefinition, of platform: Platform? = nil) {
        guard let act = definition.filingAct, let action = definition.actions[act] else { return nil }
        self.definition = definition
        self.act = act
        taken = (action.needs + action.may).compactMap { name in definition.fields[name].map { (name, $0) } }
        let columns =
            Self.own + taken.map { name, field in Self.column(name, field, isRequired: action.needs.contains(name)) }
        fields = platform.map { columns.called(as: $0) } ?? columns
        self.platform = platform
    }

    private static let own = [
        FieldSpec(
            "external_id",
            headings: ["编号", "工单编号", "外部编号", "诉求编号"],
            aliases: ["id"],
            isRequired: true,
            note: "来源系统的编号；再次导入时凭它认出同一件",
            example: "12345-2026-000001"
        ),
        FieldSpec(
            "reported_at",
            headings: ["上报时间", "受理时间", "来电时间", "登记时间"],
            aliases: ["created_at", "time"],
            note: "当地时间，如 2026-03-02 09:30；只有时间由导入给定的区才用它计时",
            example: "2026-03-02 09:30"
        ),
        FieldSpec("account", headings: ["上报人", "上报人账号", "登记人"], aliases: ["by"], note: "账号；空：导入时指定的账号", example: ""),
    ]

    private static let usual: [FieldName: (headings: [String], aliases: [String], example: String)] = [
        "category": (["诉求类别", "事项类别"], [], "市容环卫/垃圾清运"), "place": (["地点编码", "单位编码", "属地"], ["place_code"], "竹影社区"),
        "text": (["诉求内容", "反映内容"], ["content"], "楼前垃圾桶三天没清"), "title": (["诉求标题"], [], "垃圾三天没清"),
        "contact_name": (["诉求人", "姓名"], [], ""), "contact_phone": (["手机号", "电话"], [], ""),
        "contact_address": (["地址"], [], ""), "urgency": (["是否紧急"], [], "一般"),
        "channel": (["渠道", "诉求来源"], [], "12345热线"), "position": (["经纬度"], ["coordinates"], "30.0746,125.0016"),
    ]

    private static func column(_ name: FieldName, _ field: FieldDefinition, isRequired: Bool) -> FieldSpec {
        let usual = usual[name]
        return FieldSpec(
            name.text,
            headings: [field.title.zh] + (usual?.headings ?? []),
            aliases: [field.title.en] + (usual?.aliases ?? []),
            isRequired: isRequired,
            note: field.form.note,
            example: usual?.example ?? ""
        )
    }
}

extension MatterForm {
    /// What a row says.
    struct Matter: Sendable {
        let externalID: String
        let reportedAt: Instant?
        /// Who reports it, where the row says so.
        let account: String?
        let input: [FieldName: JSONValue]
        let texts: [FieldName: String]
    }

    /// Reads a row; nil, with faults noted, where something is wrong with it.
    func matter(_ cells: inout CellReader, _ names: PlaceNames, _ calendar: WorkCalendar) -> Matter? {
        let id = cells.required("external_id", most: 200)
        let reportedAt = cells.optional("reported_at", most: 50).flatMap {
            instant($0, "reported_at", calendar, &cells)
        }
        let account = cells.optional("account", most: 50)
        var input: [FieldName: JSONValue] = [:]
        var texts: [FieldName: String] = [:]
        for (name, field) in taken {
            switch field.form {
            case .words(let most), .contact(let most): texts[name] = cells.optional(name.text, most: most)
            case .position:
                guard let text = cells.optional(name.text, most: 100) else { continue }
                guard let position = Position(text) else {
                    cells.note(.wrong(name, field))
                    continue
                }
                texts[name] = position.description
            case .choice, .choices, .flag, .number, .unit, .units, .people, .category, .instant, .limit, .ticket,
                .code:
                guard let text = cells.optional(name.text, most: 500) else { continue }
                input[name] = value(text, name, field, names, calendar, &cells)
            }
        }
        if case .choice(let choices) = definition.fields["channel"]?.form, choices["import"] != nil {
            input["channel"] = input["channel"] ?? "import"
        }
        if let platform, let upper = definition.upper {
            input[upper.platform] = .string(platform.name)
            input[upper.number] = input[upper.number] ?? id.map { .string($0) }
        }
        guard let id, cells.faults.isEmpty else { return nil }
        return Matter(externalID: id, reportedAt: reportedAt, account: account, input: input, texts: texts)
    }

    private func value(
        _ text: String,
        _ name: FieldName,
        _ field: FieldDefinition,
        _ names: PlaceNames,
        _ calendar: WorkCalendar,
        _ cells: inout CellReader
    ) -> JSONValue? {
        let value: JSONValue?
        switch field.form {
        case .choice(let choices): value = Self.choice(text, choices).map { .string($0) }
        case .flag: value = Self.flag(text).map { .bool($0) }
        case .number: value = Int64(text).map { .int($0) }
        case .unit:
            guard let unit = names.unit(text) else {
                cells.note(.unknownUnit(text))
                return nil
            }
            return .int(unit.rawValue)
        case .units:
            let units = text.listed.map { ($0, names.unit($0)) }
            if let (word, _) = units.first(where: { $0.1 == nil }) {
                cells.note(.unknownUnit(word))
                return nil
            }
            return .array(units.compactMap { $0.1.map { .int($0.rawValue) } })
        case .instant: return instant(text, name.text, calendar, &cells).map { .int($0.microseconds) }
        case .category, .limit, .code: value = .string(text)
        case .choices(let choices):
            let words = text.listed.map { Self.choice($0, choices) }
            value = words.contains { $0 == nil } ? nil : .array(words.compactMap { $0.map { .string($0) } })
        // A sheet knows neither other tickets nor accounts.
        case .words, .contact, .position, .ticket, .people: value = nil
        }
        if value == nil { cells.note(.wrong(name, field)) }
        return value
    }

    private func instant(
        _ text: String,
        _ field: String,
        _ calendar: WorkCalendar,
        _ cells: inout CellReader
    ) -> Instant? {
        guard let moment = LocalMoment(text) else {
            cells.note(
                RowFault(
                    "bad_time",
                    zh: "“\(cells.heading(field).zh)”的“\(text)”不是时间，应如 2026-03-02 09:30",
                    en: "“\(field)”: “\(text)” is not a time such as 2026-03-02 09:30"
                )
            )
            return nil
        }
        guard (1970...2199).contains(moment.date.year) else {
            cells.note(
                RowFault(
                    "time_out_of_range",
                    zh: "“\(cells.heading(field).zh)”的时间 \(text) 超出范围（1970–2200年）",
                    en: "“\(field)”: \(text) is out of range (1970–2200)"
                )
            )
            return nil
        }
        return moment.instant(calendar)
    }

    private static func choice(_ text: String, _ choices: [String: Bilingual]) -> String? {
        if choices[text] != nil { return text }
        return choices.sorted { $0.key < $1.key }.first { $0.value.zh == text || $0.value.en == text }?.key
    }

    private static func flag(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "yes", "1", "是": true
        case "false", "no", "0", "否": false
        default: nil
        }
    }
}

extension [FieldSpec] {
    /// The same columns under a platform's headings; a heading of its own means nothing else.
    fileprivate func called(as platform: Platform) -> [FieldSpec] {
        let theirs = Set(platform.columns.values.joined().map { HeadingKey($0) })
        return map { field in
            var field = field
            if let headings = platform.columns[field.name] {
                field.headings = headings
                field.aliases = []
            } else {
                field.headings.removeAll { theirs.contains(HeadingKey($0)) }
                field.aliases.removeAll { theirs.contains(HeadingKey($0)) }
            }
            if platform.defaults[field.name] != nil { field.isRequired = false }
            return field
        }
    }
}

/// Units by code, and by name where only one bears it; built once for a whole sheet.
struct PlaceNames: Sendable {
    private let territory: UnitTree
    private let byName: [String: UnitID?]

    init(_ territory: UnitTree) {
        self.territory = territory
        func names(_ units: [Workflow.Unit]) -> [String: UnitID?] {
            Dictionary(units.map { ($0.name, $0.id) }, uniquingKeysWith: { _, _ in nil })
        }
        // Who follows a closed unit often bears its name: the open one is meant.
        byName = names(territory.all.filter { $0.closing == nil })
            .merging(names(territory.all.filter { $0.closing != nil })) { open, _ in open }
    }

    /// A unit; nil where none, or several, are called so.
    func unit(_ word: String) -> UnitID? {
        territory.unit(code: word)?.id ?? (byName[word] ?? nil)
    }
}

extension RowFault {
    /// A cell does not hold what its field takes.
    fileprivate static func wrong(_ name: FieldName, _ field: FieldDefinition) -> RowFault {
        RowFault(.badField(field: name, title: field.title, wanted: field.form.wanted))
    }
}

extension FieldDefinition.Form {
    /// What a cell holds, for a template.
    fileprivate var note: String {
        switch self {
        case .words(let most), .contact(let most): "最多 \(most) 字"
        case .choice(let choices): choices.sorted { $0.key < $1.key }.map(\.value.zh).joined(separator: "、")
        case .flag: "是、否"
        case .number(let range): "\(range.lowerBound) 至 \(range.upperBound)"
        case .unit: "单位编码，或本区唯一的名称"
        case .units(let most): "单位编码或名称，顿号分隔，最多 \(most) 个"
        case .category: "派单目录中的类别"
        case .instant: "当地时间，如 2026-03-02 09:30"
        case .limit: "时限，如 5wd"
        case .ticket: "工单编号"
        case .code(let most): "最多 \(most) 字，另一系统的编号"
        case .people: "账号"
        case .position: "WGS84 纬度,经度，如 31.2304,121.4737"
        case .choices(let choices): "可多选，顿号分隔：" + choices.values.map(\.zh).sorted().joined(separator: "、")
        }
    }
}
