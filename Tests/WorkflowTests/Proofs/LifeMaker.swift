import Workflow

/// Makes random lives: anybody tries anything, but what was seldom done is tried more often, and mostly by those who
/// may, so that long lives reach every act and every refusal.
struct LifeMaker {
    var random: Seeded
    /// How often each act was done, as `issue.accept`.
    private(set) var done: [String: Int] = [:]
    private(set) var tried = 0
    /// How often each act was tried.
    private var attempts: [String: Int] = [:]

    /// The acts of the rules that a life is made under, sorted, by definition; and whether an act can end a life.
    private var acts: [DefinitionName: [(name: ActionName, rules: ActionDefinition, isEnd: Bool)]] = [:]

    init(seed: UInt64) { random = Seeded(seed) }

    /// Makes one life as it happens under given rules.
    ///
    /// - Parameters:
    ///   - tries: how many things are tried at the most.
    ///   - machines: the rules.
    ///   - before: told of each try, and of the family as it is then.
    ///   - check: asked of each step.
    /// - Returns: the life, the family at its end, and what was wrong with it at last; nil: nothing.
    /// - Throws: what the ground throws.
    mutating func life(
        tries: Int,
        under machines: Machines,
        before: (Try, Family) -> Void = { _, _ in },
        check: Family.Check
    ) throws -> (life: Life, family: Family, fault: String?) {
        let monday = Instant(seconds: 1_767_571_200)  // 2026-01-05 in China
        let start = monday.advanced(bySeconds: Int64.random(in: -60_000_000...25_000_000, using: &random))
        var life = Life(start: start, tries: [])
        var family = Family(machines, start: start)
        for machine in [machines.issue, machines.task] { acts[machine.definition.name] = sorted(machine.definition) }
        while life.tries.count < tries, !family.isOver {
            let next = self.next(family)
            life.tries.append(next)
            tried += 1
            let seen = family.events.map(\.count)
            before(next, family)
            if let fault = try family.take(next, check: check) { return (life, family, fault) }
            count(family, since: seen)
        }
        // Whatever is still open waits for its clocks.
        return (life, family, nil)
    }

    private mutating func count(_ family: Family, since seen: [Int]) {
        for (index, events) in family.events.enumerated() {
            for event in events.dropFirst(seen.indices.contains(index) ? seen[index] : 0) {
                if let act = event.act { done["\(event.definition.name).\(act)", default: 0] += 1 }
            }
        }
    }

    private mutating func next(_ family: Family) -> Try {
        var next = Try(act: "report")
        next.pause = pause()
        if Int.random(in: 0..<40, using: &random) == 0 { next.calendars = Int.random(in: 0..<4, using: &random) }
        next.hears = Int.random(in: 0..<3, using: &random) > 0
        if let matter = family.matter {
            let open = family.tickets.indices.dropFirst().filter { !family.tickets[$0].isFinal }
            if let task = open.randomElement(using: &random), Bool.random(using: &random) { next.on = task }
            next.act = act(on: next.on == 0 ? matter : family.tickets[next.on], family)
        } else {
            next.act = beginning()
        }
        let ticket = family.tickets.isEmpty ? nil : family.tickets[next.on]
        let definition = family.machines[ticket?.definition.name ?? "issue"].definition
        guard let action = definition.actions[next.act] else { return next }
        attempts["\(definition.name).\(next.act)", default: 0] += 1
        next.by = somebody(for: action, ticket)
        fill(&next, action, definition)
        if Int.random(in: 0..<10, using: &random) < 7 { makeSensible(&next, ticket) }
        if next.act == "main_ended", Int.random(in: 0..<4, using: &random) > 0 {
            next.input["ended"] = ["closed", "self_resolved", "withdrawn", "voided"].randomElement(using: &random)
            if Bool.random(using: &random) { next.input["handler"] = 103 }
        }
        return next
    }

    /// Acts after which little else can happen, or only by few, are tried less often.
    private static let seldom: [ActionName: Int] = [
        "name_complained": 12, "restrict": 12, "inform": 2, "merge": 6, "discard": 8, "take_in": 4, "give_up": 4,
    ]

    private mutating func beginning() -> ActionName {
        switch Int.random(in: 0..<16, using: &random) {
        case 0: "save_draft"
        case 1: "repeat"
        default: "report"
        }
    }

    private mutating func pause() -> Int64 {
        let most: Int64 =
            switch Int.random(in: 0..<100, using: &random) {
            case ..<55: 300
            case ..<72: 3_600
            case ..<85: 20_000
            case ..<92: 100_000
            case ..<98: 500_000
            default: 9_000_000
            }
        return Int64.random(in: 0...most, using: &random)
    }

    private mutating func act(on ticket: Ticket, _ family: Family) -> ActionName {
        let definition = family.machines[ticket.definition.name].definition
        let isStray = Int.random(in: 0..<25, using: &random) == 0
        var weights: [(ActionName, Int)] = []
        for (name, action, isEnd) in acts[definition.name] ?? sorted(definition) {
            let isHere =
                switch action.from {
                case .new: false
                case .open: !ticket.isFinal
                case .states(let states): states.contains(ticket.state)
                }
            guard isHere || isStray else { continue }
            let key = "\(definition.name).\(name)"
            var weight = 20_000 / (1 + done[key, default: 0] + attempts[key, default: 0] / 4) + 20
            // What every state knows must not drown what only this one does; and lives should last.
            if action.from == .open { weight /= 8 }
            weight /= Self.seldom[name, default: 1]
            if isEnd { weight /= 6 }
            weights.append((name, max(1, weight)))
        }
        var roll = Int.random(in: 0..<max(1, weights.reduce(0) { $0 + $1.1 }), using: &random)
        for (name, weight) in weights {
            roll -= weight
            if roll < 0 { return name }
        }
        return "note"
    }

    private func sorted(
        _ definition: WorkflowDefinition
    ) -> [(name: ActionName, rules: ActionDefinition, isEnd: Bool)] {
        definition.actions.sorted { $0.key < $1.key }.map { name, action in
            (name, action, action.cases.contains { $0.to.map { definition.states[$0]?.isFinal } == true })
        }
    }

    private mutating func somebody(for action: ActionDefinition, _ ticket: Ticket?) -> Int {
        let entitled = Ground.people.indices.filter { index in
            action.by.contains { Standing($0).holds(Ground.people[index].party, on: ticket) }
        }
        if !entitled.isEmpty, Int.random(in: 0..<10, using: &random) < 7 {
            return entitled.randomElement(using: &random) ?? 0
        }
        return Int.random(in: Ground.people.indices, using: &random)
    }

    /// Units that could be meant, where any unit was given.
    mutating func makeSensible(_ next: inout Try, _ ticket: Ticket?) {
        guard let ticket else { return }
        let all = Ground.units.keys.sorted().map { UnitID($0) }
        let below: [FieldName: UnitID?] = ["section": ticket.lead, "unit_below": ticket.desk]
        for (field, upper) in below.sorted(by: { $0.key < $1.key }) where next.input[field] != nil {
            guard let upper, let unit = all.filter({ Ground.isAbove(upper, $0) }).randomElement(using: &random) else {
                continue
            }
            next.input[field] = .int(unit.rawValue)
        }
        if next.input["main"] != nil { next.input["main"] = 93 }
        if next.input["lead"] != nil { next.input["lead"] = Bool.random(using: &random) ? 5 : 6 }
    }

    /// Gives an act its values: all that it needs (seldom one too few) and some that it may have.
    mutating func fill(_ next: inout Try, _ action: ActionDefinition, _ definition: WorkflowDefinition) {
        var fields = action.needs
        if Int.random(in: 0..<16, using: &random) == 0 { fields = Array(fields.dropFirst()) }
        let seldom: Set<FieldName> = ["occurred_at", "complained_of", "complained_people"]
        let isNaming = action.needs.isEmpty && action.may.contains("complained_of")
        fields += action.may.filter { field in
            if field.text.hasPrefix("call_") { return false }
            return Int.random(in: 0..<(seldom.contains(field) && !isNaming ? 10 : 2), using: &random) == 0
        }
        if fields.contains("occurred_at"), Int.random(in: 0..<8, using: &random) > 0 {
            fields += ["call_number", "call_person", "call_outcome"]
        }
        for field in fields { fill(&next, field, definition.fields[field]?.form) }
    }

    private mutating func fill(_ next: inout Try, _ field: FieldName, _ form: FieldDefinition.Form?) {
        switch form {
        case .words, .contact: next.words.insert(field)
        // Other tests ask what of it is a point on the earth: the words of a life are all the same.
        case .position: break
        case .choice(let choices):
            // A life goes further if it is not urgent, and reaches more if it sometimes is.
            let key = choices.keys.sorted().randomElement(using: &random) ?? ""
            next.input[field] = .string(key)
        case .unit: next.input[field] = .int([5, 6, 1, 2, 3, 4, 8, 10, 11, 12].randomElement(using: &random) ?? 5)
        case .units where field == "complained_of":
            next.input[field] = [[5], [6], [10], [2], [1], [12]].randomElement(using: &random)
        case .units where Int.random(in: 0..<12, using: &random) == 0: next.input[field] = []
        case .units: next.input[field] = Bool.random(using: &random) ? [5, 6] : [6]
        case .category: next.input[field] = .string(Ground.categories.randomElement(using: &random) ?? "水务")
        case .instant where field == "occurred_at":
            let most: Int64 = Bool.random(using: &random) ? 600 : 100_000
            next.times[field] = Int64.random(in: -most...most / 20, using: &random)
        case .instant: next.times[field] = Int64.random(in: 600...3_000_000, using: &random)
        case .flag: next.input[field] = true
        case .choices(let choices):
            next.input[field] = .array(choices.keys.sorted().shuffled(using: &random).prefix(2).map { .string($0) })
        case .people:
            // Of who may know many are named, so that life goes on.
            let count = field == "informed" ? 12 : 1
            let people = (100...124).shuffled(using: &random).prefix(count).sorted()
            next.input[field] = .array(people.map { .int(Int64($0)) })
        case .ticket: next.input[field] = [91, 91, 91, 92, 93, 94].randomElement(using: &random) ?? 91
        case .number(let range):
            let most = min(range.upperBound, range.lowerBound + 40)
            next.input[field] = .int(Int64.random(in: range.lowerBound...most, using: &random))
        case .limit: next.input[field] = "5wd"
        case .code: next.input[field] = ["12345", "20260302-0001"].randomElement(using: &random)
        case nil: break
        }
    }
}
