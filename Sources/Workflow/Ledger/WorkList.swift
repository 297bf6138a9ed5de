/// A work list (工作清单): what waits for somebody, by what is to be done with it.
///
/// Which state belongs to which list follows from the definition: in whose hands a ticket lies there, whether it is an aside, and
/// whether somebody takes it by an act out of it.
public enum WorkList: String, Hashable, Sendable, CaseIterable {
    /// Those that the person is responsible for (责任人).
    case mine
    /// Nobody has accepted or signed yet.
    case toTake = "to_take"
    /// Taken, and in hand.
    case inHand = "in_hand"
    /// A return, a dispute, an answer or a whistle waits for a decision.
    case toDecide = "to_decide"
    /// The resident was asked for more.
    case askedBack = "asked_back"
    /// In nobody's hands: parked, or merged into another.
    case setAside = "set_aside"
    /// With a yellow lamp.
    case nearLimit = "near_limit"
    /// With a red lamp.
    case overdue

    /// What people call it.
    public var title: Bilingual {
        switch self {
        case .mine: Bilingual(zh: "由我负责", en: "Mine")
        case .toTake: Bilingual(zh: "待受理、待签收", en: "To accept or sign")
        case .inHand: Bilingual(zh: "办理中", en: "In hand")
        case .toDecide: Bilingual(zh: "待我方决定", en: "To decide")
        case .askedBack: Bilingual(zh: "待诉求人补充", en: "Waiting for the resident")
        case .setAside: Bilingual(zh: "挂账、并单", en: "Set aside")
        case .nearLimit: Bilingual(zh: "将到期", en: "Near the limit")
        case .overdue: Bilingual(zh: "已超时", en: "Overdue")
        }
    }

    /// The lamp of its tickets; nil: any.
    public var lamp: Lamp? {
        switch self {
        case .nearLimit: .yellow
        case .overdue: .red
        case .mine, .toTake, .inHand, .toDecide, .askedBack, .setAside: nil
        }
    }
}

extension WorkflowDefinition {
    /// The states of a list, by whose hands a ticket lies in there; final ones are in none, and the lists by hands are disjoint.
    ///
    /// - Parameter list: the list; of those by lamp or by person all states.
    /// - Returns: names in their order.
    public func states(of list: WorkList) -> [Hand: [StateName]] {
        let living = states.filter { !$0.value.isFinal }
        let chosen =
            switch list {
            case .mine, .nearLimit, .overdue: living
            case .toTake, .inHand, .toDecide, .askedBack, .setAside:
                living.filter { workList(of: $0.key, $0.value) == list }
            }
        return Dictionary(grouping: chosen.keys.sorted()) { chosen[$0]?.hand ?? .responsible }
    }

    private func workList(of name: StateName, _ state: StateDefinition) -> WorkList {
        switch state.hand {
        case .nobody: .setAside
        case .resident: .askedBack
        case .desk, .above: .toDecide
        case .responsible: state.isAside ? .toDecide : isTaken(out: name) ? .toTake : .inHand
        }
    }

    /// Whether somebody takes a ticket by an act out of a state.
    private func isTaken(out state: StateName) -> Bool {
        owners?.takenBy.contains { act in
            guard case .states(let states)? = actions[act]?.from else { return false }
            return states.contains(state)
        } ?? false
    }
}
