import PGStore
import Postgres
import Tabular
import Workflow

/// People with posts, a row a post; posts that are not in the sheet stay.
struct PeopleImport: ConfigurationImport {
    /// The keys that telephones and mailboxes are sealed under; nil: a sheet that has some is refused.
    let keys: KeyRing?

    static let fields = [
        FieldSpec(
            "account",
            headings: ["账号", "帐号", "用户名"],
            isRequired: true,
            note: "登录用，本区内唯一；一人多岗写多行",
            example: "zhuyinggrid1"
        ),
        FieldSpec("name", headings: ["姓名"], isRequired: true, note: "最多50字", example: "溪晓星"),
        FieldSpec(
            "role",
            headings: ["岗位", "角色", "职务"],
            isRequired: true,
            note: "如：网格员、楼栋长、社区派单员、部门联络员，或英文代号",
            example: "网格员"
        ),
        FieldSpec(
            "unit_code",
            headings: ["单位编码", "所在单位编码", "单位"],
            aliases: ["unit"],
            isRequired: true,
            note: "先导入单位",
            example: "990101001001G01"
        ),
        FieldSpec(
            "phone",
            headings: ["手机号", "电话", "联系电话", "手机"],
            aliases: ["mobile"],
            note: "可空；加密保存，供短信、电话通知",
            example: "000-1028-1036"
        ),
        FieldSpec(
            "mailbox",
            headings: ["邮箱", "电子邮箱", "电子邮件"],
            aliases: ["email", "mail"],
            note: "可空；加密保存，供邮件汇总提醒",
            example: "xi@example.cn"
        ),
        FieldSpec(
            "since",
            headings: ["任职起", "任职日期", "起始日期"],
            aliases: ["from"],
            note: "到任之日，如 2026-03-01；空：一直任职；没有这一列则不变",
            example: "2026-03-01"
        ),
        FieldSpec(
            "until",
            headings: ["任职止", "离任日期", "截止日期"],
            note: "在任的最后一天；空：没有期限；没有这一列则不变"
        ),
        FieldSpec("part_time", headings: ["兼职", "是否兼职"], note: "是、否", example: "否"),
        FieldSpec(
            "substitute",
            headings: ["代岗人", "代岗账号", "顶岗人"],
            note: "代岗人的账号：本人请假、离任后空岗时由他承接",
            example: "zhuyinggridhead1"
        ),
    ]

    static let kind = ImportKind.people

    var columns: [FieldSpec] { Self.fields }

    func parse(_ cells: inout CellReader) -> PersonRow? {
        let account = cells.required(
            "account",
            code: "bad_account",
            known: Bilingual(zh: "不含空格，且不是 resident、clock", en: "no blanks, and neither resident nor clock"),
            Self.account
        )
        let name = cells.required("name", most: 50)
        let known = Bilingual(
            zh: KnownRoles.titles.joined(separator: "、"),
            en: KnownRoles.names.joined(separator: ", ")
        )
        let role = cells.required("role", code: "unknown_role", known: known, KnownRoles.role)
        let unit = cells.required("unit_code", most: 50)
        let phone = cells.optional("phone", most: 30)
        let mailbox = cells.optional("mailbox", most: 254)
        if let mailbox, !StaffMailbox.isOne(mailbox) { cells.note(.badMailbox(mailbox)) }
        let (since, until) = (cells.day("since"), cells.day("until"))
        let isPartTime = cells.flag("part_time")
        let substitute = cells.optional("substitute", most: 100)
        if let since, let until, until < since { cells.note(.backwards("\(since)", "\(until)")) }
        guard let account, let name, let role, let unit else { return nil }
        return PersonRow(
            account: account,
            name: name,
            phone: phone,
            mailbox: mailbox,
            role: role,
            unitCode: unit,
            since: since,
            until: until,
            isPartTime: isPartTime,
            substitute: substitute
        )
    }

    func check(_ sheet: inout WholeSheet<PersonRow>, _ configuration: DistrictConfiguration) {
        let roles = KnownRoles.all(in: configuration)
        var first: [String: (line: Int, row: PersonRow)] = [:]
        for (index, row) in sheet.candidates {
            if configuration.territory.unit(code: row.unitCode) == nil {
                sheet.reject(index, .unknownUnit(row.unitCode))
            }
            if let fault = RowFault(closed: row.unitCode, in: configuration.territory) { sheet.reject(index, fault) }
            if !roles.contains(row.role) {
                sheet.reject(
                    index,
                    RowFault(
                        "unknown_role",
                        zh: "没有“\(row.role)”这个岗位；有：\(KnownRoles.titles.joined(separator: "、"))",
                        en:
                            "there is no role “\(row.role)”; there are: \(roles.map(\.text).sorted().joined(separator: ", "))"
                    )
                )
            }
            guard let before = first[row.account] else {
                first[row.account] = (sheet.lines[index].number, row)
                continue
            }
            if before.row.name != row.name || (before.row.phone ?? row.phone) != (row.phone ?? before.row.phone)
                || (before.row.mailbox ?? row.mailbox) != (row.mailbox ?? before.row.mailbox)
            {
                sheet.reject(
                    index,
                    RowFault(
                        "account_differs",
                        zh: "账号“\(row.account)”在第 \(before.line) 行的姓名、电话或邮箱不同",
                        en: "name, telephone or mailbox of “\(row.account)” differ from line \(before.line)"
                    )
                )
            }
        }
        sheet.refuseRepeated { row in
            "\(row.account) \(row.role) \(row.unitCode)" + (row.since.map { " \($0)" } ?? "")
        }
        refuseUnknownSubstitutes(&sheet, configuration)
        refuseOverlaps(&sheet, configuration)
    }

    func isThere(_ row: PersonRow, _ configuration: DistrictConfiguration) -> Bool {
        guard let person = configuration.people[row.account], person.name == row.name else { return false }
        let calendar = configuration.calendars.standard
        return configuration.tenures(of: row).contains { tenure in
            (row.since == nil || tenure.period.firstDay(in: calendar) == row.since)
                && (row.until == nil || tenure.period.lastDay(in: calendar) == row.until)
                && (row.isPartTime ?? tenure.isPartTime) == tenure.isPartTime
                && (row.substitute == nil
                    || row.substitute == tenure.substitute.flatMap { configuration.account(of: $0) })
        }
    }

    func flights(_ sheet: WholeSheet<PersonRow>, _ configuration: DistrictConfiguration) throws -> [[Query]] {
        let isSealed = sheet.accepted.contains { $0.phone != nil || $0.mailbox != nil }
        if keys == nil, isSealed { throw DispatchError.noKeys }
        let batches = sheet.accepted.batches()
        // All people first: who stands in may come in a later batch.
        return try batches.map { [try ConfigurationWrite.persons(configuration.id, $0, under: keys)] }
            + batches.map { ConfigurationWrite.posts(configuration.id, $0) }
            + batches.compactMap { try mailboxes($0, in: configuration.id) }
    }

    /// Mailboxes sealed; of those that a sheet leaves out nothing is changed.
    private func mailboxes(_ rows: [PersonRow], in district: DistrictID) throws -> [Query]? {
        let given = rows.compactMap { row in row.mailbox.map { (row.account, $0) } }
        guard let keys, !given.isEmpty else { return nil }
        return [
            try StaffMailbox.put(Dictionary(given, uniquingKeysWith: { first, _ in first }), in: district, under: keys)
        ]
    }

    private static func account(_ word: String) -> String? {
        let isReserved = ["resident", "clock", "~"].contains(word.lowercased())
        return isReserved || word.contains(where: \.isWhitespace) ? nil : word
    }
}

extension RowFault {
    fileprivate static func badMailbox(_ text: String) -> RowFault {
        RowFault("bad_mailbox", zh: "“\(text)”不是邮箱", en: "“\(text)” is no mailbox")
    }
}
