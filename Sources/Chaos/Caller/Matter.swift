import Workflow

/// A ticket in the hands of a client, and what comes next.
struct Matter {
    enum Kind: String {
        case issue
        case task
        case drill
    }

    /// An act that is to be sent.
    struct Step {
        let act: String
        let account: String
        /// Fields that take words; the key is written into each.
        var words: [String] = []
        var values: [String: String] = [:]
        /// How many steps further the ticket is when it is done.
        var leap = 1
        /// Whether others may be asked to help.
        var asksForHelp = false
    }

    let kind: Kind
    let ticket: TicketID
    let community: Int
    let department: Int
    var stage = 0
    /// How often in a row it was refused.
    var refusals = 0

    /// Whether it is worth going on.
    var isStuck: Bool { refusals > 12 }

    private var desk: String { "desk\(community)" }
    private var check: String { "check\(community)" }
    private var lead: String { "lead\(department)" }

    /// The next step of its life; nil when that is over.
    func next(_ chance: inout Chance) -> Step? {
        let steps =
            switch kind {
            case .issue: issue
            case .task: task
            case .drill: drill
            }
        guard stage < steps.count else { return nil }
        // What is asleep may wake by itself first: then the act is refused, and the next one follows.
        guard kind == .drill, stage == 1, chance.once(in: 2) else { return steps[stage] }
        var last = steps[2]
        last.leap = 2
        return last
    }

    /// A word about it.
    var note: Step { Step(act: "note", account: desk, words: ["note"], leap: 0) }

    /// Something that is refused: an act out of its turn, or of somebody whose business it is not.
    func slip(_ chance: inout Chance) -> Step {
        let acts = ["accept", "sign", "verify", "call_back", "confirm", "wake", "finish", "nonsense"]
        let others = [
            "lead\((department + 1) % ChaosDistrict.departments)",
            "check\((community + 1) % ChaosDistrict.communities)",
        ]
        let account = others.randomElement(using: &chance) ?? others[0]
        return Step(act: acts.randomElement(using: &chance) ?? acts[0], account: account, leap: 0)
    }

    private var issue: [Step] {
        [
            Step(act: "accept", account: desk, words: ["note"]),
            Step(act: "dispatch", account: desk, words: ["note"], asksForHelp: true),
            Step(act: "sign", account: lead),
            Step(act: "submit_result", account: lead, words: ["text"], values: ["s.outcome": "solved"]),
            Step(act: "verify", account: check, words: ["note"]),
            Step(act: "call_back", account: check, words: ["note"], values: ["s.callback": "satisfied"]),
        ]
    }

    private var task: [Step] {
        [
            Step(act: "sign", account: lead), Step(act: "submit_result", account: lead, words: ["text"]),
            Step(act: "confirm", account: desk, words: ["note"]),
        ]
    }

    private var drill: [Step] {
        [
            Step(act: "sleep", account: desk, words: ["note"]), Step(act: "wake", account: desk, words: ["note"]),
            Step(act: "finish", account: desk, words: ["note"]),
        ]
    }
}
