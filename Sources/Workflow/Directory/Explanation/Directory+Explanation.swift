extension Directory {
    /// Says which rule counts for a category at a place, which nearly did, and why not.
    ///
    /// Goes through all rules once: it is for people, not for the way of a command.
    ///
    /// - Parameters:
    ///   - category: what the matter is about.
    ///   - place: where it happened.
    ///   - territory: the district's units.
    ///   - clocks: what the clocks that rules limit are called.
    ///   - most: how many near misses it names.
    /// - Returns: the explanation, whose answer is that of `match(category:place:in:)`.
    public func explain(
        category: String,
        place: UnitID,
        in territory: UnitTree,
        clocks: [ClockName: Bilingual] = [:],
        most: Int = 5
    ) -> DirectoryExplanation {
        let chain = territory.chain(from: place)
        let candidates = index.candidates(category: category, chain: chain)
        let fitting = candidates.filter { rules[$0].holds(along: chain) }
        let answer = answer(fitting.first, chain)
        var misses = fitting.dropFirst().map { number in
            DirectoryExplanation.NearMiss(rule: rules[number], reason: reason(number, after: fitting[0]))
        }
        misses += candidates.filter { !rules[$0].holds(along: chain) }
            .map { number in (rules[number], rules[number].lacks(along: chain)) }.sorted { $0.1.count < $1.1.count }
            .map { .init(rule: $0.0, reason: .missingAttributes($0.1)) }
        misses += elsewhere(category, chain, territory) + besides(category, chain)
        let shown = Array(misses.prefix(most))
        return DirectoryExplanation(
            category: category,
            chain: chain,
            answer: answer,
            nearMisses: shown,
            more: misses.count - shown.count,
            units: units(of: shown, answer, territory),
            clocks: clocks
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

    /// Rules that would fit but for their place: the nearer the ground, the sooner they are told.
    private func elsewhere(
        _ category: String,
        _ chain: [Unit],
        _ territory: UnitTree
    ) -> [DirectoryExplanation.NearMiss] {
        let path = CategoryPath.plain(category)
        let steps = Dictionary(chain.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        let misses = rules.compactMap { rule -> (rule: DirectoryRule, steps: Int)? in
            // A rule of a wider category elsewhere is not near: it says less about more distant ground.
            guard let place = rule.place, steps[place] == nil, CategoryPath.plain(rule.category) == path,
                rule.holds(along: chain)
            else { return nil }
            return (rule, territory.chain(from: place).lazy.compactMap { steps[$0.id] }.first ?? chain.count)
        }
        return misses.sorted { $0.steps < $1.steps }.map { .init(rule: $0.rule, reason: .otherPlace) }
    }

    /// Rules that would fit but for their category: those right below it, then those beside it.
    private func besides(_ category: String, _ chain: [Unit]) -> [DirectoryExplanation.NearMiss] {
        let path = CategoryPath.plain(category)
        let above = CategoryPath.above(path[...]) ?? ""
        let here = Set(chain.map(\.id))
        let misses = rules.compactMap { rule -> (rule: DirectoryRule, isBelow: Bool)? in
            let own = CategoryPath.plain(rule.category)
            guard rule.place.map({ here.contains($0) }) ?? true, own != path, !own.isEmpty, rule.holds(along: chain)
            else { return nil }
            let next = CategoryPath.above(own[...]) ?? ""
            if next == path { return (rule, true) }
            // What stands beside at the top is another matter altogether.
            return !above.isEmpty && next == above ? (rule, false) : nil
        }
        return (misses.filter(\.isBelow) + misses.filter { !$0.isBelow })
            .map { .init(rule: $0.rule, reason: .otherCategory) }
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
