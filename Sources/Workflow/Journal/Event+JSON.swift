extension Event {
    /// What the journal keeps of the event as canonical JSON: all but district, ticket, number, time and version,
    /// which have columns of their own and enter the hash beside these bytes.
    public var payload: Payload { Payload(event: self) }

    /// What the journal keeps of an event, to be written.
    public struct Payload: CanonicalWritable {
        fileprivate let event: Event

        /// Writes it.
        public func write(to writer: inout CanonicalWriter) {
            writer.object { writer in
                writer.member("act", event.act)
                writer.member("adjusted", event.adjustment)
                writer.member("by", event.by.identity)
                writer.member("for", event.by.instead)
                writer.map("input", event.input)
                writer.member("out") { $0.array(event.outcomes) { $1.write(to: &$0) } }
                writer.member("post", event.by.post)
                writer.member("timer", event.timer)
                writer.map("words", event.words)
            }
        }
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
        self = try DocumentReader.reading(payload) { (reader) throws(Problem) in
            try Event(
                reader: reader,
                district: district,
                ticket: ticket,
                seq: seq,
                at: at,
                definition: definition
            )
        }
    }

    private init(
        reader: DocumentReader,
        district: DistrictID,
        ticket: TicketID,
        seq: Int,
        at: Instant,
        definition: DefinitionRef
    ) throws(Problem) {
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
            input: try reader.map("input") { (member) throws(Problem) in member.value },
            words: try reader.map("words") { (member) throws(Problem) in try member.string() },
            outcomes: try reader.required("out").elements.map { (element) throws(Problem) in
                try Outcome(reader: element)
            },
            adjustment: try reader.optional("adjusted").map { (member) throws(Problem) in
                try AdjustmentCause(reader: member)
            }
        )
    }
}

extension Post: CanonicalWritable {
    /// Writes role and unit.
    public func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("role", role)
            writer.member("unit", unit)
        }
    }
}

extension Event.TimerKey: CanonicalWritable {
    /// Writes clock and step.
    public func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("clock", clock)
            writer.member("step", step.code)
        }
    }

    init(reader: DocumentReader) throws(Problem) {
        let code = try reader.required("step")
        guard let step = TimerStep(code: try code.text()) else {
            throw code.fault("unknown_step", zh: "不认识的步骤", en: "no step bears this code")
        }
        self.init(clock: try reader.required("clock").name(), step: step)
    }
}

extension DocumentReader {
    /// What a ticket keeps by name; absent: empty.
    func map<Kind, Value>(
        _ key: String,
        _ read: (DocumentReader) throws(Problem) -> Value
    ) throws(Problem) -> NameMap<Kind, Value> {
        guard let member = optional(key) else { return [:] }
        var values: NameMap<Kind, Value> = [:]
        for (key, value) in try member.members() {
            values[try DocumentReader(.string(key), path: value.path).name()] = try read(value)
        }
        return values
    }

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
