/// The drawing of a definition as Mermaid text, which many readers of Markdown show as a picture.
extension WorkflowDefinition {
    /// A state diagram (`stateDiagram-v2`) with titles in one language.
    ///
    /// Edges bear the acts; ⏰ marks what the clock does through a ladder. Acts that leave a state where it is are one
    /// loop, and those that every open state knows are one note. The same definition always gives the same text.
    public func mermaid(_ language: Language = .zh) -> String {
        let captions = GraphCaptions(definition: self, language: language, clockMark: " ⏰")
        let graph = DefinitionGraph(self, captions)
        var lines = ["---", "title: \(Self.quoted(title(language)))", "---", "stateDiagram-v2", "    direction TB"]
        for state in graph.states {
            let title = Self.escaped(states[state]?.title(language) ?? state.text)
            lines.append("    state \"\(title)\" as \(Self.id(state))")
        }
        lines.append("")
        for edge in graph.edges {
            let from = edge.from.map(Self.id) ?? "[*]"
            lines.append("    \(from) --> \(Self.id(edge.to)): \(Self.label(edge.labels, captions))")
        }
        lines.append("")
        for state in graph.states {
            let id = Self.id(state)
            if let acts = graph.loops[state] { lines.append("    \(id) --> \(id): \(Self.label(acts, captions))") }
            if states[state]?.isFinal == true { lines.append("    \(id) --> [*]") }
        }
        lines += Self.note(graph, captions, language) + Self.finals(graph, states)
        return lines.joined(separator: "\n") + "\n"
    }
}

extension WorkflowDefinition {
    // MARK: - Parts

    private static func label(_ acts: [String], _ captions: GraphCaptions) -> String {
        escaped(acts.joined(separator: captions.comma))
    }

    /// What every open state knows stands beside the first state, once.
    private static func note(_ graph: DefinitionGraph, _ captions: GraphCaptions, _ language: Language) -> [String] {
        guard let first = graph.states.first, !graph.everywhere.isEmpty else { return [] }
        let heading = Bilingual(zh: "未结时随时可：", en: "At any time before the end: ")(language)
        return [
            "", "    note left of \(id(first))",
            "        \(escaped(heading + graph.everywhere.joined(separator: captions.comma)))", "    end note",
        ]
    }

    private static func finals(_ graph: DefinitionGraph, _ states: [StateName: StateDefinition]) -> [String] {
        let finals = graph.states.filter { states[$0]?.isFinal == true }
        guard !finals.isEmpty else { return [] }
        return [
            "", "    classDef final fill:#e8efe9,stroke:#5b7a66,stroke-width:3px",
            "    class \(finals.map(id).joined(separator: ",")) final",
        ]
    }

    /// Names have no capitals, so that a capital keeps them apart from the words of Mermaid, such as `end`.
    private static func id(_ state: StateName) -> String { "S_\(state)" }

    /// Signs that Mermaid would take for its own, as its entities; other control signs as blanks.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "#", ";", ":", "<", ">", "&", "`", "{", "}", "\\": escaped += "#\(scalar.value);"
            case _ where scalar.properties.generalCategory == .control: escaped += " "
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// A text as YAML takes it between double quotes.
    private static func quoted(_ text: String) -> String { JSONValue.string(text).canonicalText }
}
