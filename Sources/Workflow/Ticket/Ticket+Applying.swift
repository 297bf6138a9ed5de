/// Why an event does not follow upon a ticket: the journal is damaged, or is another ticket's.
public enum FoldFault: Error, Hashable, Sendable {
    /// The first event does not file a ticket.
    case notFiled
    /// The event belongs to another ticket or district.
    case otherTicket
    /// The event's number is not the next one.
    case outOfOrder(expected: Int, found: Int)
    /// The event counts from before the one before it.
    case backwards
    /// The event speaks of a child that is not there, or has ended.
    case noSuchChild(TicketID)
    /// The event speaks of a clock that does not run.
    case noSuchClock(ClockName)
    /// The event undoes a link that is not there.
    case noSuchLink
}

extension Ticket {
    /// Makes a ticket from its first event.
    public init(first event: Event) throws(FoldFault) {
        guard case .filed(let filing)? = event.outcomes.first, event.seq == 1 else { throw .notFiled }
        self.init(event: event, filing: filing)
        for outcome in event.outcomes.dropFirst() { try apply(outcome, at: event.at) }
    }

    /// Applies the next event: the only way in which a ticket changes.
    ///
    /// - Throws: `FoldFault`; the ticket is as it was then.
    public mutating func apply(_ event: Event) throws(FoldFault) {
        guard event.ticket == id, event.district == district else { throw .otherTicket }
        guard event.seq == seq + 1 else { throw .outOfOrder(expected: seq + 1, found: event.seq) }
        guard event.at >= lastAt else { throw .backwards }
        var next = self
        for outcome in event.outcomes { try next.apply(outcome, at: event.at) }
        next.seq = event.seq
        next.lastAt = event.at
        next.definition = event.definition
        self = next
    }

    /// Makes a ticket from all its events.
    ///
    /// - Returns: nil where there is no event.
    public static func fold(_ events: some Sequence<Event>) throws(FoldFault) -> Ticket? {
        var ticket: Ticket?
        for event in events {
            if ticket == nil {
                ticket = try Ticket(first: event)
            } else {
                try ticket?.apply(event)
            }
        }
        return ticket
    }
}

extension Ticket {
    // MARK: - Outcomes

    init(event: Event, filing: Filing) {
        self.init(
            district: event.district,
            id: event.ticket,
            definition: event.definition,
            seq: event.seq,
            at: event.at,
            filing: filing
        )
    }

    init(district: DistrictID, id: TicketID, definition: DefinitionRef, seq: Int, at: Instant, filing: Filing) {
        self.init(
            Fields(
                district: district,
                id: id,
                definition: definition,
                seq: seq,
                state: Self.unborn,
                isFinal: false,
                category: filing.category,
                urgency: filing.urgency,
                place: filing.place,
                desk: filing.desk,
                lead: filing.lead,
                responsible: nil,
                owner: nil,
                held: nil,
                inside: nil,
                bound: nil,
                formerly: [],
                back: nil,
                parent: filing.parent,
                children: [:],
                links: Links(origin: filing.origin),
                rule: nil,
                people: [:],
                counters: [:],
                facts: [:],
                clocks: [:],
                late: [],
                claims: [],
                reportedAt: at,
                lastAt: at,
                closedAt: nil
            )
        )
    }

    /// Where a ticket stands that is in the making: no definition's state.
    private static let unborn: StateName = "none"

    mutating func apply(_ outcome: Outcome, at: Instant) throws(FoldFault) {
        switch outcome {
        case .filed: throw .otherTicket
        case .entered(let state, let isFinal):
            self.state = state
            self.isFinal = isFinal
            closedAt = isFinal ? at : nil
        case .responsible(let unit): responsible = unit
        case .owner(let person): owner = person
        case .desk(let unit):
            let last = desk
            desk = unit
            passes(from: last, to: unit)
        case .lead(let unit):
            let last = lead
            lead = unit
            passes(from: last, to: unit)
        case .held(let holder): held = holder
        case .inside(let unit):
            let last = inside
            inside = unit
            passes(from: last, to: unit)
        case .bound(let unit): bound = unit
        case .setAside(let state): back = state
        case .spawned(let child, let definition, let lead): children[child] = Child(definition: definition, lead: lead)
        case .childEnded(let child, let state):
            guard children[child] != nil, children[child]?.end == nil else { throw .noSuchChild(child) }
            children[child]?.end = state
        case .linked(let change): try links.apply(change)
        case .classified(let category, let place, let urgency):
            self.category = category
            self.place = place
            self.urgency = urgency
        case .matched(let rule): self.rule = rule
        case .remembered(let mark, let person): people[mark] = person
        case .counted(let counter, let count): counters[counter] = count
        case .kept(let field, let value): facts[field] = value
        case .claimed(let clock, let claim):
            if claim == .asked { claims.insert(clock) } else { claims.remove(clock) }
            if claim == .granted { late.remove(clock) }
        case .forgot(.fact(let field)): facts[field] = nil
        case .forgot(.counter(let counter)): counters[counter] = nil
        case .forgot(.mark(let mark)): people[mark] = nil
        case .told, .passedOn, .attached: break
        case .started, .stopped, .paused, .resumed, .warned, .expired, .climbed: try applyToClock(outcome, at: at)
        }
    }

    /// Notes who had it, where that unit has it in no way any more: it goes on seeing what it was once asked.
    private mutating func passes(from last: UnitID?, to next: UnitID?) {
        guard last != next else { return }
        if let last, last != desk, last != lead, last != inside { formerly.insert(last) }
        if let next, formerly.contains(next) { formerly.remove(next) }
    }

    private mutating func applyToClock(_ outcome: Outcome, at: Instant) throws(FoldFault) {
        switch outcome {
        case .started(let clock, let countdown): clocks[clock] = countdown
        case .stopped(let clock): clocks[clock] = nil
        case .paused(let clock, let remaining):
            try change(clock) {
                $0.change {
                    $0.paused = remaining
                    $0.pausedAt = at
                }
            }
        case .resumed(let clock, let times): try change(clock) { $0.resume(times, at: at) }
        case .warned(let clock): try change(clock) { $0.change { $0.warned += 1 } }
        case .expired(let clock, let next):
            try change(clock) {
                $0.change {
                    $0.isExpired = true
                    $0.rung = next
                }
            }
            late.insert(clock)
        case .climbed(let clock, let next): try change(clock) { $0.change { $0.rung = next } }
        case .filed, .entered, .responsible, .owner, .desk, .lead, .held, .inside, .bound, .setAside, .spawned,
            .childEnded, .passedOn, .linked, .classified, .matched, .remembered, .counted, .kept, .claimed, .forgot,
            .attached, .told:
            preconditionFailure("only outcomes of clocks come here")
        }
    }

    private mutating func change(_ clock: ClockName, _ body: (inout Countdown) -> Void) throws(FoldFault) {
        guard var countdown = clocks[clock] else { throw .noSuchClock(clock) }
        body(&countdown)
        clocks[clock] = countdown
    }
}
