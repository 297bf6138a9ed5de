extension DirectoryProof {
    // MARK: - What is wrong with a rule by itself, or against what the law has taken back

    /// A rule that takes a category back from the base, for its place.
    private struct Reclaimed: Hashable {
        let category: String
        let place: UnitID?
    }

    mutating func checkEachRule() {
        var reclaimed: [Reclaimed: DirectoryRule] = [:]
        for rule in directory.rules.reversed() where rule.duty == .reclaimed {
            reclaimed[Reclaimed(category: CategoryPath.plain(rule.category), place: rule.place)] = rule
        }
        for (number, rule) in directory.rules.enumerated() {
            checkUnits(rule, number)
            checkDuty(rule, number, reclaimed)
            if let fault = rule.evidence?.fault { findings.add(.evidence(rule, fault), number) }
        }
    }

    private mutating func checkUnits(_ rule: DirectoryRule, _ number: Int) {
        if let place = rule.place, places[place] == nil {
            findings.add(.unknown("unknown_place", rule, place, zh: "适用的地方", en: "the place"), number)
        }
        if let lead = unit(rule.lead) {
            if !leads.isEmpty, !leads.contains(lead.kind) { findings.add(.cannotLead(rule, lead), number) }
        } else {
            findings.add(.unknown("unknown_lead", rule, rule.lead, zh: "主办单位", en: "the lead"), number)
        }
        var seen: Set<UnitID> = []
        for helper in rule.coHandlers {
            if unit(helper) == nil {
                findings.add(.unknown("unknown_co_handler", rule, helper, zh: "协办单位", en: "a co-handler"), number)
            }
            if helper == rule.lead { findings.add(.leadCoHandles(rule, unit(helper)), number) }
            if !seen.insert(helper).inserted { findings.add(.coHandlerTwice(rule, unit(helper)), number) }
        }
    }

    /// A matter that was taken back may go to no unit of the base: not by its own rule, nor by one for part of its ground.
    private mutating func checkDuty(_ rule: DirectoryRule, _ number: Int, _ reclaimed: [Reclaimed: DirectoryRule]) {
        let atBase = ([rule.lead] + rule.coHandlers).compactMap { unit($0) }.filter { base.contains($0.kind) }
        guard let first = atBase.first else { return }
        if rule.duty == .reclaimed {
            findings.add(.reclaimedToBase(rule, first), number)
        } else if let broad = broader(rule).lazy.compactMap({ reclaimed[$0] }).first {
            findings.add(.reclaimedUndone(rule, first, broad), number)
        }
    }

    /// The same category for the same place or a wider one, nearest first.
    private func broader(_ rule: DirectoryRule) -> [Reclaimed] {
        let category = CategoryPath.plain(rule.category)
        var wider: [UnitID?] = []
        var next = rule.place
        while let here = next {
            wider.append(here)
            next = unit(here)?.parent
        }
        return (wider + [nil]).map { Reclaimed(category: category, place: $0) }
    }

    func unit(_ id: UnitID) -> Unit? { places[id].map { places.units[$0] } }

    /// Units whose pair cannot lead.
    func pairProblems(_ territory: UnitTree) -> [Problem] {
        guard !leads.isEmpty else { return [] }
        return places.units.compactMap { unit in
            guard let pair = unit.pair.flatMap({ territory[$0] }), !leads.contains(pair.kind) else { return nil }
            return .pairCannotLead(unit, pair)
        }
    }
}
