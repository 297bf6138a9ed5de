/// A work list (工作清单): what waits for somebody, by what is to be done with it.
///
/// Which state belongs to which list follows from the definition: in whose hands a ticket lies there, whether it is an aside, and
/// whether somebody takes it by an act out of it.
public enum WorkList: String, Hashable, Sendable, CaseIterable {
    /// Those that the person is responsible for (责任人).
    case mine
    /// Nobody has accepted or signed yet.
    case toTake = "to_take"
    /// Taken, and to be given to a lead by the desk (待派单).
    case toDispatch = "to_dispatch"
    /// Taken, and in hand.
    case inHand = "in_hand"
    /// Answered for by the department, worked on by a part of it that it was given to (分办).
    case inside
    /// What a part of the department answers, and the department has to approve (审签).
    case toApprove = "to_approve"
    /// A return, a dispute, an answer or a whistle waits for a decision.
    case toDecide = "to_decide"
    /// Done, and the platform above waits for the answer (待回填).
    case toFillBack = "to_fill_back"
    /// The resident was asked for more.
    case askedBack = "asked_back"
    /// Held by the desk, answered for by another: what it has given out and watches (派出在办).
    case givenOut = "given_out"
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
        case .toDispatch: Bilingual(zh: "待派单", en: "To dispatch")
        case .inHand: Bilingual(zh: "办理中", en: "In hand")
        case .inside: Bilingual(zh: "科室在办", en: "Inside the department")
        case .toApprove: Bilingual(zh: "待审签", en: "To approve")
        case .toDecide: Bilingual(zh: "待我方决定", en: "To decide")
        case .toFillBack: Bilingual(zh: "待回填", en: "To be answered above")
        case .askedBack: Bilingual(zh: "待诉求人补充", en: "Waiting for the resident")
        case .givenOut: Bilingual(zh: "派出在办", en: "Given out")
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
        case .mine, .toTake, .toDispatch, .inHand, .inside, .toApprove, .toDecide, .toFillBack, .askedBack, .givenOut,
            .setAside:
            nil
        }
    }
}

extension WorkflowDefinition {
    /// The states of a list, by whose hands a ticket lies in there; the lists by hands are disjoint.
    ///
    /// What is given out, or given to a part of the department, stands in the lists of those it was given to, too. Final ones are in
    /// none. Nor are drafts: what somebody has not handed in yet waits for nobody else.
    ///
    /// - Parameter list: the list; of those by lamp or by person all states.
    /// - Returns: names in their order.
    public func states(of list: WorkList) -> [Hand: [StateName]] {
        let (drafts, answering) = (draftStates, statesOwingAnswer)
        let living = states.filter { !$0.value.isFinal && !drafts.contains($0.key) }
        let chosen =
            switch list {
            case .mine, .nearLimit, .overdue: living
            case .toFillBack: living.filter { answering.contains($0.key) }
            // What waits for the desk's decision stands there.
            case .givenOut: living.filter { $0.value.hand != .desk }
            // A desk's own work is given to no part of a department.
            case .inside:
                living.filter {
                    $0.value.responsible != .desk && !answering.contains($0.key)
                        && workList(of: $0.key, $0.value) == .inHand
                }
            case .toTake, .toDispatch, .inHand, .toApprove, .toDecide, .askedBack, .setAside:
                living.filter { !answering.contains($0.key) && workList(of: $0.key, $0.value) == list }
            }
        return Dictionary(grouping: chosen.keys.sorted()) { chosen[$0]?.hand ?? .responsible }
    }

    private func workList(of name: StateName, _ state: StateDefinition) -> WorkList {
        switch state.hand {
        case .nobody: .setAside
        case .resident: .askedBack
        case .desk, .above: .toDecide
        case .responsible where state.isAside: isAnswered(inside: name) ? .toApprove : .toDecide
        case .responsible where isTaken(out: name): .toTake
        case .responsible: isGiven(out: name, state) ? .toDispatch : .inHand
        }
    }

    /// States of what was begun and not handed in: an act makes a ticket there, and its reporter alone brings it to where others
    /// are filed.
    public var draftStates: Set<StateName> {
        let filed = Set(filingAct.flatMap { actions[$0] }?.cases.compactMap(\.to) ?? [])
        let begun = Set(births.flatMap { actions[$0]?.cases.compactMap(\.to) ?? [] }).subtracting(filed)
        return begun.filter { state in
            actions.values.contains { act in
                act.begins(in: state) && act.by.allSatisfy { $0.relation == .reporter }
                    && act.cases.contains { $0.to.map(filed.contains) ?? false }
            }
        }
    }

    /// States of what is done but for the answer that a platform above waits for: none is entered otherwise.
    public var statesOwingAnswer: Set<StateName> {
        let all = actions.values.flatMap(\.cases)
        return Set(
            statesToFillBack.filter { state in
                let entries = all.filter { $0.to == state }
                return !entries.isEmpty && entries.allSatisfy { $0.when.contains(.owesAnswer) }
            }
        )
    }

    /// Whether somebody takes a ticket by an act out of a state.
    private func isTaken(out state: StateName) -> Bool {
        owners?.takenBy.contains { act in
            guard case .states(let states)? = actions[act]?.from else { return false }
            return states.contains(state)
        } ?? false
    }

    /// Whether what waits there is the answer of a part of the department: its acts alone lead there, and an act of the department's
    /// alone leads on.
    func isAnswered(inside state: StateName) -> Bool {
        let ways = actions.values.flatMap { act in act.cases.lazy.filter { $0.to == state }.map { (act, $0) } }
        return !ways.isEmpty
            && ways.allSatisfy { act, way in
                act.by.allSatisfy { $0.relation == .inside } || (act.guards + way.when).contains(where: \.isPartsOwn)
            }
            && actions.values.contains { act in
                act.begins(in: state) && act.by.allSatisfy { $0.relation == .lead }
                    && act.cases.contains { $0.to != nil }
            }
    }

    /// Whether the desk gives a ticket to a lead by an act out of a state of its own.
    private func isGiven(out name: StateName, _ state: StateDefinition) -> Bool {
        state.responsible == .desk
            && actions.values.contains { act in
                act.begins(in: name) && (act.effects + act.cases.flatMap(\.effects)).contains(.assignLead)
            }
    }
}

extension Guard {
    /// Whether it holds for nobody but the part of the department that works on it.
    fileprivate var isPartsOwn: Bool {
        if case .by(let parties) = self { return parties.allSatisfy { $0.relation == .inside } }
        if case .all(let guards) = self { return guards.contains(where: \.isPartsOwn) }
        if case .any(let guards) = self { return guards.allSatisfy(\.isPartsOwn) }
        return false
    }
}
