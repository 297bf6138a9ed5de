/// Interprets a definition: decides commands and timers.
///
/// Pure and total; the same for every definition.
///
///     command ──> decide ──> event ──> Ticket.apply ──> ticket, timers, messages
public final class Machine: Sendable {
    /// The rules.
    public let definition: WorkflowDefinition
    /// The version that its events bear.
    public let ref: DefinitionRef
    /// What decisions look up by name.
    let rules: Rules
    /// What people call what conditions name.
    let terms: Guard.Terms
    /// Acts that are the resident's to do, in the order of their names; none for what no resident ever hears of.
    public let residentActs: [ActionName]
    /// States of each work list, by whose hands a ticket lies in there: `WorkflowDefinition.states(of:)`.
    public let workStates: [WorkList: [Hand: [StateName]]]

    /// Makes the machine of a published version.
    public init(definition: WorkflowDefinition, version: Int) {
        self.definition = definition
        ref = DefinitionRef(name: definition.name, version: version)
        rules = Rules(definition)
        terms = Guard.Terms(definition)
        residentActs = definition.residentActs
        workStates = Dictionary(uniqueKeysWithValues: WorkList.allCases.map { ($0, definition.states(of: $0)) })
    }
}

/// What became of a ticket: the events in order, and the ticket after them.
public struct Advance: Hashable, Sendable {
    /// New events, in order.
    public private(set) var events: [Event]
    /// The ticket after them; nil where there was none and none was made.
    public private(set) var ticket: Ticket?
    /// Children that are to be begun with it.
    public private(set) var spawns: [Spawn]
    /// What is asked of another ticket with it.
    public private(set) var joining: Joining?

    /// Begins with a ticket to which nothing has happened yet.
    public init(ticket: Ticket?) {
        self.init([], ticket, spawns: [], joining: nil)
    }

    init(
        _ events: consuming [Event],
        _ ticket: consuming Ticket?,
        spawns: consuming [Spawn],
        joining: consuming Joining?
    ) {
        self.events = events
        self.ticket = ticket
        self.spawns = spawns
        self.joining = joining
    }
}

extension Machine {
    /// Decides a command about a ticket whose overdue timers have fired already (`catchUp`).
    ///
    /// - Parameters:
    ///   - command: what is wanted.
    ///   - ticket: the ticket as it stands.
    ///   - context: configuration and time. An event never counts from before the ticket's last one: where the
    ///     clock stands behind it, the last event's time is taken.
    /// - Returns: one event, and the ticket after it.
    /// - Throws: `Refusal`; nothing has happened then.
    public func decide(_ command: Command, on ticket: Ticket, in context: Context) throws(Refusal) -> Advance {
        let action = try admissible(command, on: ticket, in: context)
        let at = max(context.now, ticket.lastAt)
        let command = command.seated(at: at, in: context)
        var draft = Draft(continuing: ticket, ref: ref, at: at, context: context)
        let post = try entitled(command.by, to: action, on: ticket, in: context)
        draft.begin(command, post: post)
        try perform(action, command, &draft)
        return finish(&draft, from: ticket)
    }

    /// Decides a command that files a new ticket.
    ///
    /// - Parameters:
    ///   - command: an act whose origin is `new`, with `category` and `place`; `urgency` is ordinary if not given.
    ///   - district: the district.
    ///   - id: the id that the ticket is to bear.
    ///   - context: configuration and time.
    /// - Returns: one event, and the new ticket.
    /// - Throws: `Refusal`; nothing has happened then.
    public func file(
        _ command: Command,
        district: DistrictID,
        id: TicketID,
        in context: Context
    ) throws(Refusal) -> Advance {
        let action = try action(command.act)
        guard action.from == .new else {
            throw .notInThisState(act: action.title, state: Bilingual(zh: "尚未上报", en: "not yet reported"))
        }
        try check(command, for: action, in: context)
        let command = command.seated(at: context.now, in: context)
        let filing = try filing(command, in: context)
        var draft = Draft(
            filing: filing,
            district: district,
            id: id,
            ref: ref,
            at: context.now,
            context: context
        )
        let post = try entitled(command.by, to: action, on: draft.ticket, in: context)
        draft.begin(command, post: post)
        draft.askDirectory()
        try perform(action, command, &draft)
        return finish(&draft, from: nil)
    }

    /// Fires a timer of a ticket: an event that counts from the timer's due time.
    ///
    /// - Throws: `Refusal`; the timer is to be put aside with it then, its ticket stays as it was.
    public func fire(_ timer: TicketTimer, of ticket: Ticket, in context: Context) throws(Refusal) -> Advance {
        guard let countdown = ticket.clocks[timer.clock], let next = countdown.next, next.step == timer.step else {
            throw .noSuchTimer(timer.clock, timer.step)
        }
        var draft = Draft(continuing: ticket, ref: ref, at: max(next.at, ticket.lastAt), context: context)
        draft.header = .timer(Event.TimerKey(clock: timer.clock, step: timer.step), act: nil)
        try take(timer, of: countdown, &draft)
        return finish(&draft, from: ticket)
    }

    /// Fires all timers due before a time, in the order of their due times: due comes before late.
    ///
    /// A timer due at exactly that time does not fire: an act at the due second is in time. One that refuses does not
    /// hold up those of other clocks, and is tried again after each of them: they may have made it possible.
    ///
    /// - Parameters:
    ///   - ticket: the ticket as it stands.
    ///   - now: the time.
    ///   - followUps: what ended tickets left for it; taken in the order of their times, too.
    ///   - context: configuration and time.
    /// - Returns: what fired, and what could not.
    public func catchUp(
        _ ticket: Ticket,
        until now: Instant,
        after followUps: [FollowUp] = [],
        in context: Context
    ) -> CatchUp {
        var result = CatchUp(ticket)
        for followUp in followUps.sorted() {
            // A clock's timer due at the same instant comes first.
            let until = min(now, followUp.due.advanced(byMicroseconds: 1))
            result.append(contentsOf: fire(result.advance.ticket ?? ticket, until: until, in: context))
            do {
                if let step = try follow(followUp, of: result.advance.ticket ?? ticket, in: context) {
                    result.advance.append(contentsOf: step)
                }
                result.followed.append(followUp)
            } catch {
                result.lost.append((followUp, error))
            }
        }
        result.append(contentsOf: fire(result.advance.ticket ?? ticket, until: now, in: context))
        return result
    }

    private func fire(_ ticket: Ticket, until now: Instant, in context: Context) -> CatchUp {
        var result = CatchUp(ticket)
        var current = ticket
        while let timer = result.next(of: current, until: now) {
            guard result.advance.events.count < Self.mostFires else {
                result.refusals.append((timer, .timersWithoutEnd(timer.clock)))
                break
            }
            do {
                let step = try fire(timer, of: current, in: context)
                guard let after = step.ticket else { break }
                result.advance.append(contentsOf: step)
                result.refusals = []
                current = after
            } catch {
                result.refusals.append((timer, error))
            }
        }
        return result
    }

    /// More timers than this in one go are a definition without end.
    private static let mostFires = 1_000
}

/// What firing the overdue timers of a ticket came to.
public struct CatchUp: Sendable {
    /// What fired.
    public internal(set) var advance: Advance
    /// The timers that could not fire, and why, in the order of their due times; none where all did.
    public internal(set) var refusals: [(timer: TicketTimer, why: Refusal)]
    /// What ended tickets had left, and was done.
    public internal(set) var followed: [FollowUp] = []
    /// What ended tickets had left, and was refused.
    public internal(set) var lost: [(followUp: FollowUp, why: Refusal)] = []

    fileprivate init(_ ticket: Ticket) {
        advance = Advance(ticket: ticket)
        refusals = []
    }

    fileprivate mutating func append(contentsOf other: CatchUp) {
        advance.append(contentsOf: other.advance)
        // What was refused before may have fired since.
        refusals = other.refusals
    }

    /// The first of the timers that could not fire; nil where all did.
    public var refused: (timer: TicketTimer, why: Refusal)? { refusals.first }

    fileprivate func next(of ticket: Ticket, until now: Instant) -> TicketTimer? {
        ticket.timers.first { timer in timer.due < now && !refusals.contains { $0.timer == timer } }
    }
}

extension Advance {
    mutating func append(contentsOf other: Advance) {
        events += other.events
        ticket = other.ticket
        spawns += other.spawns
        joining = other.joining ?? joining
    }
}
