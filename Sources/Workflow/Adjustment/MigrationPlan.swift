/// How tickets that run by some versions of a definition are to run by another (迁移方案): a document.
///
///     plan: 2027 新流程
///     definition: issue
///     from: [1, 2]
///     to: 3
///     states: {signed: working}          # others answer to the state of the same name
///     clocks: {contact: recompute, sign: {to: receipt, how: keep}, silence: drop}   # others keep what remains
///     drop: {facts: [excluded], counters: [meetings], marks: []}
public struct MigrationPlan: Hashable, Sendable {
    /// What it calls itself.
    public let name: String
    /// Of which definition.
    public let definition: DefinitionName
    /// The versions whose tickets move.
    public let from: [Int]
    /// The version that they move to.
    public let to: Int
    /// States that have another name there.
    public let states: [StateName: StateName]
    /// Clocks that do not simply go on.
    public let clocks: [ClockName: ClockRule]
    /// Values of fields that are forgotten.
    public let droppedFacts: Set<FieldName>
    /// Counts that are forgotten.
    public let droppedCounters: Set<CounterName>
    /// People's marks that are forgotten.
    public let droppedMarks: Set<MarkName>
    /// The document that it was read from, for hashing.
    public let document: JSONValue

    /// What becomes of a clock.
    public struct ClockRule: Hashable, Sendable {
        /// What it is called in the new version.
        public let to: ClockName
        /// Whether its time goes on.
        public let how: How
    }

    /// What becomes of a clock's time.
    public enum How: String, Hashable, Sendable, CaseIterable {
        /// It keeps its due time and what remains; what follows its expiry is the new version's.
        case keep
        /// It begins anew, now.
        case restart
        /// It is reckoned from its own start by the new version's limit; used time stays used.
        case recompute
        /// It ends.
        case drop
    }
}

extension MigrationPlan {
    /// The state that answers to one of an old version.
    func state(_ old: StateName) -> StateName { states[old] ?? old }

    /// What becomes of a clock of an old version.
    func rule(_ old: ClockName) -> ClockRule { clocks[old] ?? ClockRule(to: old, how: .keep) }
}

extension MigrationPlan {
    // MARK: - Reading

    /// Reads a plan from its document (YAML or JSON, already parsed).
    ///
    /// - Throws: `Problem` with the place in the document that is wrong.
    public init(document: JSONValue) throws(Problem) {
        let reader = DocumentReader(document)
        try reader.allow(["plan", "definition", "from", "to", "states", "clocks", "drop"])
        let dropped = reader.optional("drop") ?? DocumentReader(.object([:]), path: "drop")
        try dropped.allow(["facts", "counters", "marks"])
        let from = try reader.required("from").elements.map { (element) throws(Problem) in try element.count() }
        var clocks: [ClockName: ClockRule] = [:]
        for (key, member) in try reader.optional("clocks")?.members() ?? [] {
            let clock: ClockName = try member.name(of: key)
            clocks[clock] = try ClockRule(reader: member, of: clock)
        }
        var states: [StateName: StateName] = [:]
        for (key, member) in try reader.optional("states")?.members() ?? [] {
            states[try member.name(of: key)] = try member.name()
        }
        self.init(
            name: try reader.required("plan").text(),
            definition: try reader.required("definition").name(),
            from: Set(from).sorted(),
            to: try reader.required("to").count(),
            states: states,
            clocks: clocks,
            droppedFacts: Set(try dropped.names("facts")),
            droppedCounters: Set(try dropped.names("counters")),
            droppedMarks: Set(try dropped.names("marks")),
            document: document
        )
    }
}

extension MigrationPlan.ClockRule {
    init(reader: DocumentReader, of clock: ClockName) throws(Problem) {
        guard reader.value.object != nil else {
            self.init(to: clock, how: try reader.choice(MigrationPlan.How.self))
            return
        }
        try reader.allow(["to", "how"])
        self.init(
            to: try reader.optional("to")?.name() ?? clock,
            how: try reader.optional("how")?.choice(MigrationPlan.How.self) ?? .keep
        )
    }
}
