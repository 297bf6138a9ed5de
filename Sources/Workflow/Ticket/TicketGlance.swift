/// What a list needs of a ticket's body: read by passing over the rest, at a small part of the price of the whole.
public struct TicketGlance: Hashable, Sendable {
    /// The earliest time at which a clock that lights the lamp is due, or was; nil: none runs.
    ///
    /// The same as `Ticket.next`.
    public let next: NextDue?
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
    /// Units that lead what was made for it.
    public let leads: [UnitID]
    /// Who reported it, where that is one of the staff.
    public let reporter: PersonID?

    /// Reads it from the body of a row.
    ///
    /// - Parameter body: canonical JSON, as `Ticket.body` writes it.
    /// - Throws: `Problem` with the place in the body that is wrong, `json` as its code where it is no JSON.
    public init(body: String) throws(Problem) {
        let members: [String: JSONValue]
        do throws(JSONError) {
            members = try JSONSkimmer.members(
                ["bound", "children", "clocks", "facts", "formerly", "inside", "late", "people"],
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
        var earliest: NextDue?
        for clock in reader.list("clocks") {
            // As `Countdown` keeps it: what is left at its usual value is left out.
            let due = try clock.required("due").instant()
            guard clock.value["lit"] != false, clock.optional("paused") == nil else { continue }
            if let earliest, earliest.at < due { continue }
            let limit = try clock.optional("limit").map { (member) throws(Problem) in try member.limit() }
            let next = NextDue(at: due, measure: limit?.measure ?? .elapsed)
            earliest = earliest.map { min($0, next) } ?? next
        }
        next = earliest
        late = try reader.names("late").sorted()
        facts = try reader.map("facts") { (member) throws(Problem) in member.value }
        inside = try reader.optional("inside")?.id()
        bound = try reader.optional("bound")?.id()
        formerly = try reader.units("formerly")
        var leads: [UnitID] = []
        for child in reader.list("children") { leads.append(try child.required("lead").id()) }
        self.leads = leads
        reporter = try reader.optional("people")?.optional(KnownMark.reporter.text)?.id()
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
