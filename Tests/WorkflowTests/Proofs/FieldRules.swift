import Workflow

/// The rules of the field for one kind of ticket, as tables.
///
/// Who may do what and when, what it needs, what follows, who answers, and every limit: an oracle that shares nothing
/// with the definition but the names.
struct FieldRules {
    struct Act {
        let origins: Set<String>
        let standings: [Standing]
        let needs: [FieldName]
        let conditions: [String]
        let does: [String]
        let ways: [Way]
    }

    struct Way {
        let when: [String]
        /// Nil: the state stays; `back`: where the aside was entered.
        let to: String?
        let does: [String]
    }

    struct State {
        /// `desk`, `lead`, `aside` or `end`.
        let answers: String
        let hand: String
        let starts: [ClockName]
        let keeps: Set<ClockName>
    }

    struct Clock {
        let limit: String
        let stands: Set<String>
        let warns: [Standing]
        let rungs: [(after: String, act: ActionName?, tells: [Standing])]
        let isWindow: Bool
        let isQuiet: Bool
    }

    /// 延期 at most 10 working days, 挂账 reviewed at most every 90 days, an order answered within 30 working days.
    static let bounds: [FieldName: ClosedRange<Int64>] = [
        "extension_days": 1...10, "parking_days": 1...90, "reply_days": 1...30,
    ]

    let name: DefinitionName
    let kept: Set<FieldName>
    let acts: [ActionName: Act]
    let states: [StateName: State]
    let clocks: [ClockName: Clock]

    init(name: DefinitionName, kept: String, everywhere: String, acts: String, states: String, clocks: String) {
        self.name = name
        self.kept = Set(kept.words.compactMap { FieldName($0) })
        let everywhere = Set(everywhere.words.compactMap { ClockName($0) })
        self.acts = Self.table(acts) { columns in
            Act(
                origins: Set(columns[1].words),
                standings: columns[2].split(separator: " ").map { Standing($0) },
                needs: columns[3].words.compactMap { FieldName($0) },
                conditions: columns[4].parts(","),
                does: columns[5].words,
                ways: columns[6].isEmpty ? [Way(when: [], to: nil, does: [])] : columns[6].parts("/").map { Way($0) }
            )
        }
        self.states = Self.table(states) { columns in
            State(
                answers: columns[1],
                hand: columns[2],
                starts: columns[3].words.compactMap { ClockName($0) },
                keeps: Set(columns[4].words.compactMap { ClockName($0) }).union(everywhere)
            )
        }
        self.clocks = Self.table(clocks) { columns in
            Clock(
                limit: columns[1],
                stands: Set(columns[2].words),
                warns: columns[3].tellings,
                rungs: columns[4].parts("/").map { rung in
                    let act = rung.words.dropFirst().first { !$0.hasPrefix(">") }
                    return (rung.words[0], act.flatMap { ActionName($0) }, rung.tellings)
                },
                isWindow: columns[5] == "window",
                isQuiet: columns[5] == "quiet"
            )
        }
    }

    /// Whether the tables know a part of the definition.
    func hasRow(_ part: (section: String, name: String)) -> Bool {
        switch part.section {
        case "actions": acts.keys.contains { $0.text == part.name }
        case "states": states.keys.contains { $0.text == part.name }
        case "clocks": clocks.keys.contains { $0.text == part.name }
        default: true
        }
    }

    private static func table<Kind, Row>(_ text: String, _ row: ([String]) -> Row) -> [Name<Kind>: Row] {
        var rows: [Name<Kind>: Row] = [:]
        for line in text.split(separator: "\n") {
            let columns = line.split(separator: "|", omittingEmptySubsequences: false).map { $0.trimmed }
            guard let name = Name<Kind>(columns[0]) else { preconditionFailure("no name begins: \(line)") }
            rows[name] = row(columns + ["", ""])
        }
        return rows
    }
}

extension FieldRules.Way {
    /// `condition & condition: state {does}`; each part may be missing.
    init(_ text: String) {
        var rest = text[...]
        var does: [String] = []
        if let brace = rest.firstIndex(of: "{") {
            does = String(rest[brace...].dropFirst().dropLast()).words
            rest = rest[..<brace]
        }
        var when: [String] = []
        if let colon = rest.firstRange(of: ": ") {
            when = String(rest[..<colon.lowerBound]).parts("&")
            rest = rest[colon.upperBound...]
        }
        let to = rest.trimmed
        self.init(when: when, to: to.isEmpty ? nil : to, does: does)
    }
}

extension StringProtocol {
    var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text = text.dropFirst() }
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return String(text)
    }
}

extension String {
    var words: [String] { split(separator: " ").map(String.init) }

    func parts(_ separator: Character) -> [String] {
        split(separator: separator).map(\.trimmed).filter { !$0.isEmpty }
    }

    /// Those that are told: `>desk`.
    var tellings: [Standing] { words.filter { $0.hasPrefix(">") }.map { Standing($0.dropFirst()) } }
}
