extension ActionDefinition {
    convenience init(reader: DocumentReader) throws(Problem) {
        try reader.allow(["title", "also", "from", "to", "by", "needs", "may", "guards", "effects"])
        self.init(
            title: try reader.required("title").bilingual(),
            also: try reader.list("also").map { (element) throws(Problem) in try element.text() },
            from: try Self.origin(reader.required("from")),
            by: try reader.list("by").map { (element) throws(Problem) in try PartyRule(reader: element) },
            needs: try reader.names("needs"),
            may: try reader.names("may"),
            guards: try Guard.list(reader, "guards"),
            effects: try Effect.list(reader, "effects"),
            cases: try Self.cases(reader)
        )
    }

    private static func origin(_ reader: DocumentReader) throws(Problem) -> Origin {
        switch reader.value.string {
        case "new": return .new
        case "open": return .open
        default:
            var states: Set<StateName> = []
            for element in reader.elements { states.insert(try element.name()) }
            return .states(states)
        }
    }

    private static func cases(_ reader: DocumentReader) throws(Problem) -> [Case] {
        guard let to = reader.optional("to") else { return [Case(when: [], to: nil, isBack: false, effects: [])] }
        guard to.value.array != nil else { return [try Case(when: [], target: to, effects: [])] }
        var cases: [Case] = []
        for element in to.elements {
            try element.allow(["when", "to", "effects"])
            cases.append(
                try Case(
                    when: Guard.list(element, "when"),
                    target: element.optional("to"),
                    effects: Effect.list(element, "effects")
                )
            )
        }
        guard let last = cases.last, last.when.isEmpty else {
            throw to.fault("cases_not_exhaustive", zh: "最后一种情形不能带条件", en: "the last case must have no condition")
        }
        return cases
    }
}

extension ActionDefinition.Case {
    /// The word `back` leads back to where an aside was entered.
    convenience init(when: [Guard], target: DocumentReader?, effects: [Effect]) throws(Problem) {
        let isBack = target?.value == "back"
        self.init(when: when, to: isBack ? nil : try target?.name(), isBack: isBack, effects: effects)
    }
}

extension PartyRule {
    static func list(_ reader: DocumentReader) throws(Problem) -> [PartyRule] {
        try reader.elements.map { (element) throws(Problem) in try PartyRule(reader: element) }
    }

    init(reader: DocumentReader) throws(Problem) {
        guard reader.value.object != nil else {
            self.init(relation: try reader.choice(Relation.self), roles: [])
            return
        }
        let (key, member) = try reader.single()
        var roles: [RoleName] = []
        for element in member.elements { roles.append(try element.name()) }
        self.init(relation: try DocumentReader(.string(key), path: member.path).choice(Relation.self), roles: roles)
    }
}
