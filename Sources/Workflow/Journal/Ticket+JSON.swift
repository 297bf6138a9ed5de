extension Ticket {
    /// What a row keeps beside its columns: rule, people, counts, facts, clocks and flags.
    public var body: JSONValue {
        var members: [String: JSONValue] = [:]
        if let held { members["held"] = held.json }
        if let inside { members["inside"] = .int(inside.rawValue) }
        if let bound { members["bound"] = .int(bound.rawValue) }
        if let back { members["back"] = .string(back.text) }
        if let parent { members["parent"] = .int(parent.rawValue) }
        if !children.isEmpty {
            members["children"] = .array(children.sorted { $0.key < $1.key }.map { $0.value.json($0.key) })
        }
        if !links.isEmpty { members["links"] = links.json }
        if let rule { members["rule"] = rule.json }
        if !people.isEmpty { members["people"] = .names(people) { .int($0.rawValue) } }
        if !counters.isEmpty { members["counters"] = .names(counters) { .int(Int64($0)) } }
        if !facts.isEmpty { members["facts"] = .names(facts) { $0 } }
        if !clocks.isEmpty {
            members["clocks"] = .array(clocks.sorted { $0.key < $1.key }.map { $0.value.json(named: $0.key) })
        }
        if !late.isEmpty { members["late"] = .array(late.sorted().map { .string($0.text) }) }
        if !claims.isEmpty { members["claims"] = .array(claims.sorted().map { .string($0.text) }) }
        return .object(members)
    }

    /// The columns of a row.
    public struct Columns: Sendable {
        /// The district.
        public var district: DistrictID
        /// The id.
        public var id: TicketID
        /// Definition and version.
        public var definition: DefinitionRef
        /// Number of the last event.
        public var seq: Int
        /// The state.
        public var state: StateName
        /// Whether life has ended.
        public var isFinal: Bool
        /// The category.
        public var category: String
        /// The urgency.
        public var urgency: Urgency
        /// Where it happened.
        public var place: UnitID
        /// The unit of the ladder that holds it.
        public var desk: UnitID
        /// The leading department.
        public var lead: UnitID?
        /// Who answers for it.
        public var responsible: UnitID?
        /// The person responsible for it.
        public var owner: PersonID?
        /// When it was reported.
        public var reportedAt: Instant
        /// When its last event counted.
        public var lastAt: Instant
        /// When its life ended.
        public var closedAt: Instant?

        /// Gathers the columns of a row.
        public init(
            district: DistrictID,
            id: TicketID,
            definition: DefinitionRef,
            seq: Int,
            state: StateName,
            isFinal: Bool,
            category: String,
            urgency: Urgency,
            place: UnitID,
            desk: UnitID,
            lead: UnitID?,
            responsible: UnitID?,
            owner: PersonID? = nil,
            reportedAt: Instant,
            lastAt: Instant,
            closedAt: Instant?
        ) {
            self.district = district
            self.id = id
            self.definition = definition
            self.seq = seq
            self.state = state
            self.isFinal = isFinal
            self.category = category
            self.urgency = urgency
            self.place = place
            self.desk = desk
            self.lead = lead
            self.responsible = responsible
            self.owner = owner
            self.reportedAt = reportedAt
            self.lastAt = lastAt
            self.closedAt = closedAt
        }
    }

    /// Reads a ticket back from its row.
    ///
    /// - Throws: `Problem` with the place in the body that is wrong.
    public init(columns: Columns, body: JSONValue) throws(Problem) {
        let reader = DocumentReader(body)
        var clocks: [ClockName: Countdown] = [:]
        for element in reader.list("clocks") {
            clocks[try element.required("clock").name()] = try Countdown(reader: element)
        }
        self.init(
            district: columns.district,
            id: columns.id,
            definition: columns.definition,
            seq: columns.seq,
            state: columns.state,
            isFinal: columns.isFinal,
            category: columns.category,
            urgency: columns.urgency,
            place: columns.place,
            desk: columns.desk,
            lead: columns.lead,
            responsible: columns.responsible,
            owner: columns.owner,
            held: try reader.optional("held").map { (member) throws(Problem) in try HeldBy(reader: member) },
            inside: try reader.optional("inside")?.id(),
            bound: try reader.optional("bound")?.id(),
            back: try reader.optional("back")?.name(),
            parent: try reader.optional("parent")?.id(),
            children: try reader.children(),
            links: try reader.optional("links").map { (member) throws(Problem) in try Links(reader: member) }
                ?? Links(),
            rule: try reader.optional("rule").map { (member) throws(Problem) in try RuleMatch(reader: member) },
            people: try reader.named("people") { (member) throws(Problem) in try member.id() },
            counters: try reader.named("counters") { (member) throws(Problem) in try member.count() },
            facts: try reader.named("facts") { (member) throws(Problem) in member.value },
            clocks: clocks,
            late: Set(try reader.names("late")),
            claims: Set(try reader.names("claims")),
            reportedAt: columns.reportedAt,
            lastAt: columns.lastAt,
            closedAt: columns.closedAt
        )
    }
}

extension DocumentReader {
    fileprivate func children() throws(Problem) -> [TicketID: Child] {
        var children: [TicketID: Child] = [:]
        for element in list("children") { children[try element.required("ticket").id()] = try Child(reader: element) }
        return children
    }
}
