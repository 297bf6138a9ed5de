import PGStore
import Postgres
import Tabular
import Workflow

/// People with posts, a row a post; posts that are not in the sheet stay.
struct PeopleImport: ConfigurationImport {
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
            note: "可空",
            example: "000-1028-1036"
        ),
    ]

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
        guard let account, let name, let role, let unit else { return nil }
        return PersonRow(account: account, name: name, phone: phone, role: role, unitCode: unit)
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
            if before.row.name != row.name || (before.row.phone ?? row.phone) != (row.phone ?? before.row.phone) {
                sheet.reject(
                    index,
                    RowFault(
                        "account_differs",
                        zh: "账号“\(row.account)”在第 \(before.line) 行的姓名或电话不同",
                        en: "name or telephone of “\(row.account)” differ from line \(before.line)"
                    )
                )
            }
        }
        sheet.refuseRepeated { "\($0.account) \($0.role) \($0.unitCode)" }
    }

    func isThere(_ row: PersonRow, _ configuration: DistrictConfiguration) -> Bool {
        guard let person = configuration.people[row.account], person.name == row.name else { return false }
        let unit = configuration.territory.unit(code: row.unitCode)?.id
        return person.party.posts.contains { $0.role == row.role && $0.unit == unit }
    }

    func flights(_ sheet: WholeSheet<PersonRow>, _ configuration: DistrictConfiguration) -> [[Query]] {
        sheet.accepted.batches().map { ConfigurationWrite.people(configuration.id, $0) }
    }

    private static func account(_ word: String) -> String? {
        let isReserved = ["resident", "clock", "~"].contains(word.lowercased())
        return isReserved || word.contains(where: \.isWhitespace) ? nil : word
    }
}
