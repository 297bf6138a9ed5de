extension Directory {
    /// Says which rule counts for a category at a place, which nearly did, and why not.
    ///
    /// Goes through all rules once: it is for people, not for the way of a command.
    ///
    /// - Parameters:
    ///   - category: what the matter is about.
    ///   - place: where it happened.
    ///   - territory: the district's units.
    ///   - most: how many near misses it names.
    /// - Returns: the explanation, whose answer is that of `match(category:place:in:)`.
    public func explain(
        category: String,
        place: UnitID,
        in territory: UnitTree,
        most: Int = 8
    ) -> DirectoryExplanation {
        let chain = territory.chain(from: place)
        let candidates = Array(index.candidates(category: category, chain: chain))
        let fitting = candidates.filter { rules[$0].holds(along: chain) }
        let answer = answer(fitting.first, chain)
        var misses = fitting.dropFirst().map { number in
            DirectoryExplanation.NearMiss(rule: rules[number], reason: reason(number, after: fitting[0]))
        }
        misses += candidates.filter { !rules[$0].holds(along: chain) }.map { number in
            .init(rule: rules[number], reason: .missingAttributes(rules[number].lacks(along: chain)))
        }
        misses += neighbours(category, chain)
        let shown = Array(misses.prefix(most))
        return DirectoryExplanation(
            category: category,
            chain: chain,
            answer: answer,
            nearMisses: shown,
            more: misses.count - shown.count,
            units: units(of: shown, answer, territory)
        )
    }

    private func answer(_ number: Int?, _ chain: [Unit]) -> DirectoryExplanation.Answer {
        if let number { return .rule(rules[number]) }
        return DirectoryRule.pair(along: chain).map { .pair($0) } ?? .nobody
    }

    private func reason(_ number: Int, after winner: Int) -> DirectoryExplanation.Reason {
        let (rule, best) = (rules[number], rules[winner])
        if CategoryPath.plain(rule.category) != CategoryPath.plain(best.category) { return .shorterCategory }
        if rule.place != best.place { return .widerPlace }
        return rule.attributes.count < best.attributes.count ? .fewerAttributes : .later
    }

    /// Rules of the same category for another place, then rules of a category nearby for the same place.
    private func neighbours(_ category: String, _ chain: [Unit]) -> [DirectoryExplanation.NearMiss] {
        let path = CategoryPath.plain(category)
        let top = CategoryPath.withAllAbove(path).first ?? ""
        let above = Set(chain.map(\.id))
        var places: [DirectoryExplanation.NearMiss] = []
        var lower: [DirectoryExplanation.NearMiss] = []
        var beside: [DirectoryExplanation.NearMiss] = []
        for rule in rules {
            let own = CategoryPath.plain(rule.category)
            let isHere = rule.place.map { above.contains($0) } ?? true
            if CategoryPath.covers(own, path) {
                // A rule of a wider category elsewhere is not near: it says less about more distant ground.
                if !isHere, own == path || rule.attributes.isEmpty {
                    places.append(.init(rule: rule, reason: .otherPlace))
                }
            } else if isHere, CategoryPath.covers(top, own), rule.holds(along: chain) {
                let miss = DirectoryExplanation.NearMiss(rule: rule, reason: .otherCategory)
                if CategoryPath.covers(path, own) { lower.append(miss) } else { beside.append(miss) }
            }
        }
        return places.sorted { $0.rule.category.utf8.count > $1.rule.category.utf8.count } + lower + beside
    }

    private func units(
        of misses: [DirectoryExplanation.NearMiss],
        _ answer: DirectoryExplanation.Answer,
        _ territory: UnitTree
    ) -> [UnitID: Unit] {
        var rules = misses.map(\.rule)
        switch answer {
        case .rule(let rule), .pair(let rule): rules.append(rule)
        case .nobody: break
        }
        var units: [UnitID: Unit] = [:]
        for id in rules.flatMap({ [$0.lead] + $0.coHandlers + [$0.place].compactMap(\.self) }) {
            units[id] = territory[id]
        }
        return units
    }
}

extension DirectoryRule {
    /// The attributes that a place lacks for the rule to fit, in order.
    fileprivate func lacks(along chain: [Unit]) -> [String] {
        attributes.filter { attribute in !chain.contains { $0.attributes.contains(attribute) } }.sorted()
    }
}
