@testable import Workflow

/// What lives have reached: states, acts, refusals, steps of clocks, and each condition both holding and failing.
struct Coverage: Sendable {
    private(set) var states: [String: Int] = [:]
    private(set) var acts: [String: Int] = [:]
    private(set) var refusals: [String: Int] = [:]
    private(set) var timers: [String: Int] = [:]
    /// By place, such as `issue.close guards.0.any.1`.
    private(set) var conditions: [String: Both] = [:]
    private(set) var tries = 0
    private(set) var events = 0
    private(set) var lives = 0

    struct Both: Sendable {
        var held = 0
        var failed = 0
    }

    mutating func begin() { lives += 1 }

    mutating func note(_ step: Step, _ machines: Machines) {
        if step.command != nil { tries += 1 }
        if let refusal = step.refusal { refusals[refusal.code, default: 0] += 1 }
        if let event = step.event {
            events += 1
            if let act = event.act { acts["\(step.definition).\(act)", default: 0] += 1 }
            if let timer = event.timer {
                timers["\(step.definition).\(timer.clock) \(timer.step.code)", default: 0] += 1
            }
            if let state = step.after?.state { states["\(step.definition).\(state)", default: 0] += 1 }
        }
        conditions(step, machines)
    }

    /// Asks each condition of the act that was tried, as the machine asks it.
    private mutating func conditions(_ step: Step, _ machines: Machines) {
        guard let command = step.command, let ticket = step.before else { return }
        let machine = machines[step.definition]
        guard let action = machine.definition.actions[command.act], action.isPossible(in: ticket) else { return }
        let at = max(step.context.now, ticket.lastAt)
        let draft = Draft(continuing: ticket, ref: machine.ref, at: at, context: step.context)
        for (place, condition) in action.places {
            let holds = machine.holds(condition, command, draft)
            let key = "\(step.definition).\(command.act) \(place)"
            if holds {
                conditions[key, default: Both()].held += 1
            } else {
                conditions[key, default: Both()].failed += 1
            }
        }
    }

    mutating func merge(_ other: Coverage) {
        states.merge(other.states, uniquingKeysWith: +)
        acts.merge(other.acts, uniquingKeysWith: +)
        refusals.merge(other.refusals, uniquingKeysWith: +)
        timers.merge(other.timers, uniquingKeysWith: +)
        conditions.merge(other.conditions) { Both(held: $0.held + $1.held, failed: $0.failed + $1.failed) }
        tries += other.tries
        events += other.events
        lives += other.lives
    }
}

extension Coverage {
    /// What a definition has and no life reached.
    func missing(of definition: WorkflowDefinition) -> (acts: [String], states: [String], conditions: [String]) {
        let name = definition.name
        let acts = definition.actions.keys.sorted().map { "\(name).\($0)" }
        let states = definition.states.keys.sorted().map { "\(name).\($0)" }
        var open: [String] = []
        for (act, action) in definition.actions.sorted(by: { $0.key < $1.key }) where action.from != .new {
            for (place, condition) in action.places {
                let key = "\(name).\(act) \(place)"
                let seen = conditions[key] ?? Both()
                if seen.held == 0 { open.append("\(key) never holds: \(condition)") }
                if seen.failed == 0 { open.append("\(key) never fails: \(condition)") }
            }
        }
        return (acts.filter { self.acts[$0] == nil }, states.filter { self.states[$0] == nil }, open)
    }

    /// The figures, as a long run prints them.
    func summary(of definitions: [WorkflowDefinition]) -> String {
        let missing = definitions.map { self.missing(of: $0) }
        let acts = definitions.reduce(0) { $0 + $1.actions.count }
        let states = definitions.reduce(0) { $0 + $1.states.count }
        let places = definitions.flatMap(\.actions.values).filter { $0.from != .new }.reduce(0) { $0 + $1.places.count }
        let open = missing.flatMap(\.conditions).count
        return """
            lives \(lives), tries \(tries), events \(events)
            states reached \(states - missing.flatMap(\.states).count) of \(states)
            acts done \(acts - missing.flatMap(\.acts).count) of \(acts)
            branches of conditions reached \(2 * places - open) of \(2 * places)
            kinds of refusal \(refusals.count), steps of clocks \(timers.count)
            """
    }
}

extension ActionDefinition {
    /// Every condition with its place, each part of a composed one too.
    fileprivate var places: [(place: String, condition: Guard)] {
        guards.enumerated().flatMap { $1.places("guards.\($0)") }
            + cases.enumerated().flatMap { index, way in
                way.when.enumerated().flatMap { $1.places("to.\(index).when.\($0)") }
            }
    }
}

extension Guard {
    fileprivate func places(_ place: String) -> [(place: String, condition: Guard)] {
        switch self {
        case .any(let inner): inner.enumerated().flatMap { $1.places("\(place).any.\($0)") }
        case .all(let inner): inner.enumerated().flatMap { $1.places("\(place).all.\($0)") }
        case .not(let inner): inner.places("\(place).not")
        default: [(place, self)]
        }
    }
}
