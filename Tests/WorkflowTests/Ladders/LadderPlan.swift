import Testing
import Workflow

/// A ladder in practice (DOMAIN.md, “Territory”), as data: nothing about it is code.
struct LadderPlan: Sendable, CustomTestStringConvertible {
    /// A level of the ladder.
    struct Level: Sendable {
        let kind: UnitKind
        /// Who acts there: the first of them does in the tests.
        let roles: [RoleName]
        /// On ground of which kind its units stand, where the ladder is of another line than the ground.
        var on: UnitKind?
    }

    let name: String
    /// Kinds of the ground, top down: what the place has, whether or not the ladder uses it.
    let ground: [UnitKind]
    /// Its levels, bottom up.
    let levels: [Level]
    /// The kinds that dispatch; the others hand on.
    let dispatchers: [UnitKind]
    /// What the ladder calls the roles of the shipped definition; those not here keep their names.
    var roles: [String: [String]] = [:]
    /// What else differs in the document, by path.
    var edits: JSONObject = [:]

    var testDescription: String { name }
    var kinds: [UnitKind] { levels.map(\.kind) }
    var top: UnitKind { levels[levels.count - 1].kind }
}

extension LadderPlan {
    // MARK: - The definition

    /// The shipped document with this ladder instead of its own.
    func document() throws -> JSONValue {
        let shipped = try Document.issue
        let leads = (shipped["leads"]?.array ?? []).map { $0 == "street" ? .string(top.text) : $0 }
        var owners = shipped["owners"]?["roles"]?.object?.filter { $0.key == "department" } ?? [:]
        for level in levels { owners[level.kind.text] = .array(level.roles.map { .string($0.text) }) }
        var document = try rewritten(shipped).setting("ladder", to: .names(kinds)).setting("leads", to: .array(leads))
            .setting("owners.roles", to: .object(owners))
        for (path, value) in edits { document = try document.setting(path, to: value) }
        return document
    }

    /// A copy in which guards name this ladder's kinds, and lists of roles its roles.
    private func rewritten(_ value: JSONValue) -> JSONValue {
        if let members = value.object {
            let pairs = members.map { key, member in (key, key == "desk_kind" ? desks(member) : rewritten(member)) }
            return .object(JSONObject(pairs))
        }
        guard let elements = value.array else { return value }
        return .array(
            elements.flatMap { element in
                element.string.flatMap { roles[$0] }.map { $0.map { .string($0) } } ?? [rewritten(element)]
            }
        )
    }

    /// The shipped definition names those that dispatch, and its top.
    private func desks(_ kinds: JSONValue) -> JSONValue { kinds == ["street"] ? .names([top]) : .names(dispatchers) }

    func machine() throws -> Machine { try #require(Self.machines.get()[name]) }

    /// Read once: there are hundreds of climbs.
    private static let machines = Result {
        try Dictionary(
            uniqueKeysWithValues: six.map { plan in
                (plan.name, Machine(definition: try WorkflowDefinition(document: plan.document()), version: 1))
            }
        )
    }
}

extension JSONValue {
    static func names(_ kinds: [UnitKind]) -> JSONValue { .array(kinds.map { .string($0.text) }) }

    /// Every value under a key, at any depth.
    func all(under key: String) -> [JSONValue] {
        if let members = object {
            return members.flatMap { $0 == key ? [$1] : $1.all(under: key) }
        }
        return array?.flatMap { $0.all(under: key) } ?? []
    }
}
