/// Acts in the order in which people are offered them: the usual next step first, what is rare below.
///
/// A definition names its acts in no order. What usually comes next follows from where they lead: somebody takes it first; then
/// what brings it further on its way comes before what leads aside, back or to an early end, and of two the one that asks for
/// less. What ends a clock that runs for it alone, since it decides a request or answers an order, is what one came for, too,
/// whichever way it decides.
public struct OfferedActs: Hashable, Sendable {
    /// What usually comes next; nil where nothing is left but to take something back.
    public let usual: ActionName?
    /// What one comes to a ticket in this state for.
    public let first: [ActionName]
    /// What is possible in most states besides, such as a note or a correction.
    public let others: [ActionName]
}

extension WorkflowDefinition {
    /// Puts acts that somebody may do into the order in which they are offered.
    ///
    /// - Parameters:
    ///   - acts: acts of this definition; others come last.
    ///   - state: where the ticket is.
    /// - Returns: all of them, the usual ones first.
    public func offered(_ acts: [ActionName], in state: StateName) -> OfferedActs {
        let behind = behind(state)
        let ranked = acts.compactMap { name in
            actions[name].map { (name, Rank($0, name, of: self, in: state, behind: behind)) }
        }
        .sorted { $0.1 < $1.1 }
        // What runs for it alone may begin at any time: it is not what usually comes next.
        let next = ranked.first { $0.1.isOfState }?.0
        let isBack = next.flatMap { actions[$0] }?.cases.contains(where: \.isBack) ?? true
        let usual = isBack ? nil : next
        let first = ranked.filter { $0.1.isOfState || $0.1.isAnswer }.map(\.0)
        let unknown = acts.filter { actions[$0] == nil }.sorted()
        return OfferedActs(
            usual: usual,
            first: (usual.map { [$0] } ?? []) + first.filter { $0 != usual },
            others: ranked.filter { !$0.1.isOfState && !$0.1.isAnswer }.map(\.0) + unknown
        )
    }

    /// The states through which the shortest way leads to a state: to go there again is to go back.
    private func behind(_ state: StateName) -> Set<StateName> {
        var from: [StateName: StateName] = [:]
        var seen = Set(births.flatMap { actions[$0]?.cases.compactMap(\.to) ?? [] })
        var edge = seen.sorted()
        while !edge.isEmpty, !seen.contains(state) {
            var next: [StateName] = []
            for (_, act) in actions.sorted(by: { $0.key < $1.key }) {
                guard case .states(let states) = act.from, let begin = edge.first(where: states.contains) else {
                    continue
                }
                for target in act.cases.compactMap(\.to) where seen.insert(target).inserted {
                    from[target] = begin
                    next.append(target)
                }
            }
            edge = next
        }
        var behind: Set<StateName> = []
        var last = from[state]
        while let one = last, behind.insert(one).inserted { last = from[one] }
        return behind
    }

    /// Where an act stands among others.
    private struct Rank: Comparable {
        /// Whether it belongs to the state, and not to most of them.
        let isOfState: Bool
        /// Whether it ends a clock that must run for it.
        let isAnswer: Bool
        private let order: [Int]
        private let name: ActionName

        init(
            _ act: ActionDefinition,
            _ name: ActionName,
            of definition: WorkflowDefinition,
            in state: StateName,
            behind: Set<StateName>
        ) {
            self.name = name
            if case .states(let states) = act.from { isOfState = states.count <= 4 } else { isOfState = false }
            let targets = act.cases.compactMap(\.to).filter { $0 != state }
            let goesOn = targets.contains { target in
                let rules = definition.states[target]
                return rules?.isAside == false && rules?.isFinal == false && !behind.contains(target)
            }
            let effects = act.effects + act.cases.flatMap(\.effects)
            let gives = effects.contains { effect in
                switch effect {
                case .assignLead, .spawn: true
                default: false
                }
            }
            let answered = act.answeredClock
            isAnswer = answered != nil
            // Both ways in which one request is decided stand side by side.
            let clocks = definition.clocks.keys.sorted()
            order = [
                definition.owners?.takenBy.contains(name) == true ? 0 : 1,
                answered.flatMap(clocks.firstIndex) ?? clocks.count,
                goesOn && !act.cases.contains(where: \.isBack) ? 0 : 1,
                targets.contains { definition.states[$0]?.isFinal == true } ? 1 : 0, act.needs.count, gives ? 0 : 1,
            ]
        }

        static func < (lhs: Rank, rhs: Rank) -> Bool {
            lhs.order == rhs.order ? lhs.name < rhs.name : lhs.order.lexicographicallyPrecedes(rhs.order)
        }
    }
}
