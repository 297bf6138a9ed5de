/// An event in the making, beside the ticket as it already stands after what was recorded.
///
/// Recording applies at once, by the same `Ticket.apply` that folds the journal: so what was decided and what the
/// events say cannot differ.
struct Draft {
    private(set) var ticket: Ticket
    private(set) var outcomes: [Outcome]
    let at: Instant
    let ref: DefinitionRef
    let context: Context
    var header = Header.timer(nil, act: nil)
    /// Children to be begun.
    var spawns: [Spawn] = []
    /// What is asked of the ticket that this one is merged into, or parts from.
    var joining: Joining?
    /// Since when clocks run that started with another ticket.
    var starts: NameMap<NameKind.Clock, Instant> = [:]
    private var idsTaken = 0

    /// What of a command its event keeps.
    struct Deed {
        let act: ActionName
        let by: Event.Actor
        let input: NameMap<NameKind.Field, JSONValue>
        let words: NameMap<NameKind.Field, String>
    }

    enum Header {
        case act(Deed)
        case timer(Event.TimerKey?, act: ActionName?)
        case adjustment(AdjustmentCause, Party.Identity)
    }

    init(continuing ticket: Ticket, ref: DefinitionRef, at: Instant, context: Context) {
        self.ticket = ticket
        outcomes = []
        outcomes.reserveCapacity(Self.usualOutcomes)
        self.at = at
        self.ref = ref
        self.context = context
    }

    init(
        filing: Filing,
        district: DistrictID,
        id: TicketID,
        ref: DefinitionRef,
        at: Instant,
        context: Context
    ) {
        ticket = Ticket(district: district, id: id, definition: ref, seq: 0, at: at, filing: filing)
        outcomes = []
        outcomes.reserveCapacity(Self.usualOutcomes)
        outcomes.append(.filed(filing))
        self.at = at
        self.ref = ref
        self.context = context
    }

    /// Most decisions come to no more.
    private static let usualOutcomes = 12

    /// Notes that the event is somebody's act.
    mutating func begin(_ command: Command, post: Post?) {
        let instead = post.flatMap { context.substitution(of: command.by, at: $0, at) }
        header = .act(
            Deed(
                act: command.act,
                by: Event.Actor(identity: command.by.identity, post: post, instead: instead),
                input: command.input,
                words: command.words.mapValues { $0.digest }
            )
        )
    }

    /// Records what follows, and lets it happen to the ticket.
    mutating func record(_ outcome: consuming Outcome) {
        do {
            try ticket.apply(outcome, at: at)
        } catch {
            preconditionFailure("a decision recorded what cannot happen: \(outcome): \(error)")
        }
        outcomes.append(outcome)
    }

    /// Adds one to a count: to the ticket's own, or to that of the ticket that it follows upon.
    mutating func count(_ counter: CounterName, after earlier: Ticket? = nil) {
        let counted = (earlier ?? ticket).counters[counter, default: 0]
        record(.counted(counter, min(counted + 1, DocumentReader.mostCounts)))
    }

    /// Takes the next id for a child; nil where there is none left.
    mutating func takeID() -> TicketID? {
        guard idsTaken < context.ids.count else { return nil }
        defer { idsTaken += 1 }
        return context.ids[idsTaken]
    }

    /// Asks the directory who leads, and notes the answer.
    mutating func askDirectory() {
        let rule = context.directory.match(category: ticket.category, place: ticket.place, in: context.territory)
        record(.matched(rule.map { RuleMatch(rule: $0, in: context.territory) }))
    }

    /// Ends the event: the ticket is after it then, and the draft is not used any more.
    ///
    /// - Returns: the event and the ticket, with what is asked of others.
    mutating func finished() -> Advance {
        let events = [event()]
        ticket.seq += 1
        ticket.lastAt = at
        ticket.definition = ref
        return Advance(events, ticket, spawns: spawns, joining: joining)
    }

    /// What it has come to: its outcomes and its header go into the event, nobody copies them.
    private mutating func event() -> Event {
        var header = Header.timer(nil, act: nil)
        swap(&header, &self.header)
        switch consume header {
        case .act(let deed): return event(act: deed.act, by: deed.by, input: deed.input, words: deed.words)
        case .timer(let timer, let act):
            return event(act: act, timer: timer, by: Event.Actor(identity: .clock, post: nil))
        case .adjustment(let cause, let orderer):
            return event(by: Event.Actor(identity: orderer, post: nil), adjustment: cause)
        }
    }

    private mutating func event(
        act: ActionName? = nil,
        timer: Event.TimerKey? = nil,
        by: Event.Actor,
        input: NameMap<NameKind.Field, JSONValue> = [:],
        words: NameMap<NameKind.Field, String> = [:],
        adjustment: AdjustmentCause? = nil
    ) -> Event {
        var outcomes: [Outcome] = []
        swap(&outcomes, &self.outcomes)
        return Event(
            district: ticket.district,
            ticket: ticket.id,
            seq: ticket.seq + 1,
            at: at,
            definition: ref,
            act: act,
            timer: timer,
            by: by,
            input: input,
            words: words,
            outcomes: outcomes,
            adjustment: adjustment
        )
    }
}

extension RuleMatch {
    /// A rule that still names a closed unit means who follows it.
    fileprivate convenience init(rule: DirectoryRule, in territory: UnitTree) {
        self.init(
            id: rule.id,
            lead: territory.successor(of: rule.lead)?.id ?? rule.lead,
            limits: rule.limits,
            duty: rule.duty,
            coHandlers: rule.coHandlers.map { territory.successor(of: $0)?.id ?? $0 },
            evidence: rule.evidence?.asked.subtracting([.account]) ?? []
        )
    }
}
