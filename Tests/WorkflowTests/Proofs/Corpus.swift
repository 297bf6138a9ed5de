import Workflow

/// Moments of lives that were found to be right under the shipped definitions.
///
/// Each is what was about to be tried, and how things stood; under a mutant they are lived again.
struct Corpus: Sendable {
    /// One try, and the family before it.
    struct Moment: Sendable {
        let next: Try
        let family: Family
    }

    /// By the part of the definition that had a share in what came of it, such as `issue.actions.accept`; some of each
    /// way in which it had.
    private(set) var moments: [String: [String: [Moment]]] = [:]
    /// Tickets as they stood when something was tried, for everybody to try an act on.
    private(set) var pool: [String: [Ticket]] = [:]

    private static let most = 5

    static let shared = Result { try Corpus(seeds: 0..<8, tries: 1_500) }

    private init(seeds: Range<UInt64>, tries: Int) throws {
        let machines = try Ground.machines.get()
        for story in Story.all {
            var family = Family(machines, start: story.life.start)
            for next in story.life.tries { _ = try take(next, &family) }
        }
        for seed in seeds {
            var maker = LifeMaker(seed: 0xC0 + seed)
            while maker.tried < tries {
                var moment: Moment?
                _ = try maker.life(
                    tries: 90,
                    under: machines,
                    before: { moment = Moment(next: $0, family: $1.under($1.machines)) },
                    check: { step, _ in
                        if let moment { note(step, moment) }
                        return nil
                    }
                )
            }
        }
        for _ in 0..<2 { try widen(machines) }
    }

    /// Does once more whatever can be done to tickets that wait for a decision, so that decisions wait in every state.
    private mutating func widen(_ machines: Machines) throws {
        var maker = LifeMaker(seed: 11)
        for (_, tickets) in pool.sorted(by: { $0.key < $1.key }) {
            guard let ticket = tickets.first, !ticket.isFinal else { continue }
            let definition = machines[ticket.definition.name].definition
            let waits = definition.keeps.contains { ticket.clocks[$0] != nil }
            for (act, action) in definition.actions.sorted(by: { $0.key < $1.key }) where action.isPossible(in: ticket)
            {
                let asks = action.effects.contains { effect in
                    guard case .restart(let clock) = effect else { return false }
                    return definition.keeps.contains(clock) && ticket.clocks[clock] == nil
                }
                guard waits || asks else { continue }
                try widen(ticket, act, action, machines[ticket.definition.name], &maker)
            }
        }
    }

    private mutating func widen(
        _ ticket: Ticket,
        _ act: ActionName,
        _ action: ActionDefinition,
        _ machine: Machine,
        _ maker: inout LifeMaker
    ) throws {
        let by = Ground.people.indices.first { index in
            action.by.contains { Standing($0).holds(Ground.people[index].party, on: ticket) }
        }
        guard let by else { return }
        var context = try Ground.context(now: ticket.lastAt)
        context.ids = (0..<30).map { TicketID(900 + $0) }
        let command = maker.attempt(action, act, by: by, on: ticket, machine.definition).command(at: context.now)
        guard let after = try? machine.decide(command, on: ticket, in: context).ticket, !after.isFinal else { return }
        if pool[after.wait, default: []].isEmpty { pool[after.wait] = [after] }
    }

    private mutating func take(_ next: Try, _ family: inout Family) throws -> String? {
        let before = Moment(next: next, family: family.under(family.machines))
        return try family.take(next) { step, _ in
            note(step, before)
            return nil
        }
    }

    private mutating func note(_ step: Step, _ before: Moment) {
        if step.command != nil, let ticket = step.before {
            let situation = ticket.situation
            if pool[situation, default: []].count < 2 { pool[situation, default: []].append(ticket) }
        }
        for (part, way) in step.ways where moments[part]?[way]?.count ?? 0 < Self.most {
            moments[part, default: [:]][way, default: []].append(before)
        }
    }

    /// All moments in which one of these parts had a share.
    func moments(of parts: some Sequence<String>) -> [Moment] {
        parts.flatMap { part in (moments[part] ?? [:]).sorted { $0.key < $1.key }.flatMap(\.value) }
    }

    /// Tickets of a definition, one or two of each situation.
    func tickets(of definition: DefinitionName) -> [Ticket] {
        pool.sorted { $0.key < $1.key }.flatMap(\.value).filter { $0.definition.name == definition }
    }
}

extension Step {
    /// Which parts of the definition had a share in it, and how.
    fileprivate var ways: [(part: String, way: String)] {
        let from = before?.state.text ?? "new"
        let to = after?.state.text ?? "none"
        let act = command?.act ?? event?.act ?? spawn?.act
        var ways: [(String, String)] = []
        if let act {
            let who = command.map { Ground.name(of: $0.by) } ?? ""
            let done = "\(from) → \(to) \(from == "new" ? who : after?.urgency.rawValue ?? "")"
            ways.append(("actions.\(act)", refusal.map { "✗ \($0.code) \(who)" } ?? done))
        }
        ways.append(("states.\(to)", from == to ? "in \(act?.text ?? "")" : "from \(from)"))
        ways.append(("states.\(from)", "to \(to)"))
        if from != to, let state = after?.state {
            // A clock that does not start here might.
            for clock in FieldRules.of(definition).states[state]?.starts ?? [] {
                ways.append(
                    ("clocks.\(clock)", "enter \(to) \(before?.clocks[clock] != nil) \(after?.clocks[clock] != nil)")
                )
            }
        }
        for (clock, _) in before?.clocks ?? [:] where from != to && after?.clocks[clock] != nil {
            ways.append(("clocks.\(clock)", "goes on \(from) \(to)"))
        }
        if let lead = command?.input["lead"]?.int { ways.append(("leads.", Ground.kind(UnitID(lead))?.text ?? "")) }
        let marks: [FieldName] = ["restriction", "complained_of", "complained_people", "occurred_at"]
        for field in marks {
            guard let act, let command, before?.facts[field] != nil || command.input[field] != nil else { continue }
            ways.append(("\(field).", "\(Ground.name(of: command.by)) \(refusal?.code ?? "") \(act)"))
        }
        for outcome in event?.outcomes ?? [] {
            switch outcome {
            case .started(let clock, let countdown):
                ways.append(("clocks.\(clock)", "start \(countdown.limit?.description ?? "")"))
            case .stopped(let clock): ways.append(("clocks.\(clock)", "stop \(to)"))
            case .paused(let clock, _): ways.append(("clocks.\(clock)", "pause \(to)"))
            case .resumed(let clock, _): ways.append(("clocks.\(clock)", "resume \(to)"))
            // Only where something was counted before does forgetting it show.
            case .counted(let counter, 0): if let act { ways.append(("actions.\(act)", "reset \(counter)")) }
            case .warned(let clock), .expired(let clock, _), .climbed(let clock, _):
                ways.append(("clocks.\(clock)", "\(event?.timer?.step.code ?? "") \(to)"))
            default: break
            }
        }
        return ways.map { ("\(definition).\($0)", $1) }
    }
}

extension Ticket {
    /// What waits for a decision, and where.
    fileprivate var wait: String {
        let reviews = clocks.keys.sorted().map(\.text).filter { $0.contains("review") || $0 == "reply" }
        return
            "wait \(definition) \(state) \(reviews.joined(separator: ",")) \(people["asker"] != nil) \(Ground.kind(desk) == "street")"
    }

    /// Tickets of one situation are alike for most rules.
    fileprivate var situation: String {
        let counts = counters.sorted { $0.key < $1.key }
            .filter { ["returns", "asks", "extensions", "call_attempts"].contains($0.key) }
            .map { "\($0.key)\(min($0.value, 3))" }.joined()
        let marks = people.keys.sorted().filter { ["asker", "handler"].contains($0) }.map(\.text).joined()
        let reviews = clocks.keys.filter { $0.text.contains("review") || $0.text.contains("window") || $0 == "reply" }
            .sorted().map(\.text).joined(separator: ",")
        let kind = Ground.kind(desk)?.text ?? ""
        let grade = facts["grade"]?.string ?? ""
        let marked =
            "\(facts["restriction"] != nil) \(facts["complained_of"] != nil) \(!claims.isEmpty) \(late.contains("sign"))"
        return
            "\(marked) \(definition) \(state) \(kind) \(counts) \(marks) \(reviews) \(grade) \(inside != nil) \(childrenEnded)"
    }
}
