import PGStore
import Postgres
import Tabular
import Workflow

/// The directory (派单目录), whole: rules that are not in the sheet go.
///
/// A rule whose row is bad stays as it was: a slip in one cell must not leave a category without an owner.
struct DirectoryImport: ConfigurationImport {
    let clocks: [ClockName: ClockDefinition]

    static func fields(_ clocks: [ClockName: ClockDefinition]) -> [FieldSpec] {
        [
            FieldSpec(
                "rule",
                headings: ["规则编号", "编号"],
                aliases: ["id"],
                isRequired: true,
                note: "唯一",
                example: "R010"
            ),
            FieldSpec(
                "category",
                headings: ["类别", "事项类别", "诉求类别"],
                isRequired: true,
                note: "用 / 分级；对其下各级都有效",
                example: "市容环卫/店外经营"
            ),
            FieldSpec(
                "place_code",
                headings: ["地点编码", "适用范围", "地点"],
                aliases: ["place"],
                note: "适用的地方（单位编码）；空：全区",
                example: "990101001"
            ),
            FieldSpec(
                "lead_code",
                headings: ["主办单位编码", "主办单位", "主办"],
                aliases: ["lead"],
                isRequired: true,
                note: "主办单位的编码",
                example: "990101D01"
            ),
        ]
            + clocks.sorted { $0.key < $1.key }.map { name, clock in
                FieldSpec(
                    name.text,
                    headings: [clock.title.zh],
                    aliases: [clock.title.en, "limits.\(name)"],
                    note: "如 24h、2wh、5wd；空：按定义",
                    example: name == "whole" ? "3wd" : ""
                )
            } + [
                FieldSpec("duty", headings: ["履职类别", "职责"], note: "基本履职、配合履职、上级收回；空：基本履职", example: "基本履职"),
                FieldSpec("source", headings: ["依据", "来源"], note: "法规或文件", example: "《城市市容和环境卫生管理条例》"),
            ]
    }

    var columns: [FieldSpec] { Self.fields(clocks) }

    func parse(_ cells: inout CellReader) -> RuleRow? {
        let rule = cells.required("rule", most: 50)
        let category = cells.required(
            "category",
            code: "bad_category",
            known: Bilingual(zh: "如“市容环卫/垃圾清运”，各级不空", en: "a path such as a/b without empty parts"),
            Self.category
        )
        let place = cells.optional("place_code", most: 50)
        let lead = cells.required("lead_code", most: 50)
        var limits: [ClockName: Limit] = [:]
        for clock in clocks.keys.sorted() {
            guard let text = cells.optional(clock.text, most: 50) else { continue }
            limits[clock] = limit(text, clock, &cells)
        }
        let duty = duty(&cells)
        let source = cells.optional("source", most: 500)
        guard let rule, let category, let lead, let duty else { return nil }
        return RuleRow(
            rule: rule,
            category: category,
            placeCode: place,
            leadCode: lead,
            limits: limits,
            duty: duty,
            source: source ?? ""
        )
    }

    func check(_ sheet: inout WholeSheet<RuleRow>, _ configuration: DistrictConfiguration) {
        let definitions = configuration.machines.values.map(\.definition)
        let ladder = Set(definitions.flatMap(\.ladder))
        let leads = Set(definitions.flatMap(\.leads))
        for (index, row) in sheet.candidates {
            if let place = row.placeCode, configuration.territory.unit(code: place) == nil {
                sheet.reject(index, .unknownUnit(place))
            }
            for limit in row.limits.values.sorted(by: { "\($0)" < "\($1)" }) {
                guard let name = limit.calendar, !configuration.calendars.names.contains(name) else { continue }
                sheet.reject(index, RowFault(.unknownCalendar(name)))
            }
            guard let lead = configuration.territory.unit(code: row.leadCode) else {
                sheet.reject(index, .unknownUnit(row.leadCode))
                continue
            }
            if row.duty == .reclaimed, ladder.contains(lead.kind) {
                sheet.reject(index, Self.reclaimed(lead))
            } else if !leads.isEmpty, !leads.contains(lead.kind) {
                sheet.reject(
                    index,
                    RowFault("cannot_lead", zh: "“\(lead.name)”不能作为主办单位", en: "“\(lead.name)” cannot lead a matter")
                )
            }
        }
        sheet.refuseRepeated(\.rule)
    }

    func isThere(_ row: RuleRow, _ configuration: DistrictConfiguration) -> Bool {
        let territory = configuration.territory
        return configuration.directory.rules.contains { rule in
            rule.id == row.rule && rule.category == row.category && rule.limits == row.limits && rule.duty == row.duty
                && territory[rule.lead]?.code == row.leadCode
                && rule.place.flatMap { territory[$0]?.code } == row.placeCode
        }
    }

    func flights(_ sheet: WholeSheet<RuleRow>, _ configuration: DistrictConfiguration) -> [[Query]] {
        let accepted = Set(sheet.accepted.map(\.rule))
        let spoilt = Set(sheet.lines.filter { $0.accepted == nil }.compactMap { sheet.cell($0, "rule") })
        let kept = configuration.directory.rules.map(\.id).filter { spoilt.contains($0) && !accepted.contains($0) }
        return [ConfigurationWrite.directory(configuration.id, sheet.accepted, keeping: kept)]
    }
}

extension DirectoryImport {
    private static func category(_ text: String) -> String? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return parts.contains { $0.isEmpty || $0.first == " " || $0.last == " " } ? nil : text
    }

    private func limit(_ text: String, _ clock: ClockName, _ cells: inout CellReader) -> Limit? {
        do {
            return try Limit(text)
        } catch {
            let heading = cells.heading(clock.text)
            cells.note(
                RowFault(
                    "bad_limit",
                    zh: "“\(heading.zh)”的“\(text)”不是时限；应如 30m、8h、2wh、5wd、30d，至多十年",
                    en: "“\(heading.en)”: \(error)"
                )
            )
            return nil
        }
    }

    private func duty(_ cells: inout CellReader) -> DirectoryRule.Duty? {
        guard let text = cells.optional("duty", most: 50) else { return .basic }
        if let duty = DirectoryRule.Duty(rawValue: text.lowercased()) ?? Self.duties[text] { return duty }
        cells.note(
            RowFault(
                "bad_duty",
                zh: "履职类别不能是“\(text)”；应为：基本履职、配合履职、上级收回",
                en: "duty cannot be “\(text)”; wanted: basic, assist, reclaimed"
            )
        )
        return nil
    }

    private static let duties: [String: DirectoryRule.Duty] = [
        "基本履职": .basic, "配合履职": .assist, "上级收回": .reclaimed,
    ]

    private static func reclaimed(_ lead: Workflow.Unit) -> RowFault {
        RowFault(
            "reclaimed_to_base",
            zh: "“上级收回”的事项不能由“\(lead.name)”主办",
            en: "a matter that the law has taken back (reclaimed) cannot be led by “\(lead.name)”"
        )
    }
}
