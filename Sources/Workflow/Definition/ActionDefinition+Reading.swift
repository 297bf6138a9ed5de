extension ActionDefinition {
    init(reader: DocumentReader) throws(Problem) {
        try reader.allow(["title", "also", "from", "to", "by", "needs", "may", "guards", "effects"])
        title = try reader.required("title").bilingual()
        also = try reader.list("also").map { (element) throws(Problem) in try element.text() }
        from = try Self.origin(reader.required("from"))
        by = try reader.list("by").map { (element) throws(Problem) in try PartyRule(reader: element) }
        needs = try reader.names("needs")
        may = try reader.names("may")
        guards = try Guard.list(reader, "guards")
        effects = try Effect.list(reader, "effects")
        cases = try Self.cases(reader)
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
        guard let to = reader.optional("to") else { return [Case(when: [], to: nil, effects: [])] }
        guard to.value.array != nil else { return [Case(when: [], to: try to.name(), effects: [])] }
        var cases: [Case] = []
        for element in to.elements {
            try element.allow(["when", "to", "effects"])
            cases.append(
                Case(
                    when: try Guard.list(element, "when"),
                    to: try element.optional("to")?.name(),
                    effects: try Effect.list(element, "effects")
                )
            )
        }
        guard let last = cases.last, last.when.isEmpty else {
            throw to.fault("cases_not_exhaustive", zh: "最后一种情形不能带条件", en: "the last case must have no condition")
        }
        return cases
    }
}

extension PartyRule {
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

extension Guard {
    static func list(_ reader: DocumentReader, _ key: String) throws(Problem) -> [Guard] {
        try reader.list(key).map { (element) throws(Problem) in try Guard(reader: element) }
    }

    init(reader: DocumentReader) throws(Problem) {
        switch reader.value.string {
        case "level_above": self = .levelAbove
        case "lead_allowed": self = .leadAllowed
        case "by_clock": self = .byClock
        case let word?: throw reader.fault("unknown_guard", zh: "没有“\(word)”这种条件", en: "no guard is “\(word)”")
        case nil: self = try Self.keyed(reader)
        }
    }

    private static func keyed(_ reader: DocumentReader) throws(Problem) -> Guard {
        let (key, member) = try reader.single()
        switch key {
        case "other_than": return .otherThan(try member.name())
        case "in_time": return .inTime(try member.name())
        case "any": return .any(try member.elements.map { (element) throws(Problem) in try Guard(reader: element) })
        case "not": return .not(try Guard(reader: member))
        case "desk_kind":
            return .deskKind(try member.elements.map { (element) throws(Problem) in try element.name() })
        case "field":
            let (name, value) = try member.single()
            return .field(try value.name(of: name), value.elements.map(\.value))
        case "at_least":
            let (name, value) = try member.single()
            return .atLeast(try value.name(of: name), try value.count())
        case "below":
            let (name, value) = try member.single()
            return .below(try value.name(of: name), try value.count())
        default: throw member.fault("unknown_guard", zh: "没有“\(key)”这种条件", en: "no guard is “\(key)”")
        }
    }
}

extension Effect {
    static func list(_ reader: DocumentReader, _ key: String) throws(Problem) -> [Effect] {
        try reader.list(key).map { (element) throws(Problem) in try Effect(reader: element) }
    }

    init(reader: DocumentReader) throws(Problem) {
        switch reader.value.string {
        case "elevate": self = .elevate
        case "assign_lead": self = .assignLead
        case "reclassify": self = .reclassify
        case let word?: throw reader.fault("unknown_effect", zh: "没有“\(word)”这种效果", en: "no effect is “\(word)”")
        case nil: self = try Self.keyed(reader)
        }
    }

    private static func keyed(_ reader: DocumentReader) throws(Problem) -> Effect {
        let (key, member) = try reader.single()
        switch key {
        case "remember": return .remember(try member.name())
        case "count": return .count(try member.name())
        case "restart": return .restart(try member.name())
        case "stop": return .stop(try member.name())
        case "tell": return .tell(try Recipient.list(reader, "tell"))
        default: throw member.fault("unknown_effect", zh: "没有“\(key)”这种效果", en: "no effect is “\(key)”")
        }
    }
}

extension DocumentReader {
    /// A member's own key, taken as a name.
    fileprivate func name<Kind>(of key: String) throws(Problem) -> Name<Kind> {
        try DocumentReader(.string(key), path: path).name()
    }
}
