/// A definition drawn as a picture (SVG), laid out here: no program besides is needed where pages are served.
extension WorkflowDefinition {
    /// The picture, with titles in one language.
    ///
    /// States stand below each other in the order in which a ticket can come to them. From each leads one line down, on the
    /// right, and one up, on the left, with an arrow to every state that an act leads to; dots say where a line begins to
    /// branch. What the clock does is dashed. The same definition always gives the same text.
    ///
    /// - Parameters:
    ///   - language: of its titles.
    ///   - kind: what a kind of unit is called.
    /// - Returns: the picture.
    public func picture(_ language: Language = .zh, kind: @escaping (UnitKind) -> String = { $0.text }) -> String {
        let captions = GraphCaptions(definition: self, language: language, clockMark: "", kind: kind)
        return DefinitionPicture(self, DefinitionGraph(self, captions), captions).svg
    }
}

/// The layout of a definition's picture.
private struct DefinitionPicture {
    private let definition: WorkflowDefinition
    private let graph: DefinitionGraph
    private let captions: GraphCaptions
    private let row: [StateName: Int]
    private let down: [Trunk]
    private let up: [Trunk]

    /// All edges from one state to those below it, or to those above.
    private struct Trunk {
        let from: Int
        let to: [(row: Int, isByClock: Bool)]
        var lane = 0

        var rows: ClosedRange<Int> {
            let all = to.map(\.row) + [from]
            return (all.min() ?? from)...(all.max() ?? from)
        }
    }

    private static let (width, height, pitch, lane, top) = (236, 40, 58, 13, 24)
    private static let (ink, faint, byClock) = ("#1d252b", "#55626c", "#b25f00")

    init(_ definition: WorkflowDefinition, _ graph: DefinitionGraph, _ captions: GraphCaptions) {
        self.definition = definition
        self.graph = graph
        self.captions = captions
        let row = Dictionary(uniqueKeysWithValues: graph.states.enumerated().map { ($1, $0) })
        self.row = row
        let moves = graph.edges.compactMap { edge -> (from: Int, to: Int, isByClock: Bool)? in
            guard let from = edge.from.flatMap({ row[$0] }), let to = row[edge.to] else { return nil }
            return (from, to, edge.isByClock)
        }
        down = Self.trunks(moves.filter { $0.to > $0.from })
        up = Self.trunks(moves.filter { $0.to < $0.from })
    }

    /// One trunk a state; shorter ones stand nearer, and none on another.
    private static func trunks(_ moves: [(from: Int, to: Int, isByClock: Bool)]) -> [Trunk] {
        var trunks = Dictionary(grouping: moves) { $0.from }.sorted { $0.key < $1.key }.map { from, moves in
            // Where people do it, too, the line is theirs.
            let to = Dictionary(grouping: moves) { $0.to }.sorted { $0.key < $1.key }
                .map { (row: $0.key, isByClock: $0.value.allSatisfy(\.isByClock)) }
            return Trunk(from: from, to: to)
        }
        let order = trunks.indices.sorted {
            (trunks[$0].rows.count, trunks[$0].from) < (trunks[$1].rows.count, trunks[$1].from)
        }
        var taken: [[ClosedRange<Int>]] = []
        for index in order {
            let rows = trunks[index].rows
            let lane = taken.firstIndex { $0.allSatisfy { !$0.overlaps(rows) } } ?? taken.count
            if lane == taken.count { taken.append([]) }
            taken[lane].append(rows)
            trunks[index].lane = lane
        }
        return trunks
    }

    private func margin(_ trunks: [Trunk]) -> Int { ((trunks.map(\.lane).max() ?? -1) + 2) * Self.lane + 30 }
    private var left: Int { margin(up) }
    private func middle(_ row: Int) -> Int { Self.top + row * Self.pitch + Self.height / 2 }

    var svg: String {
        let (width, height) = (left + Self.width + margin(down), Self.top * 2 + graph.states.count * Self.pitch)
        let parts = down.map { draw($0, isDown: true) } + up.map { draw($0, isDown: false) } + states
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)" \
            font-family="Noto Sans CJK SC, Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif">
            <title>\(Self.escaped(definition.title(captions.language)))</title>
            <rect width="100%" height="100%" fill="#fff"/>
            \(parts.joined(separator: "\n"))
            </svg>

            """
    }
}

extension DefinitionPicture {
    // MARK: - Lines

    private func draw(_ trunk: Trunk, isDown: Bool) -> String {
        let side = isDown ? left + Self.width : left
        let x = isDown ? side + 22 + trunk.lane * Self.lane : side - 22 - trunk.lane * Self.lane
        // What leaves a state leaves it below its middle, what comes to it comes above.
        let begin = middle(trunk.from) + 8
        // By the clock above that: where two lines come to one state, a dashed one would else lie under a solid one.
        let ends = trunk.to.map { middle($0.row) - ($0.isByClock ? 14 : 5) }
        let last = (isDown ? ends.max() : ends.min()) ?? begin
        let colour = isDown ? "#0b5a78" : "#6b4d8a"
        var lines = [
            #"<path d="M\#(side) \#(begin)H\#(x)V\#(last)" fill="none" stroke="\#(colour)" stroke-width="1.4"/>"#
        ]
        for (target, y) in zip(trunk.to, ends) {
            let tip = isDown ? side + 7 : side - 7
            let look =
                target.isByClock ? #" stroke="\#(Self.byClock)" stroke-dasharray="4 3""# : #" stroke="\#(colour)""#
            lines.append(#"<path d="M\#(x) \#(y)H\#(tip)" fill="none" stroke-width="1.4"\#(look)/>"#)
            let fill = target.isByClock ? Self.byClock : colour
            lines.append(#"<path d="M\#(side) \#(y)L\#(tip) \#(y - 4)V\#(y + 4)z" fill="\#(fill)"/>"#)
            if y != last { lines.append(#"<circle cx="\#(x)" cy="\#(y)" r="2.6" fill="\#(colour)"/>"#) }
        }
        return lines.joined()
    }

    // MARK: - States

    private var states: [String] {
        let made = Set(graph.edges.filter { $0.from == nil }.map(\.to))
        return graph.states.enumerated().compactMap { index, name in
            definition.states[name].map { draw($0, at: index, isMade: made.contains(name)) }
        }
    }

    private func draw(_ state: StateDefinition, at index: Int, isMade: Bool) -> String {
        let (x, y) = (left, Self.top + index * Self.pitch)
        let fill = state.isFinal ? "#eef1f3" : state.isAside ? "#fff8e8" : "#e7f1f5"
        let dash = state.isAside ? #" stroke-dasharray="5 3""# : ""
        var parts = [
            #"<rect x="\#(x)" y="\#(y)" width="\#(Self.width)" height="\#(Self.height)" rx="6" fill="\#(fill)" stroke="\#(Self.faint)"\#(dash)/>"#
        ]
        if state.isFinal {
            parts.append(
                #"<rect x="\#(x + 3)" y="\#(y + 3)" width="\#(Self.width - 6)" height="\#(Self.height - 6)" rx="4" fill="none" stroke="\#(Self.faint)"/>"#
            )
        }
        if isMade { parts.append(#"<circle cx="\#(x + 14)" cy="\#(y + Self.height / 2)" r="5" fill="\#(Self.ink)"/>"#) }
        let middle = x + Self.width / 2
        let responsible = captions.responsible(state)
        let first = y + (responsible == nil ? 25 : 18)
        parts.append(
            text(
                Self.clipped(state.title(captions.language), 26),
                middle,
                first,
                #" font-size="14" font-weight="600" fill="\#(Self.ink)""#
            )
        )
        if let responsible {
            parts.append(text(Self.clipped(responsible, 34), middle, y + 33, #" font-size="11" fill="\#(Self.faint)""#))
        }
        return parts.joined()
    }

    private func text(_ words: String, _ x: Int, _ y: Int, _ look: String) -> String {
        #"<text x="\#(x)" y="\#(y)" text-anchor="middle"\#(look)>\#(Self.escaped(words))</text>"#
    }

    /// No wider than its box: a Chinese character takes as much as two Latin ones.
    private static func clipped(_ words: String, _ width: Int) -> String {
        var (left, kept) = (width, "")
        for character in words {
            left -= character.isASCII ? 1 : 2
            guard left > 0 else { return kept + "…" }
            kept.append(character)
        }
        return kept
    }

    private static func escaped(_ words: String) -> String {
        words.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
