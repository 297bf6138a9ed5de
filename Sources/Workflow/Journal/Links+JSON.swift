/// Links between tickets as they stand in the journal.
extension Links.Origin {
    var json: JSONValue { [kind.rawValue: .int(ticket.rawValue)] }

    init(reader: DocumentReader) throws(Problem) {
        let (key, member) = try reader.single()
        self.init(try DocumentReader(.string(key), path: member.path).choice(Kind.self), try member.id())
    }
}

extension Links {
    var json: JSONValue {
        var members: [String: JSONValue] = [:]
        if let main { members["main"] = .int(main.rawValue) }
        if let mainEnd { members["main_end"] = .string(mainEnd.text) }
        if !merged.isEmpty { members["merged"] = .ids(merged) }
        if let origin { members["origin"] = origin.json }
        if !splitOff.isEmpty { members["split_off"] = .ids(splitOff) }
        return .object(members)
    }

    init(reader: DocumentReader) throws(Problem) {
        main = try reader.optional("main")?.id()
        mainEnd = try reader.optional("main_end")?.name()
        merged = try reader.ids("merged")
        origin = try reader.optional("origin").map { (member) throws(Problem) in try Origin(reader: member) }
        splitOff = try reader.ids("split_off")
    }
}

extension LinkChange {
    var json: JSONValue {
        switch self {
        case .merged(let main): ["merged": .int(main.rawValue)]
        case .parted: "parted"
        case .mainEnded(let state): ["main_ended": .string(state.text)]
        case .tookIn(let ticket): ["took_in": .int(ticket.rawValue)]
        case .gaveUp(let ticket): ["gave_up": .int(ticket.rawValue)]
        case .splitOff(let ticket): ["split_off": .int(ticket.rawValue)]
        }
    }

    init(reader: DocumentReader) throws(Problem) {
        guard reader.value != "parted" else {
            self = .parted
            return
        }
        let (key, member) = try reader.single()
        switch key {
        case "merged": self = .merged(into: try member.id())
        case "main_ended": self = .mainEnded(try member.name())
        case "took_in": self = .tookIn(try member.id())
        case "gave_up": self = .gaveUp(try member.id())
        case "split_off": self = .splitOff(try member.id())
        default: throw member.fault("unknown_link", zh: "不认识的关联“\(key)”", en: "no link is “\(key)”")
        }
    }
}

extension JSONValue {
    fileprivate static func ids(_ tickets: Set<TicketID>) -> JSONValue {
        .array(tickets.sorted().map { .int($0.rawValue) })
    }
}

extension DocumentReader {
    fileprivate func ids(_ key: String) throws(Problem) -> Set<TicketID> {
        var ids: Set<TicketID> = []
        for element in list(key) { ids.insert(try element.id()) }
        return ids
    }
}
