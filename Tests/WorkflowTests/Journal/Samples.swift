@testable import Workflow

extension Filing {
    static let sample = Filing(category: "市容/垃圾", urgency: .urgent, place: UnitID(4), desk: UnitID(3))
}

extension Filing {
    static let repeated = Filing(
        category: "市容/垃圾",
        urgency: .ordinary,
        place: UnitID(4),
        desk: UnitID(3),
        origin: Links.Origin(.repeat, TicketID(9))
    )
}

extension RuleMatch {
    static let sample = RuleMatch(id: "规则 1", lead: UnitID(5), limits: ["whole": .atOnce])
}

extension Countdown.RungTime {
    static let sample = Countdown.RungTime(index: 2, at: Instant(microseconds: 9))
}

extension Countdown.Times {
    static let samples = [
        Countdown.Times(due: Instant(microseconds: 1), isProvisional: false, warnings: [], rung: nil),
        Countdown.Times(
            due: Instant(microseconds: .max),
            isProvisional: true,
            warnings: [Instant(microseconds: .min), Instant(microseconds: 0)],
            rung: .sample
        ),
    ]
}

extension Countdown {
    static var samples: [Countdown] {
        var full = sample(limit: .atOnce, warnings: [Instant(microseconds: 1), Instant(microseconds: 2)])
        full.change {
            $0.isProvisional = true
            $0.warned = 2
            $0.isExpired = true
            $0.rung = .sample
            $0.paused = Remaining(kind: .working, microseconds: -5, endsAtOpening: true)
            $0.pausedAt = Instant(microseconds: 7)
            $0.pauses = [Pause(from: Instant(microseconds: 3), to: Instant(microseconds: 4))]
        }
        return [sample(limit: nil, warnings: []), full]
    }

    private static func sample(limit: Limit?, warnings: [Instant]) -> Countdown {
        Countdown(
            limit: limit,
            startedAt: Instant(microseconds: -1),
            due: Instant(microseconds: 5),
            isProvisional: false,
            warnings: warnings,
            warned: 0,
            isExpired: false,
            rung: nil,
            paused: nil,
            pausedAt: nil,
            pauses: [],
            isLit: limit == nil,
            isWindow: limit != nil,
            extensions: limit == nil ? [] : [.atOnce, .atOnce]
        )
    }
}

extension Event {
    static func sample(
        seq: Int = 1,
        at: Instant = Instant(microseconds: 1_000),
        act: ActionName? = nil,
        by identity: Party.Identity = .person(PersonID(5)),
        post: Post? = nil,
        instead: Substitution? = nil,
        timer: TimerKey? = nil,
        input: [FieldName: JSONValue] = [:],
        words: [FieldName: String] = [:],
        ticket: TicketID = TicketID(1),
        district: DistrictID = DistrictID(7),
        outcomes: [Outcome] = [],
        adjustment: AdjustmentCause? = nil
    ) -> Event {
        Event(
            district: district,
            ticket: ticket,
            seq: seq,
            at: at,
            definition: DefinitionRef(name: "issue", version: 1),
            act: act,
            timer: timer,
            by: Actor(identity: identity, post: post, instead: instead),
            input: NameMap(input),
            words: NameMap(words),
            outcomes: outcomes,
            adjustment: adjustment
        )
    }

    /// Reads a payload with the columns of another event.
    init(payload: JSONValue, of other: Event) throws(Problem) {
        try self.init(
            payload: payload,
            district: other.district,
            ticket: other.ticket,
            seq: other.seq,
            at: other.at,
            definition: other.definition
        )
    }
}

extension Ticket.Columns {
    /// The columns of a ticket's row.
    init(_ ticket: Ticket) {
        self.init(
            district: ticket.district,
            id: ticket.id,
            definition: ticket.definition,
            seq: ticket.seq,
            state: ticket.state,
            isFinal: ticket.isFinal,
            category: ticket.category,
            urgency: ticket.urgency,
            place: ticket.place,
            desk: ticket.desk,
            lead: ticket.lead,
            responsible: ticket.responsible,
            owner: ticket.owner,
            reportedAt: ticket.reportedAt,
            lastAt: ticket.lastAt,
            closedAt: ticket.closedAt
        )
    }
}

extension Event.TimerKey {
    static func of(_ clock: ClockName, _ step: TimerStep) -> Self { Self(clock: clock, step: step) }
}
