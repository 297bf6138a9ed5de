import Testing
import Workflow

/// A matter on its way up a ladder, with everything that happened to it.
struct LadderClimb {
    let ground: LadderGround
    var world: World
    private(set) var ticket: Ticket
    private(set) var events: [Event]

    /// A resident reports at the lowest ground, or at another place.
    init(_ ground: LadderGround, at place: UnitID? = nil) throws {
        self.ground = ground
        world = try ground.world()
        let report = Command(
            act: "report",
            by: Party(identity: .resident),
            input: ["category": "水务", "place": .int((place ?? ground.place).rawValue)],
            words: ["text": .some]
        )
        let filed = try world.machine.file(report, district: World.district, id: TicketID(1), in: world.context)
        ticket = try #require(filed.ticket)
        events = filed.events
    }

    /// Somebody acts; timers due before fire first.
    mutating func act(
        _ act: ActionName,
        by party: Party,
        input: [FieldName: JSONValue] = [:],
        words: [FieldName] = []
    ) throws {
        let caught = world.machine.catchUp(ticket, until: world.context.now, in: world.context)
        if let refused = caught.refused { throw refused.why }
        let command = Command(
            act: act,
            by: party,
            input: input,
            words: Dictionary(uniqueKeysWithValues: words.map { ($0, .some) })
        )
        let advance = try world.machine.decide(command, on: caught.advance.ticket ?? ticket, in: world.context)
        events += caught.advance.events + advance.events
        ticket = try #require(advance.ticket)
    }

    /// With which code an act would be refused now; nil where it would not be.
    func refusal(of act: ActionName, by party: Party, words: [FieldName] = []) -> String? {
        var copy = self
        return Refusal.code {
            try copy.act(act, by: party, words: words)
            return copy.ticket
        }
    }

    /// Hands the matter to the next level, with a summary where that level needs one.
    mutating func elevate(by party: Party) throws {
        let kind = try #require(next).kind
        let isSummary = world.machine.definition.privacy.summaryKinds.contains(kind)
        try act("elevate", by: party, words: isSummary ? ["summary"] : [])
    }

    /// Lets a clock expire, and the second after it come.
    ///
    /// - Returns: whom its steps have told, in order.
    mutating func outlast(_ clock: ClockName) throws -> [UnitID] {
        let due = try #require(ticket.clocks[clock]).due
        world.context.now = due.advanced(bySeconds: 1)
        let caught = world.machine.catchUp(ticket, until: world.context.now, in: world.context)
        if let refused = caught.refused { throw refused.why }
        events += caught.advance.events
        ticket = try #require(caught.advance.ticket)
        let expiry = try #require(caught.advance.events.first { $0.timer?.clock == clock && $0.timer?.step == .expiry })
        return expiry.outcomes.compactMap { outcome in
            guard case .told(.unit(let unit, roles: _)) = outcome else { return nil }
            return unit
        }
    }

    /// The unit of the ladder that holds it.
    var desk: Unit? { world.context.territory[ticket.desk] }

    /// The step after the one that holds it; nil at the top.
    var next: Unit? {
        let index = ground.steps.firstIndex { $0.id == ticket.desk }
        return index.flatMap { ground.steps.indices.contains($0 + 1) ? ground.steps[$0 + 1] : nil }
    }

    /// Elevates as long as there is a level above.
    ///
    /// - Returns: the kinds that held it, bottom up, and the code with which it ends.
    mutating func climb() throws -> (kinds: [UnitKind], end: String?) {
        var kinds = [try #require(desk).kind]
        while next != nil {
            try elevate(by: ground.person(at: #require(desk)))
            kinds.append(try #require(desk).kind)
        }
        return (kinds, refusal(of: "elevate", by: try ground.person(at: #require(desk))))
    }

    /// Every event left exactly one unit responsible, or an ended matter; the log alone gives the ticket.
    func checkInvariants() throws {
        #expect(try Ticket.fold(events) == ticket)
        var current: Ticket?
        for event in events {
            if current == nil { current = try Ticket(first: event) } else { try current?.apply(event) }
            let now = try #require(current)
            #expect((now.responsible == nil) == now.isFinal)
            #expect(now.isFinal || !now.clocks.isEmpty, "nobody waits for ever")
            let holds = [ground.department.id, now.desk].compactMap(\.self)
            #expect(now.responsible.map(holds.contains) ?? true)
            #expect(now.isFinal || now.owner != nil)
        }
    }
}
