extension Guard {
    static func list(_ reader: DocumentReader, _ key: String) throws(Problem) -> [Guard] {
        try reader.list(key).map { (element) throws(Problem) in try Guard(reader: element) }
    }

    init(reader: DocumentReader) throws(Problem) {
        switch reader.value.string {
        case "level_above": self = .levelAbove
        case "lead_allowed": self = .leadAllowed
        case "lead_complained_of": self = .leadComplainedOf
        case "by_clock": self = .byClock
        case "children_ended": self = .childrenEnded
        case "owes_answer": self = .owesAnswer
        case let word?: throw Self.unknown(word, reader)
        case nil: self = try Self.keyed(reader)
        }
    }

    private static func unknown(_ word: String, _ reader: DocumentReader) -> Problem {
        reader.fault("unknown_guard", zh: "没有“\(word)”这种条件", en: "no guard is “\(word)”")
    }

    private static func keyed(_ reader: DocumentReader) throws(Problem) -> Guard {
        let (key, member) = try reader.single()
        switch key {
        case "other_than": return .otherThan(try member.name())
        case "by": return .by(try PartyRule.list(member))
        case "any": return .any(try inner(member))
        case "all": return .all(try inner(member))
        case "not": return .not(try Guard(reader: member))
        case "in_time": return .inTime(try member.name())
        case "running": return .running(try member.name())
        case "ahead": return try ahead(member)
        case "given": return .given(try member.name())
        case "late": return .late(try member.name())
        case "evidence": return .evidence(try member.name())
        default: return try onTicket(key, member)
        }
    }

    private static func onTicket(_ key: String, _ member: DocumentReader) throws(Problem) -> Guard {
        switch key {
        case "desk_kind": return .deskKind(try member.elements.map { (element) throws(Problem) in try element.name() })
        case "state": return .state(try member.elements.map { (element) throws(Problem) in try element.name() })
        case "below_desk": return .belowDesk(try member.name())
        case "inside_lead": return .insideLead(try member.name())
        case "other":
            let (name, wanted) = try member.single()
            return .other(try wanted.name(of: name), try OtherTicket(reader: wanted))
        case "main_ended":
            return .mainEnded(try member.elements.map { (element) throws(Problem) in try element.name() })
        case "duty":
            return .duty(
                try member.elements.map { (element) throws(Problem) in try element.choice(DirectoryRule.Duty.self) }
            )
        case "field":
            let (name, value) = try member.single()
            return .field(try value.name(of: name), value.elements.map(\.value))
        case "at_least":
            let (name, value) = try member.single()
            return .atLeast(try value.name(of: name), try value.count())
        case "below":
            let (name, value) = try member.single()
            return .below(try value.name(of: name), try value.count())
        default: throw unknown(key, member)
        }
    }

    private static func inner(_ member: DocumentReader) throws(Problem) -> [Guard] {
        try member.elements.map { (element) throws(Problem) in try Guard(reader: element) }
    }

    private static func ahead(_ member: DocumentReader) throws(Problem) -> Guard {
        try member.allow(["clock", "by", "share"])
        return .ahead(
            try member.required("clock").name(),
            by: try member.required("by").limit(),
            share: try member.required("share").percent()
        )
    }
}

extension OtherTicket {
    init(reader: DocumentReader) throws(Problem) {
        try reader.allow(["state", "by", "ended_within"])
        self.init(
            states: try reader.names("state"),
            by: try reader.list("by").map { (element) throws(Problem) in try PartyRule(reader: element) },
            endedWithin: try reader.optional("ended_within").map { (member) throws(Problem) in try member.limit() }
        )
    }
}
