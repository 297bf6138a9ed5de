/// Who in the responsible unit is personally responsible for a ticket (责任人).
public struct OwnerRules: Hashable, Sendable {
    /// Acts by which somebody of the unit takes a ticket on: signing, accepting.
    public let takenBy: Set<ActionName>
    /// Roles by kind of unit, the first that somebody holds counts; other kinds: whoever is there.
    public let roles: [UnitKind: [RoleName]]

    /// Makes rules.
    public init(takenBy: Set<ActionName>, roles: [UnitKind: [RoleName]]) {
        self.takenBy = takenBy
        self.roles = roles
    }

    init(reader: DocumentReader) throws(Problem) {
        try reader.allow(["taken_by", "roles"])
        let acts: [ActionName] = try reader.names("taken_by")
        takenBy = Set(acts)
        roles = try reader.named("roles") { (member) throws(Problem) -> [RoleName] in
            var roles: [RoleName] = []
            for element in member.elements { roles.append(try element.name()) }
            return roles
        }
    }
}

extension WorkflowDefinition {
    /// Acts that nobody can take a ticket on by, because there are none of that name.
    func ownerProblems() -> [Problem] {
        (owners?.takenBy.filter { actions[$0] == nil }.sorted() ?? []).map {
            finding("unknown_act", "owners.taken_by", zh: "没有动作“\($0)”", en: "there is no act “\($0)”")
        }
    }
}
