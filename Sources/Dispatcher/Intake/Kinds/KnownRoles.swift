package import PGStore
package import Workflow

/// Roles (岗位) that a post can have: those that the field commonly knows, and those that published definitions name.
package enum KnownRoles {
    /// A role by its name, or by one of its Chinese titles.
    package static func role(_ word: String) -> RoleName? {
        byTitle[word] ?? RoleName(word.lowercased())
    }

    /// All roles of a district.
    package static func all(in configuration: DistrictConfiguration) -> Set<RoleName> {
        configuration.machines.values.reduce(into: Set(common.map(\.role))) { roles, machine in
            roles.formUnion(machine.definition.roles)
        }
    }

    /// What people call a role: its usual title; its name where it has none.
    package static func title(_ role: RoleName) -> Bilingual {
        Bilingual(zh: titlesByRole[role] ?? role.text, en: role.text.replacing("_", with: " "))
    }

    private static let titlesByRole = Dictionary(common.map { ($0.role, $0.titles[0]) }, uniquingKeysWith: { $1 })

    /// Their usual Chinese titles.
    static let titles = common.map { $0.titles[0] }

    /// Their names.
    static let names = common.map(\.role.text)

    private static let byTitle: [String: RoleName] = Dictionary(
        common.flatMap { role in role.titles.map { ($0, role.role) } },
        uniquingKeysWith: { first, _ in first }
    )

    private static let common: [(role: RoleName, titles: [String])] = [
        ("building_leader", ["楼栋长", "楼长"]),
        ("stairwell_leader", ["单元长"]),
        ("grid_worker", ["网格员", "专职网格员", "兼职网格员"]),
        ("grid_head", ["网格长"]),
        ("grid_mentor", ["网格指导员"]),
        ("community_dispatcher", ["社区派单员"]),
        ("street_dispatcher", ["街道派单员", "值班长"]),
        ("duty_leader", ["街道带班领导", "带班领导"]),
        ("department_liaison", ["部门联络员", "联络员"]),
        ("handler", ["经办人", "承办人", "科室、中队、所"]),
        ("deputy_head", ["部门分管领导", "分管领导"]),
        ("department_head", ["部门负责人"]),
        ("contact_leader", ["包联领导"]),
        ("inspector", ["督查员"]),
        ("street_head", ["街道主要负责人", "街道书记", "街道主任"]),
        ("property_manager", ["物业经理", "物业联络人"]),
        ("party_secretary", ["党组织书记", "支部书记"]),
        ("system_administrator", ["系统管理员"]),
        ("security_administrator", ["安全管理员"]),
        ("audit_administrator", ["审计管理员"]),
    ]
}

extension WorkflowDefinition {
    /// Every role that it gives a right or a message to.
    fileprivate var roles: Set<RoleName> {
        let rights = actions.values.flatMap { $0.by.flatMap(\.roles) }
        let messages = clocks.values.flatMap { $0.warn.flatMap(\.roles) }
        let steps = ladders.values.flatMap { $0.flatMap { $0.tell.flatMap(\.roles) } }
        return Set(rights + messages + steps + privacy.roles)
    }
}
