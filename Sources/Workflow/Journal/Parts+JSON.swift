/// The parts of events and tickets as they stand in the journal.
extension Instant: CanonicalWritable {
    /// Writes microseconds since 1970.
    public func write(to writer: inout CanonicalWriter) { writer.number(microseconds) }
}

extension Identifier: CanonicalWritable {
    /// Writes the number.
    public func write(to writer: inout CanonicalWriter) { writer.number(rawValue) }
}

extension Name: CanonicalWritable {
    /// Writes the text.
    public func write(to writer: inout CanonicalWriter) { writer.name(self) }
}

extension Limit: CanonicalWritable {
    /// Writes it as people write it, such as `5wd`.
    public func write(to writer: inout CanonicalWriter) { writer.text(description) }
}

extension CanonicalWriter {
    /// Writes a member that is null where there is none.
    mutating func nullable(_ key: StaticString, _ value: (some CanonicalWritable)?) {
        member(key) { writer in
            if let value { value.write(to: &writer) } else { writer.null() }
        }
    }

    /// Writes a map from names as a member; an empty one is left out.
    mutating func names<Kind>(_ key: StaticString, _ values: [Name<Kind>: some CanonicalWritable]) {
        guard !values.isEmpty else { return }
        member(key) { $0.names(values) }
    }

    /// Writes what a ticket keeps by name as a member; an empty map is left out.
    mutating func map<Kind>(_ key: StaticString, _ values: NameMap<Kind, some CanonicalWritable>) {
        guard !values.isEmpty else { return }
        member(key) { writer in
            writer.object { writer in
                for (name, value) in values { writer.member(named: name, value) }
            }
        }
    }

    /// Writes a map from names.
    mutating func names<Kind>(_ values: [Name<Kind>: some CanonicalWritable]) {
        object { writer in
            for (name, value) in values.sorted(by: { $0.key < $1.key }) { writer.member(named: name, value) }
        }
    }
}

extension DocumentReader {
    func instant() throws(Problem) -> Instant { Instant(microseconds: try number()) }

    func id<Kind>() throws(Problem) -> Identifier<Kind> { Identifier(try number()) }

    func idOrNull<Kind>() throws(Problem) -> Identifier<Kind>? { value == .null ? nil : try id() }

    /// A text that may be empty.
    func string() throws(Problem) -> String {
        guard let text = value.string else { throw wrongType("文字", "a text") }
        return text
    }
}

extension JSONValue {
    /// An id, or null.
    static func id<Kind>(_ id: Identifier<Kind>?) -> JSONValue { id.map { .int($0.rawValue) } ?? .null }
}

extension Filing: CanonicalWritable {
    /// Writes it as the journal keeps it.
    public func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("category", category)
            writer.member("desk", desk)
            writer.member("lead", lead)
            writer.member("origin", origin)
            writer.member("parent", parent)
            writer.member("place", place)
            writer.member("urgency", urgency.rawValue)
        }
    }

    init(reader: DocumentReader) throws(Problem) {
        self.init(
            category: try reader.required("category").string(),
            urgency: try reader.required("urgency").choice(Urgency.self),
            place: try reader.required("place").id(),
            desk: try reader.required("desk").id(),
            parent: try reader.optional("parent")?.id(),
            lead: try reader.optional("lead")?.id(),
            origin: try reader.optional("origin").map { (member) throws(Problem) in try Links.Origin(reader: member) }
        )
    }
}

extension HeldBy: CanonicalWritable {
    /// Writes it as the journal keeps it.
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .unit(let unit): unit.write(to: &writer)
        case .resident: writer.text("resident")
        case .nobody: writer.text("nobody")
        }
    }

    init(reader: DocumentReader) throws(Problem) {
        switch reader.value {
        case "resident": self = .resident
        case "nobody": self = .nobody
        default: self = .unit(try reader.id())
        }
    }
}

extension Child {
    func write(_ id: TicketID, to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("definition", definition)
            writer.member("end", end)
            writer.member("lead", lead)
            writer.member("ticket", id)
        }
    }

    init(reader: DocumentReader) throws(Problem) {
        self.init(
            definition: try reader.required("definition").name(),
            lead: try reader.required("lead").id(),
            end: try reader.optional("end")?.name()
        )
    }
}

extension RuleMatch: CanonicalWritable {
    /// Writes it as the journal keeps it.
    public func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.list("co_handlers", coHandlers)
            if duty != .basic { writer.member("duty", duty.rawValue) }
            writer.list("evidence", evidence.map(\.rawValue).sorted())
            writer.member("lead", lead)
            writer.member("limits") { $0.names(limits) }
            writer.member("rule", id)
        }
    }

    convenience init(reader: DocumentReader) throws(Problem) {
        var limits: [ClockName: Limit] = [:]
        for (key, member) in try reader.required("limits").members() {
            limits[try DocumentReader(.string(key), path: member.path).name()] = try member.limit()
        }
        self.init(
            id: try reader.required("rule").string(),
            lead: try reader.required("lead").id(),
            limits: limits,
            duty: try reader.optional("duty")?.choice(DirectoryRule.Duty.self) ?? .basic,
            coHandlers: try reader.list("co_handlers").map { (element) throws(Problem) in try element.id() },
            evidence: Set(
                try reader.list("evidence").map { (element) throws(Problem) in
                    try element.choice(EvidenceRule.Proof.self)
                }
            )
        )
    }
}

extension Remaining: CanonicalWritable {
    /// Writes it as the journal keeps it.
    public func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("kind", kind.rawValue)
            writer.member("microseconds", microseconds)
            writer.member("opening", endsAtOpening)
        }
    }

    init(reader: DocumentReader) throws(Problem) {
        let word = try reader.required("kind")
        guard let kind = Limit.Measure(rawValue: try word.text()) else {
            throw word.fault("unknown_word", zh: "应为 elapsed 或 working", en: "elapsed or working is wanted")
        }
        self.init(
            kind: kind,
            microseconds: try reader.required("microseconds").number(),
            endsAtOpening: try reader.required("opening").flag()
        )
    }
}

extension Countdown.RungTime: CanonicalWritable {
    /// Writes it as the journal keeps it.
    public func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("at", at)
            writer.member("rung", index)
        }
    }

    init(reader: DocumentReader) throws(Problem) {
        self.init(index: try reader.required("rung").count(), at: try reader.required("at").instant())
    }
}

extension Countdown.Times {
    func write(named clock: ClockName, to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("clock", clock)
            writer.member("due", due)
            writer.flag("provisional", isProvisional)
            writer.member("rung", rung)
            writer.list("warnings", warnings)
        }
    }

    init(reader: DocumentReader) throws(Problem) {
        self.init(
            due: try reader.required("due").instant(),
            isProvisional: reader.value["provisional"] == true,
            warnings: try reader.list("warnings").map { (element) throws(Problem) in try element.instant() },
            rung: try reader.optional("rung").map { (member) throws(Problem) in
                try Countdown.RungTime(reader: member)
            }
        )
    }
}

extension Countdown.Pause: CanonicalWritable {
    /// Writes it as the journal keeps it.
    public func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("from", from)
            writer.member("to", to)
        }
    }

    init(reader: DocumentReader) throws(Problem) {
        self.init(from: try reader.required("from").instant(), to: try reader.required("to").instant())
    }
}

extension Countdown {
    /// Writes the countdown with its clock's name; members at their usual value are left out.
    func write(named clock: ClockName, to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("clock", clock)
            writer.member("due", due)
            writer.flag("expired", isExpired)
            writer.list("extended", extensions)
            writer.member("from", startedAt)
            writer.member("limit", limit)
            if !isLit { writer.member("lit", false) }
            writer.member("paused", paused)
            writer.list("pauses", pauses)
            writer.flag("provisional", isProvisional)
            writer.member("rung", rung)
            writer.member("since", pausedAt)
            if warned > 0 { writer.member("warned", warned) }
            writer.list("warnings", warnings)
            writer.flag("window", isWindow)
        }
    }

    init(reader: DocumentReader) throws(Problem) {
        self.init(
            limit: try reader.optional("limit").map { (member) throws(Problem) in try member.limit() },
            startedAt: try reader.required("from").instant(),
            due: try reader.required("due").instant(),
            isProvisional: reader.value["provisional"] == true,
            warnings: try reader.list("warnings").map { (element) throws(Problem) in try element.instant() },
            warned: try reader.optional("warned")?.count() ?? 0,
            isExpired: reader.value["expired"] == true,
            rung: try reader.optional("rung").map { (member) throws(Problem) in try RungTime(reader: member) },
            paused: try reader.optional("paused").map { (member) throws(Problem) in try Remaining(reader: member) },
            pausedAt: try reader.optional("since").map { (member) throws(Problem) in try member.instant() },
            pauses: try reader.list("pauses").map { (element) throws(Problem) in try Pause(reader: element) },
            isLit: reader.value["lit"] != false,
            isWindow: reader.value["window"] == true,
            extensions: try reader.list("extended").map { (element) throws(Problem) in try element.limit() }
        )
        guard warned <= warnings.count else { throw reader.wrongType("不多于警示数", "no more than the warnings") }
        guard (paused == nil) == (pausedAt == nil) else { throw reader.wrongType("暂停起点", "the time of the pause") }
    }
}

extension Audience: CanonicalWritable {
    /// Writes it as the journal keeps it.
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .unit(let unit, let roles):
            writer.object { writer in
                writer.list("roles", roles)
                writer.member("unit", unit)
            }
        case .person(let person): writer.object("person", person)
        case .resident: writer.text("resident")
        }
    }

    init(reader: DocumentReader) throws(Problem) {
        if reader.value == "resident" {
            self = .resident
        } else if let person = reader.optional("person") {
            self = .person(try person.id())
        } else {
            self = .unit(try reader.required("unit").id(), roles: try reader.names("roles"))
        }
    }
}

extension Party.Identity: CanonicalWritable {
    /// Writes it as the journal keeps it.
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .person(let id): id.write(to: &writer)
        case .resident: writer.text("resident")
        case .clock: writer.text("clock")
        case .ticket(let id): writer.object("ticket", id)
        }
    }

    init(reader: DocumentReader) throws(Problem) {
        switch reader.value {
        case "resident": self = .resident
        case "clock": self = .clock
        case .object: self = .ticket(try reader.required("ticket").id())
        default: self = .person(try reader.id())
        }
    }
}

extension Substitution: CanonicalWritable {
    /// Writes it as the journal keeps it.
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .absent(let holder): holder.write(to: &writer)
        case .emptyPost: writer.text("empty")
        }
    }

    init(reader: DocumentReader) throws(Problem) {
        self = reader.value == "empty" ? .emptyPost : .absent(try reader.id())
    }
}
