package import Workflow

/// Kinds of unit that the field commonly knows, by the words that sheets use for them.
package enum KnownKinds {
    /// A kind by its name, or by one of its Chinese titles.
    static func kind(_ word: String) -> UnitKind? { byTitle[word] ?? UnitKind(word.lowercased()) }

    /// What people call a kind: its usual title; its name where it has none.
    package static func title(_ kind: UnitKind) -> Bilingual {
        Bilingual(zh: titlesByKind[kind] ?? kind.text, en: kind.text.replacing("_", with: " "))
    }

    private static let byTitle: [String: UnitKind] = Dictionary(
        common.flatMap { entry in entry.titles.map { ($0, entry.kind) } },
        uniquingKeysWith: { first, _ in first }
    )

    private static let titlesByKind = Dictionary(common.map { ($0.kind, $0.titles[0]) }, uniquingKeysWith: { $1 })

    private static let common: [(kind: UnitKind, titles: [String])] = [
        ("city", ["市"]),
        ("district", ["区县", "区", "县", "旗县区"]),
        ("street", ["街道", "镇", "乡", "街镇", "乡镇"]),
        ("community", ["社区"]),
        ("village", ["村", "行政村"]),
        ("compound", ["小区"]),
        ("grid", ["网格"]),
        ("building", ["楼栋", "楼"]),
        ("stairwell", ["单元"]),
        ("department", ["部门", "委办局"]),
        ("section", ["科室", "中队", "所"]),
        ("residents_committee", ["居委会", "村委会"]),
        ("owners_committee", ["业委会"]),
        ("property_company", ["物业公司", "物业"]),
        ("resident_unit", ["驻区单位"]),
        ("volunteer_team", ["志愿者队伍", "志愿队"]),
        ("party_branch", ["党支部"]),
        ("party_group", ["党小组"]),
        ("party_work_committee", ["党工委"]),
        ("party_committee", ["党委"]),
    ]
}
