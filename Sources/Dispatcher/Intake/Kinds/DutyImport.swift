import PGStore
import Postgres
import Tabular
import Workflow

/// Duty rosters, a row a shift.
///
/// For each unit and role that it names, a sheet replaces what the roster said between its first and its last moment:
/// a shift that was swapped is corrected by sending the sheet again.
struct DutyImport: ConfigurationImport {
    /// Whose wall clock the times are by.
    let calendar: WorkCalendar

    static let fields = [
        FieldSpec(
            "unit_code",
            headings: ["单位编码", "值班单位", "单位"],
            aliases: ["unit"],
            isRequired: true,
            note: "先导入单位",
            example: "990101001"
        ),
        FieldSpec(
            "role",
            headings: ["值班岗位", "岗位", "值班类别"],
            aliases: ["duty"],
            note: "如 街道带班领导、部门联络员；空：代表整个单位",
            example: "街道带班领导"
        ),
        FieldSpec("account", headings: ["账号", "值班账号", "值班人"], isRequired: true, example: "liutingduty"),
        FieldSpec(
            "from",
            headings: ["起", "开始", "值班起", "开始时间"],
            isRequired: true,
            note: "日期或时间",
            example: "2026-03-07 08:00"
        ),
        FieldSpec(
            "until",
            headings: ["止", "结束", "值班止", "结束时间"],
            isRequired: true,
            note: "日期（含当天）或时间；一班最多31天",
            example: "2026-03-08 08:00"
        ),
    ]

    static let kind = ImportKind.duties

    var columns: [FieldSpec] { Self.fields }

    func parse(_ cells: inout CellReader) -> DutyRow? {
        let unit = cells.required("unit_code", most: 50)
        let word = cells.optional("role", most: 50)
        let role = word.flatMap(KnownRoles.role)
        if let word, role == nil {
            cells.note(
                RowFault(
                    "unknown_role",
                    zh: "没有“\(word)”这个岗位；有：\(KnownRoles.titles.joined(separator: "、"))",
                    en:
                        "there is no role “\(word)”; a lower-case name, or one of: \(KnownRoles.names.joined(separator: ", "))"
                )
            )
        }
        let account = cells.required("account", most: 100)
        let period = cells.period(from: "from", until: "until", in: calendar)
        if let period, period.until > period.from.advanced(bySeconds: 31 * 86_400) {
            cells.note(RowFault("shift_too_long", zh: "一班最多31天", en: "a shift takes at most 31 days"))
        }
        guard let unit, let account, let period else { return nil }
        return DutyRow(unitCode: unit, role: role, account: account, period: period)
    }

    func check(_ sheet: inout WholeSheet<DutyRow>, _ configuration: DistrictConfiguration) {
        for (index, row) in sheet.candidates {
            if configuration.territory.unit(code: row.unitCode) == nil {
                sheet.reject(index, .unknownUnit(row.unitCode))
            }
            if configuration.people[row.account] == nil { sheet.reject(index, .unknownAccount(row.account)) }
        }
        sheet.refuseRepeated { "\($0.unitCode) \($0.role?.text ?? "") \($0.account) \($0.period.from)" }
    }

    func isThere(_ row: DutyRow, _ configuration: DistrictConfiguration) -> Bool {
        guard let person = configuration.person(called: row.account),
            let unit = configuration.territory.unit(code: row.unitCode)?.id
        else { return false }
        return configuration.posts?.roster(of: unit).contains(
            DutyShift(unit: unit, role: row.role, person: person, period: row.period)
        ) ?? false
    }

    func flights(_ sheet: WholeSheet<DutyRow>, _ configuration: DistrictConfiguration) -> [[Query]] {
        let spans = Dictionary(grouping: sheet.accepted) { "\($0.unitCode)\n\($0.role?.text ?? "")" }.values.compactMap
        {
            (rows) -> (unitCode: String, role: RoleName?, period: Period)? in
            guard let from = rows.map(\.period.from).min(), let until = rows.map(\.period.until).max(),
                let period = Period(from: from, until: until), let first = rows.first
            else { return nil }
            return (first.unitCode, first.role, period)
        }
        return [[ConfigurationWrite.clearedDuties(configuration.id, spans)]]
            + sheet.accepted.batches().map { [ConfigurationWrite.duties(configuration.id, $0)] }
    }
}
