import Workflow

/// Finds what catches a mutant.
struct Judge: Sendable {
    enum Verdict: Sendable, Hashable {
        /// Its document cannot be read.
        case reading(String)
        /// The proofs at publishing find it.
        case proofs(String)
        /// A life breaks an invariant.
        case invariants(String)
        /// A life breaks a rule of the field.
        case rules(String)
        /// Nothing does.
        case survives

        var name: String {
            switch self {
            case .reading: "reading"
            case .proofs: "proofs"
            case .invariants: "invariants"
            case .rules: "rules of the field"
            case .survives: "survives"
            }
        }

        var why: String {
            switch self {
            case .reading(let why), .proofs(let why), .invariants(let why), .rules(let why): why
            case .survives: ""
            }
        }
    }

    let machines: Machines
    let corpus: Corpus

    /// What catches a mutant; it must survive so many whole lives of its own besides.
    func verdict(_ mutant: Mutant, lives extra: Int) throws -> Verdict {
        let original = machines[mutant.definition].definition
        let document = try mutant.document(of: original.document)
        let definition: WorkflowDefinition
        do throws(Problems) {
            definition = try WorkflowDefinition(document: document)
        } catch {
            return .reading(error.all.first.map { "\($0.code) \($0.path)" } ?? "")
        }
        if let found = definition.problems().first { return .proofs("\(found.code) \(found.path)") }
        var mutated = machines
        if mutant.definition == machines.task.definition.name {
            mutated.task = Machine(definition: definition, version: 1)
        } else {
            mutated.issue = Machine(definition: definition, version: 1)
        }
        return try lives(of: mutant, mutated) ?? tries(of: mutant, mutated, original) ?? freshLives(extra, mutated)
            ?? .survives
    }

    /// Lives that nobody lived before, under the mutant itself.
    private func freshLives(_ count: Int, _ mutated: Machines) throws -> Verdict? {
        var maker = LifeMaker(seed: 77)
        for _ in 0..<count {
            var found: Verdict?
            let made = try maker.life(tries: 80, under: mutated) { step, family in
                if let why = Invariants.fault(of: step, family, deep: false) { found = .invariants(why) }
                if found == nil, let why = FieldRules.of(step.definition).fault(of: step) { found = .rules(why) }
                return found?.why
            }
            if let fault = made.fault { return found ?? .invariants(fault) }
        }
        return nil
    }

    /// Lives again each moment in which the mutant can make a difference.
    private func lives(of mutant: Mutant, _ mutated: Machines) throws -> Verdict? {
        for moment in corpus.moments(of: touched(mutant)) {
            var found: Verdict?
            var family = moment.family.under(mutated)
            let fault = try family.take(moment.next) { step, family in
                if let why = Invariants.fault(of: step, family, deep: false) { found = .invariants(why) }
                if found == nil, let why = FieldRules.of(step.definition).fault(of: step) { found = .rules(why) }
                return found?.why
            }
            if let fault { return found ?? .invariants(fault) }
        }
        return nil
    }

    /// The parts whose moments can show it.
    private func touched(_ mutant: Mutant) -> [String] {
        let definition = machines[mutant.definition].definition
        let (section, name) = mutant.part
        let parts: [String]
        switch section {
        case "ladders":
            parts = definition.clocks.filter { $0.value.ladder?.text == name }.keys.sorted().map { "clocks.\($0)" }
        case "fields":
            let field = FieldName(name)
            let acts = definition.actions.filter { _, action in
                field.map { (action.needs + action.may).contains($0) } ?? false
            }
            parts = acts.keys.sorted().map { "actions.\($0)" }
        case "ladder": parts = ["report", "elevate", "send_down", "dispute", "return"].map { "actions.\($0)" }
        case "leads": parts = ["leads.", "actions.dispatch", "actions.arbitrate"]
        case "keeps": parts = ["clocks.\(mutant.what.words.last ?? "")"]
        case "backdating": parts = ["occurred_at."]
        case "privacy": parts = name == "complained_of" ? ["complained_of.", "complained_people."] : ["restriction."]
        case "merging": parts = ["actions.merge", "actions.take_in"]
        case "child_ended": parts = ["actions.task_ended"]
        case "passes_on": parts = ["name_complained", "restrict", "inform"].map { "actions.\($0)" }
        default: parts = ["\(section).\(name)"]
        }
        return parts.map { "\(mutant.definition).\($0)" }
    }

    /// Refusals for what was typed, which no offer can know.
    private static let aboutInput: Set<String> = [
        "missing_need", "no_lead", "cannot_lead", "not_given", "not_below", "not_inside", "wrong_value", "bad_field",
        "children_open", "tasks_open", "occurred_out_of_range", "complained_of", "unknown_ticket", "evidence_wanted",
        "already_merged", "same_ticket", "main_not_open", "other_ticket",
    ]

    /// Lets everybody try a mutated act on tickets in every situation.
    private func tries(of mutant: Mutant, _ mutated: Machines, _ original: WorkflowDefinition) throws -> Verdict? {
        let (section, name) = mutant.part
        guard section == "actions", let act = ActionName(name), let action = original.actions[act] else { return nil }
        let machine = mutated[mutant.definition]
        var maker = LifeMaker(seed: 7)
        let rules = FieldRules.of(mutant.definition)
        var offers = 0
        // Who may do it is asked of everybody; anything else of those who may.
        let isAboutPeople = ["by", "role", "act"].contains(mutant.kind)
        for ticket in corpus.tickets(of: mutant.definition) {
            let isPossible = action.isPossible(in: ticket)
            guard isPossible || machine.definition.actions[act]?.isPossible(in: ticket) == true else { continue }
            let people =
                isAboutPeople ? Array(Ground.people.indices) : Array(entitled(to: action, on: ticket).prefix(6))
            for by in people {
                let next = maker.attempt(action, act, by: by, on: ticket, original)
                var context = try Ground.context(now: ticket.lastAt)
                if !next.input.keys.filter({ $0 == "main" || $0 == "earlier" }).isEmpty {
                    context.others = neighbours(ticket)
                }
                context.ids = (0..<30).map { TicketID(900 + $0) }
                let command = next.command(at: context.now)
                let advance = Result { () throws(Refusal) in try machine.decide(command, on: ticket, in: context) }
                if let why = rules.fault(of: Step(advance, command, ticket, context)) { return .rules(why) }
                if case .failure(let refusal) = advance, offers < 80, !Self.aboutInput.contains(refusal.code) {
                    offers += 1
                    let offered = machine.available(to: command.by, on: ticket, in: context)
                    if offered.contains(act) { return .invariants("\(act) is offered, and refused: \(refusal.code)") }
                }
            }
        }
        return nil
    }
}

extension Judge {
    private func neighbours(_ ticket: Ticket) -> [TicketID: Ticket] {
        (try? Ground.neighbours(until: ticket.lastAt)) ?? [:]
    }

    private func entitled(to action: ActionDefinition, on ticket: Ticket) -> [Int] {
        Ground.people.indices.filter { index in
            action.by.contains { Standing($0).holds(Ground.people[index].party, on: ticket) }
        }
    }
}

extension ActionDefinition {
    func isPossible(in ticket: Ticket) -> Bool {
        switch from {
        case .new: false
        case .open: !ticket.isFinal
        case .states(let states): states.contains(ticket.state)
        }
    }
}

extension FieldRules {
    static func of(_ name: DefinitionName) -> FieldRules { name == task.name ? task : issue }
}

extension LifeMaker {
    mutating func attempt(
        _ action: ActionDefinition,
        _ act: ActionName,
        by: Int,
        on ticket: Ticket,
        _ definition: WorkflowDefinition
    ) -> Try {
        var next = Try(by: by, act: act)
        fill(&next, action, definition)
        if Bool.random(using: &random) { makeSensible(&next, ticket) }
        return next
    }
}

extension Step {
    init(_ result: Result<Advance, Refusal>, _ command: Command, _ ticket: Ticket, _ context: Context) {
        let advance = try? result.get()
        self.init(
            definition: ticket.definition.name,
            context: context,
            before: ticket,
            after: advance?.ticket ?? ticket,
            event: advance?.events.first,
            command: command,
            spawns: advance?.spawns ?? [],
            joining: advance?.joining
        )
        if case .failure(let why) = result { refusal = why }
    }
}
