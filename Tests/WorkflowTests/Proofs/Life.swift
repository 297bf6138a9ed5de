import Workflow

/// One try in a life: some time later, somebody tries an act on the matter or on one of its tasks.
///
/// Plain data, so that a life can be tried again under other rules, and shortened.
struct Try: Hashable {
    /// Seconds since the try before.
    var pause: Int64 = 0
    /// 0: the matter; n: its n-th task.
    var on = 0
    /// Who, in `Ground.people`.
    var by = 0
    var act: ActionName
    var input: [FieldName: JSONValue] = [:]
    /// Points in time that are given, in seconds from the act.
    var times: [FieldName: Int64] = [:]
    /// Texts that are given.
    var words: Set<FieldName> = []
    /// The set of calendars that the district has from now on; nil: as before.
    var calendars: Int?
    /// Whether the worker has told the matter of its ended tasks by now.
    var hears = true
}

/// A life: when it begins, and what is tried.
struct Life: Hashable {
    var start: Instant
    var tries: [Try]
}

/// What came of something: an event with the ticket before and after it, or a refusal.
struct Step {
    let definition: DefinitionName
    let context: Context
    let before: Ticket?
    let after: Ticket?
    let event: Event?
    /// What somebody tried; nil: a timer fired, or a task's end was heard.
    var command: Command?
    var refusal: Refusal?
    /// The task that began, as its matter made it.
    var spawn: Spawn?
    /// Tasks that were made.
    var spawns: [Spawn] = []
    /// What was asked of another matter, in which it has a share.
    var joining: Joining?
    /// What was heard of the matter into which it is merged.
    var news: FollowUp?
}

extension Try {
    func command(at now: Instant) -> Command {
        let instants = times.mapValues { JSONValue.int(now.advanced(bySeconds: $0).microseconds) }
        return Command(
            act: act,
            by: Ground.people[by].party,
            input: input.merging(instants) { $1 },
            words: Dictionary(uniqueKeysWithValues: words.map { ($0, Words(text: "有此事", digest: "0a")) })
        )
    }
}

/// A matter with its tasks as they live, and everything that has happened to them.
struct Family {
    /// What is asked after each step; a text: what is wrong.
    typealias Check = (Step, Family) -> String?

    let machines: Machines
    private(set) var now: Instant
    /// Which set of calendars the district has.
    private(set) var calendars = 0
    /// The matter, then its tasks as they were made.
    private(set) var tickets: [Ticket] = []
    private(set) var events: [[Event]] = []
    private(set) var unheard: [FollowUp] = []
    /// What the matter told its tasks, by their place among the tickets, and they have not heard.
    private var untold: [Int: [FollowUp]] = [:]
    /// What a session shows; empty unless it is to be told.
    var lines: [String] = []
    var isTold = false
    private var heardOf: Set<TicketID> = []
    /// Other matters of the district, once something had to do with them.
    private var neighbours: [TicketID: Ticket] = [:]

    init(_ machines: Machines, start: Instant) {
        self.machines = machines
        now = start
    }

    var matter: Ticket? { tickets.first }
    var isOver: Bool { matter?.isFinal == true }

    private func context() throws -> Context {
        var context = try Ground.context(now: now, calendars: calendars)
        context.ids = (0..<30).map { TicketID(Int64(tickets.count) + 100 + $0) }
        return context
    }

    /// Lets one try happen.
    ///
    /// - Returns: what is wrong with what came of it; nil: nothing.
    mutating func take(_ next: Try, check: Check) throws -> String? {
        now = now.advanced(bySeconds: next.pause)
        calendars = next.calendars ?? calendars
        let context = try context()
        guard !tickets.isEmpty else { return try file(next, context, check) }
        guard tickets.indices.contains(next.on) else { return nil }
        if next.hears {
            for task in untold.keys.sorted() {
                if let fault = try catchUp(task, hears: true, nil, context, check) { return fault }
            }
        }
        let news = news(by: next)
        if let fault = try catchUp(next.on, hears: next.hears, news, context, check) { return fault }
        // Its main matter ends by itself: nobody tries that.
        if next.input["ended"] != nil { return nil }
        return try act(next, context, check)
    }

    /// The same family under other rules, without what has happened so far.
    func under(_ machines: Machines) -> Family {
        var other = Family(machines, start: now)
        other.calendars = calendars
        other.tickets = tickets
        other.events = tickets.map { _ in [] }
        other.unheard = unheard
        other.untold = untold
        other.heardOf = heardOf
        other.neighbours = neighbours
        return other
    }
}

extension Family {
    // MARK: - What happens

    private mutating func file(_ next: Try, _ context: Context, _ check: Check) throws -> String? {
        let command = next.command(at: now)
        var context = context
        if command.input["earlier"] != nil { context.others = try others() }
        do throws(Refusal) {
            let filed = try machines.issue.file(command, district: Ground.district, id: TicketID(1), in: context)
            tickets = filed.ticket.map { [$0] } ?? []
            events = [filed.events]
            say(command, filed)
            return check(step(filed, before: nil, context, command), self)
        } catch {
            say(command, error)
            return check(step(error, nil, context, command), self)
        }
    }

    private mutating func act(_ next: Try, _ context: Context, _ check: Check) throws -> String? {
        let before = tickets[next.on]
        let command = next.command(at: now)
        let machine = machines[before.definition.name]
        var context = context
        if command.input["main"] != nil { context.others = try others() }
        do throws(Refusal) {
            let advance = try machine.decide(command, on: before, in: context)
            // What is split off, or asked of another matter, happens with it or not at all.
            var parts: [(spawn: Spawn, advance: Advance)] = []
            for spawn in advance.spawns where spawn.lead == nil {
                guard let parent = advance.ticket else { continue }
                parts.append((spawn, try machines[spawn.definition].begin(spawn, for: parent, in: context)))
            }
            let joined = try join(advance.joining, context)
            take(advance, next.on)
            say(command, advance)
            for (spawn, part) in parts {
                var step = step(part, before: nil, context, nil)
                step.spawn = spawn
                if let fault = check(step, self) { return fault }
            }
            if let joined, let fault = check(joined, self) { return fault }
            // What is split off is no child: it goes its own way.
            for spawn in advance.spawns where spawn.lead != nil {
                if let fault = begin(spawn, context, check) { return fault }
            }
            return check(step(advance, before: before, context, command), self)
        } catch {
            say(command, error)
            return check(step(error, before, context, command), self)
        }
    }

    private mutating func begin(_ spawn: Spawn, _ context: Context, _ check: Check) -> String? {
        do throws(Refusal) {
            let begun = try machines[spawn.definition].begin(spawn, for: tickets[0], in: context)
            tickets += begun.ticket.map { [$0] } ?? []
            events.append(begun.events)
            var step = step(begun, before: nil, context, nil)
            step.spawn = spawn
            return check(step, self)
        } catch {
            return "a task cannot begin: \(error.code)"
        }
    }

    private mutating func catchUp(
        _ index: Int,
        hears: Bool,
        _ news: FollowUp?,
        _ context: Context,
        _ check: Check
    ) throws -> String? {
        let before = tickets[index]
        let machine = machines[before.definition.name]
        let left = index == 0 ? unheard : untold[index] ?? []
        let heard = (hears ? left : []) + [news].compactMap(\.self)
        let caught = machine.catchUp(before, until: now, after: heard, in: context)
        var current = before
        for event in caught.advance.events {
            let last = current
            do throws(FoldFault) { try current.apply(event) } catch { return "what fired does not fold: \(error)" }
            tickets[index] = current
            events[index].append(event)
            say(event, current)
            var step = Step(
                definition: before.definition.name,
                context: context,
                before: last,
                after: current,
                event: event
            )
            if case .ticket(let id) = event.by.identity { step.news = news.flatMap { $0.ticket == id ? $0 : nil } }
            if let fault = check(step, self) { return fault }
        }
        if current != caught.advance.ticket { return "what fired is not what folds" }
        if let refused = caught.refused { return "the clock \(refused.timer.clock) was refused: \(refused.why.code)" }
        if let lost = caught.lost.first, !before.isFinal { return "a task's end was not heard: \(lost.why.code)" }
        if index == 0 { unheard.removeAll { caught.followed.contains($0) } } else if hears { untold[index] = nil }
        note(current)
        return nil
    }

    private mutating func take(_ advance: Advance, _ index: Int) {
        events[index] += advance.events
        if let ticket = advance.ticket { tickets[index] = ticket }
        for (event, ticket) in advance.events.map({ ($0, tickets[index]) }) where !ticket.isFinal {
            for (to, followUp) in FollowUp.left(by: event, of: ticket) {
                if let task = tickets.firstIndex(where: { $0.id == to }) { untold[task, default: []].append(followUp) }
            }
        }
        note(tickets[index])
    }

    private mutating func note(_ ticket: Ticket) {
        guard ticket.isFinal, ticket.parent != nil, let end = ticket.closedAt, heardOf.insert(ticket.id).inserted else {
            return
        }
        unheard.append(FollowUp(ticket: ticket.id, state: ticket.state, due: end))
    }

    private func step(_ advance: Advance, before: Ticket?, _ context: Context, _ command: Command?) -> Step {
        Step(
            definition: advance.ticket?.definition.name ?? "none",
            context: context,
            before: before,
            after: advance.ticket,
            event: advance.events.first,
            command: command,
            spawns: advance.spawns,
            joining: advance.joining
        )
    }

    // MARK: - Other matters

    private mutating func others() throws -> [TicketID: Ticket] {
        if neighbours.isEmpty { neighbours = try Ground.neighbours(until: now) }
        return neighbours
    }

    private func news(by next: Try) -> FollowUp? {
        guard let end = next.input["ended"]?.string.flatMap({ StateName($0) }), let main = tickets[next.on].links.main,
            tickets[next.on].links.mainEnd == nil, !tickets[next.on].isFinal
        else { return nil }
        return FollowUp(ticket: main, state: end, due: now, handler: next.input["handler"]?.int.map { PersonID($0) })
    }

    /// Lets the other matter take part, as whoever carries the act out does.
    private mutating func join(_ joining: Joining?, _ context: Context) throws(Refusal) -> Step? {
        guard let joining, let main = neighbours[joining.main] else { return nil }
        let joined = try machines.issue.join(joining, to: main, in: context)
        neighbours[main.id] = joined.ticket
        var step = step(joined, before: main, context, nil)
        step.joining = joining
        return step
    }

    private func step(_ refusal: Refusal, _ ticket: Ticket?, _ context: Context, _ command: Command) -> Step {
        Step(
            definition: ticket?.definition.name ?? machines.issue.definition.name,
            context: context,
            before: ticket,
            after: ticket,
            event: nil,
            command: command,
            refusal: refusal
        )
    }
}

extension Life {
    /// Lets the life happen under given rules.
    ///
    /// - Returns: the first fault with the number of the try that showed it; nil: none.
    func fault(under machines: Machines, check: Family.Check) throws -> (try: Int, text: String)? {
        var family = Family(machines, start: start)
        for (index, next) in tries.enumerated() where !family.isOver {
            if let text = try family.take(next, check: check) { return (index, text) }
        }
        return nil
    }
}

extension FollowUp {
    /// The state in which its ticket ended; nil where it says something else.
    var state: StateName? {
        guard case .ended(let state, _) = content else { return nil }
        return state
    }

    /// Who handled the ticket that ended.
    var handler: PersonID? {
        guard case .ended(_, let handler) = content else { return nil }
        return handler
    }
}
