/// A definition as a drawing: nodes and edges in one fixed order, labels in one language.
///
/// What both forms of output (Mermaid, Graphviz) share; how it looks is their part.
struct DefinitionGraph {
    /// States in the order in which a ticket can first come to them; those never reached last.
    let states: [StateName]
    /// Edges between two different places, in the order of their states.
    let edges: [Edge]
    /// What can be done without leaving a state, by state; acts that every open state knows are not repeated.
    let loops: [StateName: [String]]
    /// What can be done in every state that is not final, with where it leads.
    let everywhere: [String]

    /// All acts of one kind that lead from one place to another.
    struct Edge {
        /// Nil: the ticket is made.
        let from: StateName?
        let to: StateName
        /// One for each act, in the order of their names.
        let labels: [String]
        /// Whether the clock does them, through a ladder.
        let isByClock: Bool
    }

    init(_ definition: WorkflowDefinition, _ captions: GraphCaptions) {
        let ways = Self.ways(of: definition, captions)
        states = Self.order(definition, ways)
        let rank = Dictionary(uniqueKeysWithValues: states.enumerated().map { ($1, $0) })
        let moves = Dictionary(grouping: ways.filter { $0.from != $0.to && !$0.isEverywhere }) { way in
            Key(from: way.from.flatMap { rank[$0] } ?? -1, to: rank[way.to] ?? -1, isByClock: way.isByClock)
        }
        edges = moves.sorted { $0.key < $1.key }.compactMap { key, ways in
            ways.first.map { Edge(from: $0.from, to: $0.to, labels: ways.map(\.label), isByClock: key.isByClock) }
        }
        let stays = ways.filter { $0.from == $0.to && !$0.isEverywhere }
        loops = Dictionary(grouping: stays) { $0.to }.mapValues { $0.map(\.label) }
        everywhere = definition.actions.sorted { $0.key < $1.key }
            .filter { Self.isEverywhere($0.value) }
            .map { name, action in
                let ends = action.cases.compactMap(\.to).compactMap { definition.states[$0]?.title(captions.language) }
                let label = captions.label(action, isByClock: definition.isByClock(name, in: nil))
                return ([label] + ends).joined(separator: " → ")
            }
    }
}

extension DefinitionGraph {
    // MARK: - Ways

    /// One way that one act can go from one place.
    private struct Way {
        let from: StateName?
        let to: StateName
        let label: String
        let isByClock: Bool
        let isEverywhere: Bool
    }

    private struct Key: Hashable, Comparable {
        let from: Int
        let to: Int
        let isByClock: Bool

        static func < (lhs: Key, rhs: Key) -> Bool {
            (lhs.from, lhs.to, lhs.isByClock ? 1 : 0) < (rhs.from, rhs.to, rhs.isByClock ? 1 : 0)
        }
    }

    /// What every open state knows is said once, also where it leads to an end.
    private static func isEverywhere(_ action: ActionDefinition) -> Bool {
        action.from == .open && action.cases.allSatisfy { !$0.isBack }
    }

    /// In the order of states, acts and cases.
    private static func ways(of definition: WorkflowDefinition, _ captions: GraphCaptions) -> [Way] {
        var ways: [Way] = []
        let entrances = definition.entrances()
        for (name, action) in definition.actions.sorted(by: { $0.key < $1.key }) {
            let origins: [StateName?] = action.from == .new ? [nil] : definition.origins(of: action).sorted()
            for from in origins {
                let isByClock = from.map { definition.isByClock(name, in: $0) } ?? false
                for (index, way) in action.cases.enumerated()
                where from.map({ definition.origins(of: action, case: index).contains($0) }) ?? true {
                    let back = way.isBack ? from.map { entrances[$0, default: []].sorted() } ?? [] : []
                    for to in back + [way.isBack ? nil : way.to ?? from].compactMap(\.self) {
                        ways.append(
                            Way(
                                from: from,
                                to: to,
                                label: captions.label(action, caseAt: index, isByClock: isByClock),
                                isByClock: isByClock,
                                isEverywhere: isEverywhere(action)
                            )
                        )
                    }
                }
            }
        }
        return ways
    }

    /// Breadth first from where tickets are made.
    private static func order(_ definition: WorkflowDefinition, _ ways: [Way]) -> [StateName] {
        let next = Dictionary(grouping: ways) { $0.from }
        var order: [StateName] = []
        var seen: Set<StateName> = []
        var open: [StateName?] = [nil]
        var index = 0
        while index < open.count {
            for way in next[open[index]] ?? [] where definition.states[way.to] != nil && seen.insert(way.to).inserted {
                order.append(way.to)
                open.append(way.to)
            }
            index += 1
        }
        return order + definition.states.keys.filter { !seen.contains($0) }.sorted()
    }
}

extension WorkflowDefinition {
    /// Whether a ladder does an act in a state; with no state given, in any.
    func isByClock(_ act: ActionName, in state: StateName?) -> Bool {
        let running = states.filter { state == nil || state == $0.key }.flatMap { $0.value.clocks + $0.value.keeps }
        return running.contains { clock in
            (clocks[clock]?.ladder).flatMap { ladders[$0] }?.contains { $0.act == act } ?? false
        }
    }
}
