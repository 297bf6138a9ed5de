/// The proof that no category at no place is without an owner, and that every rule says something.
///
/// Who fits where is kept as a set of places for each rule. Within one category the rules are gone through from the one
/// that says most to the one that says least, and take what the ones before left over: a rule that finds nothing left
/// never matches. What a category's rules leave is for those of the category above, down to the pairs; what is left
/// then has no owner. So the work is a few operations on sets for each rule and each category, where asking for each
/// category at each place would be their product.
struct DirectoryProof {
    let directory: Directory
    let places: Places
    let base: Set<UnitKind>
    let leads: Set<UnitKind>
    var findings = RuleFindings()
    private(set) var uncovered: [Problem] = []
    /// Operations on sets.
    private(set) var steps = 0
    /// The places that the rules of just one category cover.
    private var covered: [String: PlaceSet] = [:]

    init(_ directory: Directory, _ places: Places, base: Set<UnitKind>, leads: Set<UnitKind>) {
        self.directory = directory
        self.places = places
        self.base = base
        self.leads = leads
    }

    mutating func run() {
        checkEachRule()
        let shelves = Set(directory.rules.map { CategoryPath.plain($0.category) })
        for category in shelves.sorted() where !category.isEmpty { takePlaces(category) }
        if shelves.contains("") { takeRest() }
        findUncovered()
    }

    /// The rules of a category from the one that says most to the one that says least.
    ///
    /// No two places of equal depth share ground, so that depth alone puts them in order.
    private func inOrder(_ category: String) -> [Int] {
        directory.index[category].map { number in
            (number, rule: directory.rules[number], depth: depth(directory.rules[number]))
        }
        .sorted { ($1.depth, $1.rule.attributes.count, $0.0) < ($0.depth, $0.rule.attributes.count, $1.0) }
        .map(\.0)
    }

    private func depth(_ rule: DirectoryRule) -> Int {
        rule.place.map { id in places[id].map { places.depths[$0] } ?? 0 } ?? -1
    }

    /// The places that a rule fits.
    private mutating func fit(_ rule: DirectoryRule) -> PlaceSet {
        steps += 1 + rule.attributes.count
        var fit = places.ground
        if let place = rule.place {
            guard let number = places[place] else { return places.empty }
            fit.formIntersection(places.run(number))
        }
        for attribute in rule.attributes { fit.formIntersection(places.having(attribute)) }
        return fit
    }
}

extension DirectoryProof {
    // MARK: - Rules that never match, and rules that say equally much

    private struct Taken {
        let number: Int
        let rule: DirectoryRule
        let fit: PlaceSet
    }

    /// Lets the rules of a category take their places.
    private mutating func takePlaces(_ category: String) {
        var taken = places.empty
        var before: [Taken] = []
        var equals = EqualRules()
        for number in inOrder(category) {
            let rule = directory.rules[number]
            let fit = fit(rule)
            steps += 2
            if fit.isEmpty {
                guard !findings.has("unknown_place", number) else { continue }
                findings.add(.nowhere(rule, at: rule.place.flatMap { places[$0] }.map { places.units[$0] }), number)
            } else if let twin = equals.twin(of: rule) {
                overlap(rule, number, with: twin, at: fit)
            } else if fit.subtracting(taken).isEmpty {
                steps += before.count
                let nearer = before.filter { !$0.fit.isDisjoint(with: fit) }.map(\.rule.id)
                findings.add(.shadowed(rule, by: nearer), number)
            } else {
                steps += equals.count(beside: rule)
                for rival in equals.rivals(of: rule, at: fit).prefix(1) {
                    overlap(rule, number, with: rival.rule, at: rival.fit.intersection(fit))
                }
            }
            equals.add(rule, fit)
            before.append(Taken(number: number, rule: rule, fit: fit))
            taken.formUnion(fit)
        }
        covered[category] = taken
    }

    private mutating func overlap(_ rule: DirectoryRule, _ number: Int, with winner: DirectoryRule, at both: PlaceSet) {
        let witness = places.lowest(of: both).map { places.path(to: $0) } ?? ""
        findings.add(.overlap(rule, with: winner, at: witness), number)
    }

    /// The rules for whatever has no rule of its own: no matter bears the empty category, so they have what others leave.
    private mutating func takeRest() {
        takePlaces("")
        var left = places.empty
        for category in directory.categories where !category.contains("/") {
            steps += 1
            left.formUnion(places.ground.subtracting(covered[category] ?? places.empty))
        }
        var taken = places.empty
        for number in inOrder("") where !findings.has("never_matches", number) {
            let fit = fit(directory.rules[number])
            steps += 2
            let own = fit.subtracting(taken)
            if !own.isEmpty, own.isDisjoint(with: left) {
                findings.add(.needless(directory.rules[number]), number)
            }
            taken.formUnion(fit)
        }
    }
}

extension DirectoryProof {
    // MARK: - Categories and places without an owner

    private mutating func findUncovered() {
        var below: [String: [String]] = [:]
        for category in directory.categories.sorted() {
            guard let above = CategoryPath.above(category[...]) else { continue }
            below[String(above), default: []].append(category)
        }
        var answered = covered[""] ?? places.empty
        for (number, unit) in places.units.enumerated() where unit.pair != nil {
            steps += 1
            answered.formUnion(places.run(number))
        }
        let rest = places.ground.subtracting(answered)
        for category in below[""] ?? [] {
            steps += 2
            let open = rest.subtracting(covered[category] ?? places.empty)
            if !open.isEmpty { report(category, open, lower(category, open, below)) }
        }
    }

    /// The categories below one that are open at some of its places, too.
    private mutating func lower(_ category: String, _ open: PlaceSet, _ below: [String: [String]]) -> Int {
        var count = 0
        var waiting = [(category, open)]
        while let (upper, open) = waiting.popLast() {
            for category in below[upper] ?? [] {
                steps += 1
                let rest = covered[category].map { open.subtracting($0) } ?? open
                guard !rest.isEmpty else { continue }
                count += 1
                waiting.append((category, rest))
            }
        }
        return count
    }

    /// One finding for the whole district where it has no owner at any top of the ground, else one for each top.
    ///
    /// What covers a place covers all below it, so that no gap lies below a place without one.
    private mutating func report(_ category: String, _ open: PlaceSet, _ lower: Int) {
        let tops = places.tops.filter { open.contains($0) }
        steps += tops.count
        if tops.count > 1, tops.count == places.tops.count {
            uncovered.append(.uncovered(category, at: nil, open, lower, places))
        } else {
            uncovered += tops.map { top in
                .uncovered(category, at: places.units[top], open.intersection(places.run(top)), lower, places)
            }
        }
    }
}

/// Rules of one category that say equally much: of one place, and with equally many attributes.
private struct EqualRules {
    private struct Key: Hashable {
        let place: UnitID?
        let attributes: Int
    }

    private struct Same: Hashable {
        let place: UnitID?
        let attributes: Set<String>
    }

    private var groups: [Key: [(rule: DirectoryRule, fit: PlaceSet)]] = [:]
    private var first: [Same: DirectoryRule] = [:]

    private func key(_ rule: DirectoryRule) -> Key { Key(place: rule.place, attributes: rule.attributes.count) }

    /// The earlier rule for the same place with the same attributes.
    func twin(of rule: DirectoryRule) -> DirectoryRule? {
        first[Same(place: rule.place, attributes: rule.attributes)]
    }

    func count(beside rule: DirectoryRule) -> Int { groups[key(rule)]?.count ?? 0 }

    /// Earlier rules that fit some of the same places.
    func rivals(of rule: DirectoryRule, at fit: PlaceSet) -> some Sequence<(rule: DirectoryRule, fit: PlaceSet)> {
        (groups[key(rule)] ?? []).lazy.filter { !$0.fit.isDisjoint(with: fit) }
    }

    mutating func add(_ rule: DirectoryRule, _ fit: PlaceSet) {
        let same = Same(place: rule.place, attributes: rule.attributes)
        guard first[same] == nil else { return }
        first[same] = rule
        groups[key(rule), default: []].append((rule, fit))
    }
}
