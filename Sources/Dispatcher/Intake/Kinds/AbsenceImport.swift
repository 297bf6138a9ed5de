import PGStore
import Postgres
import Tabular
import Workflow

/// Who is away, from when until when; the same person and beginning again changes the end.
struct AbsenceImport: ConfigurationImport {
    /// Whose wall clock the times are by.
    let calendar: WorkCalendar

    static let fields = [
        FieldSpec("account", headings: ["账号", "帐号", "请假人"], isRequired: true, example: "zhuyinggrid1"),
        FieldSpec(
            "from",
            headings: ["起", "开始", "请假起", "开始时间"],
            isRequired: true,
            note: "日期或时间",
            example: "2026-03-02"
        ),
        FieldSpec(
            "until",
            headings: ["止", "结束", "请假止", "结束时间"],
            isRequired: true,
            note: "日期（含当天）或时间",
            example: "2026-03-06"
        ),
        FieldSpec("reason", headings: ["事由", "原因"], note: "可空，最多200字", example: "年休假"),
    ]

    static let kind = ImportKind.absences

    var columns: [FieldSpec] { Self.fields }

    func parse(_ cells: inout CellReader) -> AbsenceRow? {
        let account = cells.required("account", most: 100)
        let period = cells.period(from: "from", until: "until", in: calendar)
        let reason = cells.optional("reason", most: 200)
        guard let account, let period else { return nil }
        return AbsenceRow(account: account, period: period, reason: reason ?? "")
    }

    func check(_ sheet: inout WholeSheet<AbsenceRow>, _ configuration: DistrictConfiguration) {
        for (index, row) in sheet.candidates where configuration.people[row.account] == nil {
            sheet.reject(index, .unknownAccount(row.account))
        }
        sheet.refuseRepeated { "\($0.account) \($0.period.from)" }
    }

    func isThere(_ row: AbsenceRow, _ configuration: DistrictConfiguration) -> Bool {
        guard let person = configuration.person(called: row.account) else { return false }
        return configuration.posts?.absences.contains(
            Absence(person: person, period: row.period, reason: row.reason)
        ) ?? false
    }

    func flights(_ sheet: WholeSheet<AbsenceRow>, _ configuration: DistrictConfiguration) -> [[Query]] {
        sheet.accepted.batches().map { [ConfigurationWrite.absences(configuration.id, $0)] }
    }
}
