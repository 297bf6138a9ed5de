/// The parts of events and tickets as they stand in the journal.
extension Instant {
    var json: JSONValue { .int(microseconds) }
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

extension Filing {
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "category": .string(category), "urgency": .string(urgency.rawValue), "place": .int(place.rawValue),
            "desk": .int(desk.rawValue),
        ]
        if let parent { members["parent"] = .int(parent.rawValue) }
        if let lead { members["lead"] = .int(lead.rawValue) }
        if let origin { members["origin"] = origin.json }
        return .object(members)
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

extension HeldBy {
    var json: JSONValue {
        switch self {
        case .unit(let unit): .int(unit.rawValue)
        case .resident: "resident"
        case .nobody: "nobody"
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
    func json(_ id: TicketID) -> JSONValue {
        var members: [String: JSONValue] = [
            "ticket": .int(id.rawValue), "definition": .string(definition.text), "lead": .int(lead.rawValue),
        ]
        if let end { members["end"] = .string(end.text) }
        return .object(members)
    }

    init(reader: DocumentReader) throws(Problem) {
        self.init(
            definition: try reader.required("definition").name(),
            lead: try reader.required("lead").id(),
            end: try reader.optional("end")?.name()
        )
    }
}

extension RuleMatch {
    var json: JSONValue {
        let limits = limits.map { ($0.key.text, JSONValue.string($0.value.description)) }
        var members: [String: JSONValue] = [
            "rule": .string(id), "lead": .int(lead.rawValue),
            "limits": .object(Dictionary(limits, uniquingKeysWith: { $1 })),
        ]
        if duty != .basic { members["duty"] = .string(duty.rawValue) }
        if !coHandlers.isEmpty { members["co_handlers"] = .array(coHandlers.map { .int($0.rawValue) }) }
        if !evidence.isEmpty { members["evidence"] = .array(evidence.map(\.rawValue).sorted().map { .string($0) }) }
        return .object(members)
    }

    init(reader: DocumentReader) throws(Problem) {
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

extension Remaining {
    var json: JSONValue {
        ["kind": .string(kind.rawValue), "microseconds": .int(microseconds), "opening": .bool(endsAtOpening)]
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

extension Countdown.RungTime {
    var json: JSONValue { ["rung": .int(Int64(index)), "at": at.json] }

    init(reader: DocumentReader) throws(Problem) {
        self.init(index: try reader.required("rung").count(), at: try reader.required("at").instant())
    }
}

extension Countdown.Times {
    func json(named clock: ClockName) -> JSONValue {
        var members: [String: JSONValue] = ["clock": .string(clock.text), "due": due.json]
        if isProvisional { members["provisional"] = true }
        if !warnings.isEmpty { members["warnings"] = .array(warnings.map(\.json)) }
        if let rung { members["rung"] = rung.json }
        return .object(members)
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

extension Countdown.Pause {
    var json: JSONValue { ["from": from.json, "to": to.json] }

    init(reader: DocumentReader) throws(Problem) {
        self.init(from: try reader.required("from").instant(), to: try reader.required("to").instant())
    }
}

extension Countdown {
    /// The countdown with its clock's name; members at their usual value are left out.
    func json(named clock: ClockName) -> JSONValue {
        var members: [String: JSONValue] = ["clock": .string(clock.text), "from": startedAt.json, "due": due.json]
        if let limit { members["limit"] = .string(limit.description) }
        if isProvisional { members["provisional"] = true }
        if !warnings.isEmpty { members["warnings"] = .array(warnings.map(\.json)) }
        if warned > 0 { members["warned"] = .int(Int64(warned)) }
        if isExpired { members["expired"] = true }
        if let rung { members["rung"] = rung.json }
        if let paused { members["paused"] = paused.json }
        if let pausedAt { members["since"] = pausedAt.json }
        if !pauses.isEmpty { members["pauses"] = .array(pauses.map(\.json)) }
        if !isLit { members["lit"] = false }
        if isWindow { members["window"] = true }
        if !extensions.isEmpty { members["extended"] = .array(extensions.map { .string($0.description) }) }
        return .object(members)
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

extension Audience {
    var json: JSONValue {
        switch self {
        case .unit(let unit, let roles):
            roles.isEmpty
                ? ["unit": .int(unit.rawValue)]
                : ["unit": .int(unit.rawValue), "roles": .array(roles.map { .string($0.text) })]
        case .person(let person): ["person": .int(person.rawValue)]
        case .resident: "resident"
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

extension Party.Identity {
    var json: JSONValue {
        switch self {
        case .person(let id): .int(id.rawValue)
        case .resident: "resident"
        case .clock: "clock"
        case .ticket(let id): ["ticket": .int(id.rawValue)]
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

extension Substitution {
    var json: JSONValue {
        switch self {
        case .absent(let holder): .int(holder.rawValue)
        case .emptyPost: "empty"
        }
    }

    init(reader: DocumentReader) throws(Problem) {
        self = reader.value == "empty" ? .emptyPost : .absent(try reader.id())
    }
}
