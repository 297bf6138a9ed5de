extension Ticket {
    /// What a row keeps beside its columns: rule, people, counts, facts, clocks and flags.
    public var body: Body { Body(ticket: self) }

    /// What a row keeps beside its columns, to be written.
    public struct Body: CanonicalWritable {
        fileprivate let ticket: Ticket

        /// Writes it.
        public func write(to writer: inout CanonicalWriter) {
            writer.object { writer in
                writer.member("back", ticket.back)
                writer.member("bound", ticket.bound)
                if !ticket.children.isEmpty {
                    writer.member("children") { writer in
                        writer.array(ticket.children.sorted { $0.key < $1.key }) { $1.value.write($1.key, to: &$0) }
                    }
                }
                writer.list("claims", ticket.claims.sorted())
                if !ticket.clocks.isEmpty {
                    writer.member("clocks") { writer in
                        writer.array(ticket.clocks) {
                            $1.value.write(named: $1.key, to: &$0)
                        }
                    }
                }
                writer.map("counters", ticket.counters)
                writer.map("facts", ticket.facts)
                writer.list("formerly", ticket.formerly.sorted())
                writer.member("held", ticket.held)
                writer.member("inside", ticket.inside)
                writer.list("late", ticket.late.sorted())
                if !ticket.links.isEmpty { writer.member("links", ticket.links) }
                writer.member("parent", ticket.parent)
                writer.map("people", ticket.people)
                writer.member("rule", ticket.rule)
            }
        }
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
        self = try DocumentReader.reading(body) { (reader) throws(Problem) in
            try Ticket(columns: columns, reader: reader)
        }
    }

    private init(columns: Columns, reader: DocumentReader) throws(Problem) {
        var clocks: NameMap<NameKind.Clock, Countdown> = [:]
        for element in reader.list("clocks") {
            clocks[try element.required("clock").name()] = try Countdown(reader: element)
        }
        self.init(
            Fields(
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
                formerly: Set(try reader.units("formerly")),
                back: try reader.optional("back")?.name(),
                parent: try reader.optional("parent")?.id(),
                children: try reader.children(),
                links: try reader.optional("links").map { (member) throws(Problem) in try Links(reader: member) }
                    ?? Links(),
                rule: try reader.optional("rule").map { (member) throws(Problem) in try RuleMatch(reader: member) },
                people: try reader.map("people") { (member) throws(Problem) in try member.id() },
                counters: try reader.map("counters") { (member) throws(Problem) in try member.count() },
                facts: try reader.map("facts") { (member) throws(Problem) in member.value },
                clocks: clocks,
                late: Set(try reader.names("late")),
                claims: Set(try reader.names("claims")),
                reportedAt: columns.reportedAt,
                lastAt: columns.lastAt,
                closedAt: columns.closedAt
            )
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
