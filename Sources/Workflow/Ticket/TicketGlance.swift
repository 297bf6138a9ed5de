/// What a list needs of a ticket's body: read by passing over the rest, at a small part of the price of the whole.
public struct TicketGlance: Hashable, Sendable {
    /// The earliest time at which a clock that lights the lamp is due, or was; nil: none runs.
    ///
    /// The same as `Ticket.next`.
    public let next: NextDue?
    /// Its clocks, whether they run or stand still.
    public let clocks: [ClockGlance]
    /// Clocks that have expired once (超时标记), in order of their names.
    public let late: [ClockName]
    /// What the ticket keeps of fields: among them who is complained of and why it is restricted.
    public let facts: NameMap<NameKind.Field, JSONValue>
    /// The part of the leading department that works on it.
    public let inside: UnitID?
    /// Who stays bound to a ticket that was returned.
    public let bound: UnitID?
    /// Units that had it once and have it no more.
    public let formerly: [UnitID]
    /// Units that lead what was made for it, or led it until it ended.
    public let leads: [UnitID]
    /// Of these, those whose part is open, each once, in the order of their ids.
    public let helpers: [UnitID]
    /// Who reported it, where that is one of the staff.
    public let reporter: PersonID?
    /// The ticket that it was made for.
    public let parent: TicketID?
    /// Counts that it keeps.
    public let counters: NameMap<NameKind.Counter, Int>

    /// Reads it from the body of a row.
    ///
    /// - Parameter body: canonical JSON, as `Ticket.body` writes it.
    /// - Throws: `Problem` with the place in the body that is wrong, `json` as its code where it is no JSON.
    public init(body: String) throws(Problem) {
        let members: [String: JSONValue]
        do throws(JSONError) {
            members = try JSONSkimmer.members(
                ["bound", "children", "clocks", "counters", "facts", "formerly", "inside", "late", "parent", "people"],
                of: body
            )
        } catch {
            let words = error.description
            throw Problem(code: error.reason.rawValue, path: "", message: Bilingual(zh: words, en: words))
        }
        self = try DocumentReader.reading(.object(JSONObject(members.map { ($0.key, $0.value) }))) {
            (reader) throws(Problem) in try TicketGlance(reader: reader)
        }
    }

    private init(reader: DocumentReader) throws(Problem) {
        var clocks: [ClockGlance] = []
        for clock in reader.list("clocks") { clocks.append(try ClockGlance(reader: clock)) }
        self.clocks = clocks
        next = clocks.lazy.filter { $0.isLit && !$0.isPaused }.map { NextDue(at: $0.due, measure: $0.measure) }.min()
        late = try reader.names("late").sorted()
        facts = try reader.map("facts") { (member) throws(Problem) in member.value }
        inside = try reader.optional("inside")?.id()
        bound = try reader.optional("bound")?.id()
        formerly = try reader.units("formerly")
        var leads: [UnitID] = []
        var helpers: Set<UnitID> = []
        for child in reader.list("children") {
            let lead: UnitID = try child.required("lead").id()
            leads.append(lead)
            if child.optional("end") == nil { helpers.insert(lead) }
        }
        self.leads = leads
        self.helpers = helpers.sorted()
        reporter = try reader.optional("people")?.optional(KnownMark.reporter.text)?.id()
        parent = try reader.optional("parent")?.id()
        counters = try reader.map("counters") { (member) throws(Problem) in try member.count() }
    }
}

extension TicketGlance {
    /// When it is due next, or was; nil: no clock runs.
    public var nextDue: Instant? { next?.at }
}

extension Ticket {
    /// The earliest time at which a clock that lights the lamp is due, or was; nil: none runs.
    public var next: NextDue? {
        clocks.values.lazy.filter { $0.isLit && $0.paused == nil }.map { NextDue(at: $0.due, measure: $0.measure) }
            .min()
    }

    /// The same without what is counted.
    public var nextDue: Instant? { next?.at }
}
