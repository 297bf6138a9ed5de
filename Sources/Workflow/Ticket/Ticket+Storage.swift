extension Ticket {
    /// What a ticket consists of.
    struct Fields: Hashable, Sendable {
        let district: DistrictID
        let id: TicketID
        var definition: DefinitionRef
        var seq: Int
        var state: StateName
        var isFinal: Bool
        var category: String
        var urgency: Urgency
        var place: UnitID
        var desk: UnitID
        var lead: UnitID?
        var responsible: UnitID?
        var owner: PersonID?
        var held: HeldBy?
        var inside: UnitID?
        var bound: UnitID?
        var formerly: Set<UnitID>
        var back: StateName?
        let parent: TicketID?
        var children: [TicketID: Child]
        var links: Links
        var rule: RuleMatch?
        var people: NameMap<NameKind.Mark, PersonID>
        var counters: NameMap<NameKind.Counter, Int>
        var facts: NameMap<NameKind.Field, JSONValue>
        var clocks: NameMap<NameKind.Clock, Countdown>
        var late: Set<ClockName>
        var claims: Set<ClockName>
        let reportedAt: Instant
        var lastAt: Instant
        var closedAt: Instant?
    }

    /// Where they lie: copies of a ticket share one place until one of them changes, so that handing a ticket on costs
    /// next to nothing.
    // Safe because it is changed only by a ticket that holds it alone (`own`): nobody else can look meanwhile.
    final class Storage: @unchecked Sendable {
        @exclusivity(unchecked)
        var fields: Fields

        init(_ fields: Fields) {
            self.fields = fields
        }
    }
}
