extension WorkflowDefinition {
    /// Reads a definition from its document (YAML or JSON, already parsed).
    ///
    /// - Throws: `Problems` with every fault found; names that nothing bears are found by `problems()`.
    public init(document: JSONValue) throws(Problems) {
        let reader = DefinitionReader(document: document)
        self = try reader.definition()
    }
}

/// Reads section by section and goes on after a fault, so that all are shown at once.
private final class DefinitionReader {
    private let root: DocumentReader
    private var problems: [Problem] = []

    init(document: JSONValue) {
        root = DocumentReader(document)
    }

    func definition() throws(Problems) -> WorkflowDefinition {
        attempt { () throws(Problem) in
            try root.allow([
                "definition", "title", "ladder", "leads", "fields", "clocks", "ladders", "states", "actions", "keeps",
                "child_ended", "owners", "filing", "merging", "privacy", "backdating",
                "passes_on", "upper",
            ])
        }
        let name = attempt { () throws(Problem) -> DefinitionName in try root.required("definition").name() }
        let title = attempt { () throws(Problem) in try root.required("title").bilingual() }
        let ladder = attempt { () throws(Problem) -> [UnitKind] in try root.names("ladder") }
        let leads = attempt { () throws(Problem) -> [UnitKind] in try root.names("leads") }
        let fields = section("fields", NameKind.Field.self, FieldDefinition.init(reader:))
        let clocks = section("clocks", NameKind.Clock.self, ClockDefinition.init(reader:))
        let ladders = section("ladders", NameKind.Ladder.self) { (reader) throws(Problem) -> [Rung] in
            try reader.elements.map { (element) throws(Problem) in try Rung(reader: element) }
        }
        let childEnded = attempt { () throws(Problem) -> ActionName? in try root.optional("child_ended")?.name() }
        let passingOn = optional("passes_on", PassingOn.init(reader:))
        let filing = attempt { () throws(Problem) -> ActionName? in try root.optional("filing")?.name() }
        let merging = optional("merging", Merging.init(reader:))
        let backdating = optional("backdating", Backdating.init(reader:))
        let upper = optional("upper", UpperMatters.init(reader:))
        let privacy = optional("privacy", Privacy.init(reader:))
        let owners = optional("owners", OwnerRules.init(reader:))
        let keeps = attempt { () throws(Problem) -> [ClockName] in try root.names("keeps") } ?? []
        let states = section("states", NameKind.State.self) { (reader) throws(Problem) -> StateDefinition in
            try StateDefinition(reader: reader, keeping: keeps)
        }
        let actions = section("actions", NameKind.Action.self, ActionDefinition.init(reader:))
        guard problems.isEmpty, let name, let title, let ladder, let leads else { throw Problems(problems) }
        return WorkflowDefinition(
            name: name,
            title: title,
            ladder: ladder,
            leads: leads,
            childEnded: childEnded ?? nil,
            passingOn: passingOn,
            filing: filing ?? nil,
            merging: merging,
            backdating: backdating,
            upper: upper,
            privacy: privacy ?? .none,
            owners: owners,
            fields: fields,
            clocks: clocks,
            keeps: keeps,
            ladders: ladders,
            states: states,
            actions: actions,
            document: root.value
        )
    }

    @discardableResult
    private func attempt<Value>(_ read: () throws(Problem) -> Value) -> Value? {
        do {
            return try read()
        } catch {
            problems.append(error)
            return nil
        }
    }

    /// A part of the head that may be missing; nil also where it has a fault, which is noted.
    private func optional<Value>(_ key: String, _ read: (DocumentReader) throws(Problem) -> Value) -> Value? {
        root.optional(key).flatMap { reader in attempt { () throws(Problem) in try read(reader) } }
    }

    private func section<Kind, Value>(
        _ key: String,
        _ kind: Kind.Type,
        _ read: (DocumentReader) throws(Problem) -> Value
    ) -> [Name<Kind>: Value] {
        guard let reader = root.optional(key), let members = attempt({ () throws(Problem) in try reader.members() })
        else { return [:] }
        var values: [Name<Kind>: Value] = [:]
        for (key, member) in members {
            guard let name = Name<Kind>(key) else {
                problems.append(member.badName(key))
                continue
            }
            if let value = attempt({ () throws(Problem) in try read(member) }) { values[name] = value }
        }
        return values
    }
}
