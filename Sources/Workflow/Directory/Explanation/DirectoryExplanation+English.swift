extension DirectoryExplanation {
    /// The explanation in English, one sentence a line.
    public var englishLines: [String] {
        var lines = ["“\(category)” at “\(path)”:"] + answerLines
        guard !nearMisses.isEmpty else { return lines }
        lines.append("rules that nearly counted:")
        lines += nearMisses.map { "  \(english($0.rule)) — \(english($0.reason, of: $0.rule))" }
        if more > 0 { lines.append("  and \(more) more") }
        return lines
    }

    /// The explanation in English as one text.
    public var english: String { englishLines.joined(separator: "\n") }

    private var answerLines: [String] {
        switch answer {
        case .rule(let rule): ["rule \(english(rule))"] + details(rule)
        case .pair(let rule):
            [
                "no rule fits; “\(name(of: rule.lead))”, paired with “\(rule.place.map { name(of: $0) } ?? "")”, "
                    + "is asked first"
            ]
        case .nobody: ["no rule fits and nobody is paired: there is no owner"]
        }
    }

    private func english(_ rule: DirectoryRule) -> String {
        let category = rule.category.isEmpty ? "all categories" : rule.category
        let parts = [category, rule.place.map { name(of: $0) } ?? "the whole district"] + rule.attributes.sorted()
        return "\(rule.id) (\(parts.joined(separator: " × "))) → \(name(of: rule.lead))"
    }

    private func details(_ rule: DirectoryRule) -> [String] {
        var lines: [String] = []
        if !rule.coHandlers.isEmpty {
            lines.append("  co-handlers: " + rule.coHandlers.map { name(of: $0) }.joined(separator: ", "))
        }
        if !rule.limits.isEmpty {
            lines.append("  limits: " + limits(of: rule, .en).joined(separator: ", "))
        }
        lines.append("  duty: " + rule.duty.title.en)
        if let evidence = rule.evidence {
            let asked = evidence.asked.map(\.title.en).sorted().joined(separator: ", ")
            lines.append(
                "  proof: \(asked) (\(evidence.necessity); \(evidence.approval)); a written account will do instead"
            )
        }
        if !rule.source.isEmpty { lines.append("  source: " + rule.source) }
        return lines
    }

    func english(_ reason: Reason, of rule: DirectoryRule) -> String {
        switch reason {
        case .shorterCategory: "fits, too, but its category is wider"
        case .widerPlace: "fits, too, but its place is wider"
        case .fewerAttributes: "fits, too, but asks for fewer attributes"
        case .later: "fits, too, and says as much, but stands later"
        case .missingAttributes(let missing): "the place is not “\(missing.joined(separator: ", "))”"
        case .otherPlace: "only for “\(rule.place.map { name(of: $0) } ?? "the whole district")”"
        case .otherCategory: "only for the category “\(rule.category)”"
        }
    }
}
