/// Links between tickets as they stand in the journal.
extension Links.Origin: CanonicalWritable {
    /// Writes it as the journal keeps it.
    public func write(to writer: inout CanonicalWriter) { writer.object { $0.member(named: kind.rawValue, ticket) } }

    init(reader: DocumentReader) throws(Problem) {
        let (key, member) = try reader.single()
        self.init(try DocumentReader(.string(key), path: member.path).choice(Kind.self), try member.id())
    }
}

extension Links: CanonicalWritable {
    /// Writes them as the journal keeps them.
    public func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("main", main)
            writer.member("main_end", mainEnd)
            writer.list("merged", merged.sorted())
            writer.member("origin", origin)
            writer.list("split_off", splitOff.sorted())
        }
    }

    init(reader: DocumentReader) throws(Problem) {
        main = try reader.optional("main")?.id()
        mainEnd = try reader.optional("main_end")?.name()
        merged = try reader.ids("merged")
        origin = try reader.optional("origin").map { (member) throws(Problem) in try Origin(reader: member) }
        splitOff = try reader.ids("split_off")
    }
}

extension LinkChange: CanonicalWritable {
    /// Writes it as the journal keeps it.
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .merged(let main): writer.object("merged", main)
        case .parted: writer.text("parted")
        case .mainEnded(let state): writer.object("main_ended", state)
        case .tookIn(let ticket): writer.object("took_in", ticket)
        case .gaveUp(let ticket): writer.object("gave_up", ticket)
        case .splitOff(let ticket): writer.object("split_off", ticket)
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

extension DocumentReader {
    fileprivate func ids(_ key: String) throws(Problem) -> Set<TicketID> {
        var ids: Set<TicketID> = []
        for element in list(key) { ids.insert(try element.id()) }
        return ids
    }
}
