/// The drawing of a definition for Graphviz, whose `dot -Tsvg` makes the picture.
extension WorkflowDefinition {
    /// A directed graph in the DOT language with titles in one language.
    ///
    /// A node shows who answers and which clocks run there; orange dashed edges are those that the clock goes too. Acts
    /// that leave a state where it is stand in its node, and those that every open state knows below the title. The
    /// same definition always gives the same text.
    public func graphviz(_ language: Language = .zh) -> String {
        let mark = Bilingual(zh: "（到期）", en: " (at expiry)")(language)
        let captions = GraphCaptions(definition: self, language: language, clockMark: mark)
        let graph = DefinitionGraph(self, captions)
        var lines = ["digraph \(DOT.quoted(name.text)) {"] + heading(graph, captions)
        lines.append("    \"\" [shape=circle width=0.18 fixedsize=true style=filled fillcolor=\"#37474f\" label=\"\"]")
        for name in graph.states {
            guard let state = states[name] else { continue }
            lines.append("    \(DOT.quoted(name.text)) [\(node(name, state, graph.loops[name] ?? [], captions))]")
        }
        for edge in graph.edges {
            // A line for each act, centred, and kept off the edge by blanks.
            let label = edge.labels.map { " \(DOT.escaped($0)) " }.joined(separator: #"\n"#)
            let look = edge.isByClock ? " color=\"#d9822b\" fontcolor=\"#a85c10\" style=dashed" : ""
            let ends = "\(DOT.quoted(edge.from?.text ?? "")) -> \(DOT.quoted(edge.to.text))"
            lines.append("    \(ends) [label=\"\(label)\"\(look)]")
        }
        return (lines + ["}"]).joined(separator: "\n") + "\n"
    }
}

extension WorkflowDefinition {
    // MARK: - Parts

    private static let font = "Noto Sans CJK SC, Noto Sans SC, sans-serif"

    private func heading(_ graph: DefinitionGraph, _ captions: GraphCaptions) -> [String] {
        let always = Bilingual(zh: "未结时随时可：", en: "at any time before the end: ")(captions.language)
        let legend = Bilingual(zh: "橙色虚线：到期后时限自动进行", en: "dashed: the clock does it after its expiry")
        var rows = [DOT.row(title(captions.language), size: 18, isBold: true)]
        if !graph.everywhere.isEmpty {
            rows.append(DOT.row(always + graph.everywhere.joined(separator: captions.comma), colour: "#607d8b"))
        }
        if graph.edges.contains(where: \.isByClock) {
            rows.append(DOT.row(legend(captions.language), colour: "#a85c10"))
        }
        let label = DOT.table(rows)
        return [
            "    graph [rankdir=TB ranksep=0.55 nodesep=0.45 pad=0.3 bgcolor=white labelloc=t fontsize=18"
                + " fontname=\"\(Self.font)\" label=\(label)]",
            "    node [shape=box style=\"rounded,filled\" fillcolor=\"#eef4fb\" color=\"#5b84b1\" penwidth=1.2"
                + " margin=\"0.16,0.10\" fontsize=14 fontname=\"\(Self.font)\"]",
            "    edge [color=\"#546e7a\" fontcolor=\"#37474f\" arrowsize=0.7 fontsize=11 fontname=\"\(Self.font)\"]",
        ]
    }

    private func node(
        _ name: StateName,
        _ state: StateDefinition,
        _ loops: [String],
        _ captions: GraphCaptions
    ) -> String {
        var rows = [DOT.row(state.title(captions.language), size: 14, isBold: true)]
        if let responsible = captions.responsible(state) { rows.append(DOT.row(responsible, colour: "#5b84b1")) }
        for clock in captions.clocks(of: state, named: name) { rows.append(DOT.row(clock, colour: "#a85c10")) }
        if !loops.isEmpty { rows.append(DOT.row("↻ \(loops.joined(separator: captions.comma))", colour: "#455a64")) }
        let look = state.isFinal ? " style=filled peripheries=2 fillcolor=\"#e8efe9\" color=\"#5b7a66\"" : ""
        return "label=\(DOT.table(rows))\(look)"
    }
}

/// Texts within the DOT language.
private enum DOT {
    static func quoted(_ text: String) -> String { "\"\(escaped(text))\"" }

    /// Within double quotes; control signs become blanks.
    static func escaped(_ text: String) -> String {
        plain(text).map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
    }

    /// Within an HTML-like label.
    static func html(_ text: String) -> String {
        plain(text).map { character in
            switch character {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            default: String(character)
            }
        }.joined()
    }

    /// An HTML-like label of these rows.
    static func table(_ rows: [String]) -> String {
        "<<table border=\"0\" cellborder=\"0\" cellspacing=\"0\" cellpadding=\"2\">\(rows.joined())</table>>"
    }

    static func row(_ text: String, size: Int = 11, colour: String = "#22313a", isBold: Bool = false) -> String {
        let words = isBold ? "<b>\(html(text))</b>" : html(text)
        return "<tr><td><font point-size=\"\(size)\" color=\"\(colour)\">\(words)</font></td></tr>"
    }

    private static func plain(_ text: String) -> String {
        String(text.map { $0.unicodeScalars.allSatisfy { $0.properties.generalCategory == .control } ? " " : $0 })
    }
}
