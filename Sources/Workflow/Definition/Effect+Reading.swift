extension Effect {
    static func list(_ reader: DocumentReader, _ key: String) throws(Problem) -> [Effect] {
        try reader.list(key).map { (element) throws(Problem) in try Effect(reader: element) }
    }

    init(reader: DocumentReader) throws(Problem) {
        switch reader.value.string {
        case "elevate": self = .elevate
        case "assign_lead": self = .assignLead
        case "dismiss_lead": self = .dismissLead
        case "work_outside": self = .workOutside
        case "bind": self = .bind
        case "release": self = .release
        case "grant_claims": self = .decideClaims(.granted)
        case "refuse_claims": self = .decideClaims(.refused)
        case "reclassify": self = .reclassify
        case let word?: throw Self.unknown(word, reader)
        case nil: self = try Self.keyed(reader)
        }
    }

    private static func unknown(_ word: String, _ reader: DocumentReader) -> Problem {
        reader.fault("unknown_effect", zh: "没有“\(word)”这种效果", en: "no effect is “\(word)”")
    }

    private static func keyed(_ reader: DocumentReader) throws(Problem) -> Effect {
        let (key, member) = try reader.single()
        switch key {
        case "remember": return .remember(try member.name())
        case "count": return .count(try member.name())
        case "reset": return .reset(try member.name())
        case "restart": return .restart(try member.name())
        case "stop": return .stop(try member.name())
        case "send_down": return .sendDown(try member.name())
        case "work_inside": return .workInside(try member.name())
        case "extend":
            let (clock, field) = try member.single()
            return .extend(try field.name(of: clock), by: try field.name())
        case "set":
            let (field, value) = try member.single()
            return .set(try value.name(of: field), value.value)
        case "spawn": return .spawn(try Brood(reader: member))
        case "claim": return .claim(try member.name())
        case "split": return .split(try Split(reader: member))
        case "merge_into": return .link(.merge(into: try member.name()))
        case "part_from": return .link(.part(from: try member.name()))
        case "repeats":
            let (field, counter) = try member.single()
            return .link(.repeats(try counter.name(of: field), counting: try counter.name()))
        case "tell": return .tell(try Recipient.list(reader, "tell"))
        default: throw unknown(key, member)
        }
    }
}

extension Brood {
    init(reader: DocumentReader) throws(Problem) {
        try reader.allow(["definition", "act", "units", "else", "with"])
        self.init(
            definition: try reader.required("definition").name(),
            act: try reader.required("act").name(),
            units: try reader.required("units").name(),
            asksDirectory: try reader.directoryElse(),
            with: try reader.names("with")
        )
    }
}

extension Split {
    init(reader: DocumentReader) throws(Problem) {
        try reader.allow(["act", "clocks"])
        self.init(act: try reader.required("act").name(), clocks: try reader.names("clocks"))
    }
}

extension DocumentReader {
    fileprivate func directoryElse() throws(Problem) -> Bool {
        guard let word = optional("else") else { return false }
        guard word.value == "directory" else {
            throw word.fault("unknown_word", zh: "应为 directory", en: "directory is wanted")
        }
        return true
    }
}
