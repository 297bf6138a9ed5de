/// A definition in words: what each state means, who answers there, which clocks run and where its acts lead.
///
/// The same that its drawing shows, for whoever reads.
public struct DefinitionTelling: Hashable, Sendable {
    /// The states, in the order in which a ticket can come to them.
    public let states: [State]
    /// The clocks, in the order of their names.
    public let clocks: [Clock]
    /// What can be done in every state that is not final, with where it leads.
    public let everywhere: [String]

    /// A state.
    public struct State: Hashable, Sendable {
        /// Its name.
        public let name: StateName
        /// What people call it.
        public let title: String
        /// What it means; nil where nothing is said.
        public let meaning: String?
        /// Who answers there; nil at the end.
        public let responsible: String?
        /// Whether life ends here.
        public let isFinal: Bool
        /// Whether it is an aside, which leads back.
        public let isAside: Bool
        /// Clocks with their limits.
        public let clocks: [String]
        /// Where acts lead.
        public let ways: [Way]
        /// Acts that leave it where it is.
        public let stays: [String]
    }

    /// What leads from one state to another.
    public struct Way: Hashable, Sendable {
        /// To which.
        public let to: StateName
        /// What people call that.
        public let title: String
        /// The acts, each with its condition.
        public let acts: [String]
        /// Whether the clock does them.
        public let isByClock: Bool
    }

    /// A clock.
    public struct Clock: Hashable, Sendable {
        /// Its name.
        public let name: ClockName
        /// What people call it.
        public let title: String
        /// How long, and where that comes from.
        public let limit: String
        /// Shares of the limit, in per cent, at which a warning is given.
        public let warnings: [Int]
        /// What follows its expiry, step by step.
        public let steps: [String]
        /// In which states it stands still.
        public let pauses: [String]
    }

    /// Tells a definition.
    ///
    /// - Parameters:
    ///   - definition: the definition.
    ///   - language: in which language.
    ///   - kind: what a kind of unit is called.
    public init(
        _ definition: WorkflowDefinition,
        _ language: Language,
        kind: @escaping (UnitKind) -> String = { $0.text }
    ) {
        let mark = Bilingual(zh: "（到期）", en: " (at expiry)")(language)
        let captions = GraphCaptions(
            definition: definition,
            language: language,
            clockMark: mark,
            limitsInWords: true,
            kind: kind
        )
        let graph = DefinitionGraph(definition, captions)
        func title(_ state: StateName) -> String { definition.states[state]?.title(language) ?? state.text }
        let edges = Dictionary(grouping: graph.edges) { $0.from }
        states = graph.states.compactMap { name in
            guard let state = definition.states[name] else { return nil }
            return State(
                name: name,
                title: state.title(language),
                meaning: state.meaning?(language),
                responsible: captions.responsible(state),
                isFinal: state.isFinal,
                isAside: state.isAside,
                clocks: captions.clocks(of: state, named: name),
                ways: (edges[name] ?? []).map {
                    Way(to: $0.to, title: title($0.to), acts: $0.labels, isByClock: $0.isByClock)
                },
                stays: graph.loops[name] ?? []
            )
        }
        clocks = definition.clocks.sorted { $0.key < $1.key }.map { name, clock in
            Clock(
                name: name,
                title: clock.title(language),
                limit: captions.limit(of: name),
                warnings: clock.warnings,
                steps: (clock.ladder.flatMap { definition.ladders[$0] } ?? []).map { captions.step($0) },
                pauses: clock.pauses.map(title)
            )
        }
        everywhere = graph.everywhere
    }
}

extension GraphCaptions {
    /// A step of a ladder.
    fileprivate func step(_ rung: Rung) -> String {
        let act = rung.act.map { definition.actions[$0]?.title(language) ?? $0.text }
        let what = act ?? Bilingual(zh: "告知", en: "told")(language)
        let isAtOnce = rung.after.description == "0"
        return isAtOnce
            ? Bilingual(zh: "到期即\(what)", en: "at once: \(what)")(language) : "+\(text(rung.after)): \(what)"
    }
}
