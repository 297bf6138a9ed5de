extension Event {
    /// What the journal keeps of the event as canonical JSON: all but district, ticket, number, time and version,
    /// which have columns of their own and enter the hash beside these bytes.
    public var payload: JSONValue {
        var members: [String: JSONValue] = ["by": by.identity.json]
        if let post = by.post { members["post"] = ["role": .string(post.role.text), "unit": .int(post.unit.rawValue)] }
        if let instead = by.instead { members["for"] = instead.json }
        if let act { members["act"] = .string(act.text) }
        if let timer { members["timer"] = ["clock": .string(timer.clock.text), "step": .string(timer.step.code)] }
        if let adjustment { members["adjusted"] = adjustment.json }
        if !input.isEmpty { members["input"] = .names(input) { $0 } }
        if !words.isEmpty { members["words"] = .names(words) { .string($0) } }
        members["out"] = .array(outcomes.map(\.json))
        return .object(members)
    }

    /// Reads an event back from the journal.
    ///
    /// - Throws: `Problem` with the place in the payload where it is no event.
    public init(
        payload: JSONValue,
        district: DistrictID,
        ticket: TicketID,
        seq: Int,
        at: Instant,
        definition: DefinitionRef
    ) throws(Problem) {
        let reader = DocumentReader(payload)
        let timer = try reader.optional("timer").map { (member) throws(Problem) in try TimerKey(reader: member) }
        let post = try reader.optional("post").map { (member) throws(Problem) in
            Post(role: try member.required("role").name(), unit: try member.required("unit").id())
        }
        self.init(
            district: district,
            ticket: ticket,
            seq: seq,
            at: at,
            definition: definition,
            act: try reader.optional("act").map { (member) throws(Problem) in try member.name() },
            timer: timer,
            by: Actor(
                identity: try Party.Identity(reader: reader.required("by")),
                post: post,
                instead: try reader.optional("for").map { (member) throws(Problem) in try Substitution(reader: member) }
            ),
            input: try reader.named("input") { (member) throws(Problem) in member.value },
            words: try reader.named("words") { (member) throws(Problem) in try member.string() },
            outcomes: try reader.required("out").elements.map { (element) throws(Problem) in
                try Outcome(reader: element)
            },
            adjustment: try reader.optional("adjusted").map { (member) throws(Problem) in
                try AdjustmentCause(reader: member)
            }
        )
    }
}

extension Event.TimerKey {
    init(reader: DocumentReader) throws(Problem) {
        let code = try reader.required("step")
        guard let step = TimerStep(code: try code.text()) else {
            throw code.fault("unknown_step", zh: "不认识的步骤", en: "no step bears this code")
        }
        self.init(clock: try reader.required("clock").name(), step: step)
    }
}

extension JSONValue {
    static func names<Kind, Value>(_ values: [Name<Kind>: Value], _ json: (Value) -> JSONValue) -> JSONValue {
        var members: [String: JSONValue] = [:]
        for (name, value) in values { members[name.text] = json(value) }
        return .object(members)
    }
}

extension DocumentReader {
    /// A map from names; absent: empty.
    func named<Kind, Value>(
        _ key: String,
        _ read: (DocumentReader) throws(Problem) -> Value
    ) throws(Problem) -> [Name<Kind>: Value] {
        guard let member = optional(key) else { return [:] }
        var values: [Name<Kind>: Value] = [:]
        for (key, value) in try member.members() {
            values[try DocumentReader(.string(key), path: value.path).name()] = try read(value)
        }
        return values
    }
}
