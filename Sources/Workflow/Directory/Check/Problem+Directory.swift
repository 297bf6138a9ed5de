/// What a check of a directory says, in words.
extension Problem {
    private static func rule(_ code: String, _ rule: DirectoryRule, zh: String, en: String) -> Problem {
        let about = rule.about
        return Problem(
            code: code,
            path: "rules.\(rule.id)",
            message: Bilingual(zh: "规则 \(rule.id)（\(about.zh)）\(zh)", en: "rule \(rule.id) (\(about.en)) \(en)")
        )
    }

    // MARK: - Units

    static func unknown(_ code: String, _ rule: DirectoryRule, _ id: UnitID, zh: String, en: String) -> Problem {
        self.rule(code, rule, zh: "的\(zh)不存在：#\(id)", en: "names \(en) #\(id), which is no unit")
    }

    static func cannotLead(_ rule: DirectoryRule, _ lead: Unit) -> Problem {
        self.rule(
            "cannot_lead",
            rule,
            zh: "的主办单位“\(lead.name)”不能主办",
            en: "has “\(lead.name)” lead, which is of a kind that cannot (\(lead.kind))"
        )
    }

    static func pairCannotLead(_ unit: Unit, _ pair: Unit) -> Problem {
        Problem(
            code: "pair_cannot_lead",
            path: "units.\(unit.code)",
            message: Bilingual(
                zh: "与“\(unit.name)”结对的“\(pair.name)”不能主办",
                en: "“\(pair.name)”, paired with “\(unit.name)”, is of a kind that cannot lead (\(pair.kind))"
            )
        )
    }

    static func leadCoHandles(_ rule: DirectoryRule, _ unit: Unit?) -> Problem {
        let name = unit?.name ?? "#\(rule.lead)"
        return self.rule(
            "lead_co_handles",
            rule,
            zh: "的主办单位“\(name)”又是协办单位",
            en: "has its lead “\(name)” help, too"
        )
    }

    static func coHandlerTwice(_ rule: DirectoryRule, _ unit: Unit?) -> Problem {
        let name = unit?.name ?? "?"
        return self.rule("co_handler_twice", rule, zh: "的协办单位“\(name)”写了两次", en: "names “\(name)” twice as co-handler")
    }

    // MARK: - Law

    static func reclaimedToBase(_ rule: DirectoryRule, _ unit: Unit) -> Problem {
        self.rule(
            "reclaimed_to_base",
            rule,
            zh: "是“上级收回”的事项，不能交给“\(unit.name)”",
            en: "is taken back from the base by law, and cannot go to “\(unit.name)”"
        )
    }

    static func reclaimedUndone(_ rule: DirectoryRule, _ unit: Unit, _ broad: DirectoryRule) -> Problem {
        self.rule(
            "reclaimed_undone",
            rule,
            zh: "把规则 \(broad.id) 已“上级收回”的事项又交给“\(unit.name)”",
            en: "gives to “\(unit.name)” what rule \(broad.id) has taken back from the base"
        )
    }

    static func evidence(_ rule: DirectoryRule, _ fault: EvidenceRule.Fault) -> Problem {
        self.rule(fault.rawValue, rule, zh: fault.message.zh, en: fault.message.en)
    }

    // MARK: - Which rule counts

    static func overlap(_ rule: DirectoryRule, with winner: DirectoryRule, at witness: String) -> Problem {
        let never = rule.attributes == winner.attributes
        return self.rule(
            "overlap",
            rule,
            zh: "与排在前面的 \(winner.id) 同样具体，在“\(witness)”两条都适用，以 \(winner.id) 为准"
                + (never ? "，本条从不适用" : ""),
            en: "says as much as \(winner.id), which stands before it: at “\(witness)” both fit and \(winner.id) counts"
                + (never ? "; this one never does" : "")
        )
    }

    static func shadowed(_ rule: DirectoryRule, by nearer: [String]) -> Problem {
        let shown = nearer.prefix(5).joined(separator: "、") + (nearer.count > 5 ? "…" : "")
        let english = nearer.prefix(5).joined(separator: ", ") + (nearer.count > 5 ? "…" : "")
        return self.rule(
            "never_matches",
            rule,
            zh: "从不适用：凡适用之处都有更具体的规则（\(shown)）",
            en: "never matches: wherever it fits, others say more (\(english))"
        )
    }

    static func nowhere(_ rule: DirectoryRule, at place: Unit?) -> Problem {
        let name = place?.name ?? "全区"
        let english = place.map { "“\($0.name)”" } ?? "the district"
        let list = rule.attributes.sorted()
        return list.isEmpty
            ? self.rule(
                "never_matches",
                rule,
                zh: "从不适用：“\(name)”没有可以上报诉求的地方",
                en: "never matches: \(english) has no place where a matter can be"
            )
            : self.rule(
                "never_matches",
                rule,
                zh: "从不适用：“\(name)”没有属性为“\(list.joined(separator: "、"))”的地方",
                en: "never matches: \(english) has no place that is “\(list.joined(separator: ", "))”"
            )
    }

    static func needless(_ rule: DirectoryRule) -> Problem {
        self.rule(
            "never_matches",
            rule,
            zh: "从不适用：每个类别都有自己的规则",
            en: "never matches: every category has rules of its own there"
        )
    }

    // MARK: - Without an owner

    static func uncovered(_ category: String, at top: Unit?, _ open: PlaceSet, _ lower: Int, _ places: Places)
        -> Problem
    {
        let witness = places.lowest(of: open).map { places.path(to: $0) } ?? ""
        let count = open.count
        let below = Bilingual(
            zh: lower == 0 ? "" : "，其下 \(lower) 个类别也有缺口",
            en: lower == 0 ? "" : "; so have \(lower) categories below"
        )
        return Problem(
            code: "uncovered",
            path: "categories.\(category)" + (top.map { ".places.\($0.code)" } ?? ""),
            message: Bilingual(
                zh: "“\(category)”在\(top.map { "“\($0.name)”" } ?? "全区")没有主办单位：\(count) 处，如“\(witness)”\(below.zh)",
                en: "“\(category)” has no owner in \(top.map { "“\($0.name)”" } ?? "the district"): "
                    + "\(count) places, such as “\(witness)”\(below.en)"
            )
        )
    }
}

extension DirectoryRule {
    /// What it is for, in few words.
    var about: Bilingual {
        let attributes = attributes.sorted()
        return Bilingual(
            zh: ([category.isEmpty ? "所有类别" : category] + attributes).joined(separator: "、"),
            en: ([category.isEmpty ? "all categories" : category] + attributes).joined(separator: ", ")
        )
    }
}
