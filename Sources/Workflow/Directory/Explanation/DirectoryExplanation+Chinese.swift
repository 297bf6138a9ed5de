extension DirectoryExplanation {
    /// The explanation in Chinese, one sentence a line.
    public var chineseLines: [String] {
        var lines = ["“\(category)”在“\(path)”："] + answerLines
        guard !nearMisses.isEmpty else { return lines }
        lines.append("差一点适用的规则：")
        lines += nearMisses.map { "  \(chinese($0.rule)) — \(chinese($0.reason, of: $0.rule))" }
        if more > 0 { lines.append("  另有 \(more) 条") }
        return lines
    }

    /// The explanation in Chinese as one text.
    public var chinese: String { chineseLines.joined(separator: "\n") }

    private var answerLines: [String] {
        switch answer {
        case .rule(let rule): ["适用规则 \(chinese(rule))"] + details(rule)
        case .pair(let rule):
            ["没有规则适用；按一对一结对包建，先请与“\(rule.place.map { name(of: $0) } ?? "")”结对的“\(name(of: rule.lead))”"]
        case .nobody: ["没有规则适用，也没有结对单位：没有主办单位"]
        }
    }

    private func chinese(_ rule: DirectoryRule) -> String {
        let category = rule.category.isEmpty ? "所有类别" : rule.category
        let parts = [category, rule.place.map { name(of: $0) } ?? "全区"] + rule.attributes.sorted()
        return "\(rule.id)（\(parts.joined(separator: " × "))）→ \(name(of: rule.lead))"
    }

    private func details(_ rule: DirectoryRule) -> [String] {
        var lines: [String] = []
        if !rule.coHandlers.isEmpty {
            lines.append("  协办：" + rule.coHandlers.map { name(of: $0) }.joined(separator: "、"))
        }
        if !rule.limits.isEmpty {
            lines.append("  时限：" + limits(of: rule, .zh).joined(separator: "、"))
        }
        lines.append("  履职：" + rule.duty.title.zh)
        if let evidence = rule.evidence {
            let asked = evidence.asked.map(\.title.zh).sorted().joined(separator: "、")
            lines.append("  取证：\(asked)（\(evidence.necessity)；\(evidence.approval)）；也可以只写文字说明")
        }
        if !rule.source.isEmpty { lines.append("  依据：" + rule.source) }
        return lines
    }

    func chinese(_ reason: Reason, of rule: DirectoryRule) -> String {
        switch reason {
        case .shorterCategory: "也适用，但类别较宽"
        case .widerPlace: "也适用，但地方较大"
        case .fewerAttributes: "也适用，但属性较少"
        case .later: "也适用、同样具体，但排在后面"
        case .missingAttributes(let missing): "此处没有属性“\(missing.joined(separator: "、"))”"
        case .otherPlace: "只用于“\(rule.place.map { name(of: $0) } ?? "全区")”"
        case .otherCategory: "只用于类别“\(rule.category)”"
        }
    }
}
