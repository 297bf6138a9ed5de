import Testing

@testable import Workflow

/// Random directories against the reference that goes through everything.
@Suite struct DirectoryPropertyTests {
    private static let runs: Range<UInt64> = 0..<300

    /// Fails with the smallest case in which a claim is false.
    private func always(_ claim: String, _ isWrong: (RandomDirectory) throws -> Bool) throws {
        for seed in Self.runs {
            let random = RandomDirectory(seed: seed)
            guard try isWrong(random) else { continue }
            Issue.record("\(claim): seed \(seed), shrunk to\n\(try random.shrunk(isWrong))")
            return
        }
    }

    @Test func `a lookup finds what going through all rules finds`() throws {
        try always("match") { random in
            let (tree, directory, naive) = (try random.territory(), try random.directory(), NaiveDirectory(random))
            for category in directory.categories.union(["z", "a/b/c/d", "", "a/"]) {
                for unit in random.units {
                    let found = directory.match(category: category, place: unit.id, in: tree)?.id
                    if found != naive.match(category, unit.id) { return true }
                }
            }
            return false
        }
    }

    @Test func `a lookup looks at no rule of another category or another place`() throws {
        try always("probes") { random in
            let (tree, directory) = (try random.territory(), try random.directory())
            for category in directory.categories {
                for unit in random.units {
                    let chain = tree.chain(from: unit.id)
                    let above = Set(chain.map(\.id))
                    let looked = directory.index.candidates(category: category, chain: chain)
                    let near = directory.rules.filter { rule in
                        CategoryPath.covers(CategoryPath.plain(rule.category), category)
                            && rule.place.map { above.contains($0) } ?? true
                    }
                    if Set(looked).count != looked.count || looked.count != near.count { return true }
                }
            }
            return false
        }
    }

    @Test func `an explanation names the rule that counts, and misses that do not`() throws {
        try always("explain") { random in
            let (tree, directory) = (try random.territory(), try random.directory())
            for category in directory.categories.union(["z", ""]) {
                for unit in random.units {
                    let found = directory.match(category: category, place: unit.id, in: tree)
                    let explanation = directory.explain(category: category, place: unit.id, in: tree, most: 99)
                    let misses = explanation.nearMisses.map(\.rule.id)
                    if explanation.rule != found || misses.contains(found?.id ?? "") { return true }
                    if Set(misses).count != misses.count || explanation.more != 0 { return true }
                }
            }
            return false
        }
    }

    @Test func `what has no owner is found, and nothing else`() throws {
        try always("uncovered") { random in
            let (tree, directory, naive) = (try random.territory(), try random.directory(), NaiveDirectory(random))
            let ground = Self.ground(random)
            let tops = ground.filter { place in !ground.contains { $0 != place && tree.isAbove($0, of: place) } }
            var wanted: Set<String> = []
            for category in directory.categories where !category.contains("/") {
                let open = tops.filter { naive.match(category, $0) == nil }
                if tops.count > 1, open.count == tops.count {
                    wanted.insert("categories.\(category)")
                } else {
                    wanted.formUnion(open.map { "categories.\(category).places.C\($0)" })
                }
            }
            let found = Self.problems(directory, tree).filter { $0.code == "uncovered" }.map(\.path)
            if found.count != wanted.count || Set(found) != wanted { return true }
            // A gap below is a gap above: no place and no category without an owner is left unsaid.
            return directory.categories.contains { category in
                ground.contains { place in
                    guard naive.match(category, place) == nil, let top = category.split(separator: "/").first else {
                        return false
                    }
                    let above = tops.first { $0 == place || tree.isAbove($0, of: place) }
                    return !wanted.contains("categories.\(top)")
                        && !wanted.contains("categories.\(top).places.C\(above?.rawValue ?? 0)")
                }
            }
        }
    }

    @Test func `a rule that never matches is named, and only such a one`() throws {
        try always("never") { random in
            let (tree, directory, naive) = (try random.territory(), try random.directory(), NaiveDirectory(random))
            let live = Set(
                directory.categories.flatMap { category in
                    Self.ground(random).compactMap { naive.match(category, $0) }
                }
            )
            let dead = Set(random.rules.map(\.id)).subtracting(live)
            let found = Self.problems(directory, tree).filter { problem in
                problem.code == "never_matches"
                    || problem.code == "overlap" && problem.message.en.contains("never does")
            }
            return Set(found.map(\.path)) != Set(dead.map { "rules.\($0)" }) || found.count != dead.count
        }
    }

    @Test func `rules that say equally much are named`() throws {
        try always("overlap") { random in
            let (tree, directory, naive) = (try random.territory(), try random.directory(), NaiveDirectory(random))
            let ground = Self.ground(random)
            let problems = Self.problems(directory, tree)
            let shadowed = Set(problems.filter { $0.code == "never_matches" }.map(\.path))
            var wanted: Set<String> = []
            for (number, rule) in random.rules.enumerated() {
                let rival = random.rules[..<number].contains { other in
                    CategoryPath.plain(other.category) == CategoryPath.plain(rule.category)
                        && other.place == rule.place && other.attributes.count == rule.attributes.count
                        && ground.contains { naive.fits(other, $0) && naive.fits(rule, $0) }
                }
                if rival { wanted.insert("rules.\(rule.id)") }
            }
            let found = Set(problems.filter { $0.code == "overlap" }.map(\.path))
            // One that never matches is named as such, whoever shares its ground.
            return !found.isSubset(of: wanted) || !wanted.subtracting(found).isSubset(of: shadowed)
        }
    }

    @Test func `what the law has taken back is never found at the base after a clean check`() throws {
        try always("reclaimed") { random in
            let (tree, directory) = (try random.territory(), try random.directory())
            let named = Set(
                Self.problems(directory, tree).filter { $0.code.hasPrefix("reclaimed") }.map(\.path)
            )
            return random.rules.contains { rule in
                let isAtBase = tree[rule.lead].map { RandomDirectory.base.contains($0.kind) } ?? false
                return rule.duty == .reclaimed && isAtBase && !named.contains("rules.\(rule.id)")
            }
        }
    }

    private static func problems(_ directory: Workflow.Directory, _ tree: UnitTree) -> [Problem] {
        directory.problems(in: tree, base: RandomDirectory.base, leads: RandomDirectory.leads)
    }

    /// Where a matter can be.
    private static func ground(_ random: RandomDirectory) -> [UnitID] {
        let naive = NaiveDirectory(random)
        return random.units.map(\.id).filter { place in
            naive.chain(place).contains { RandomDirectory.base.contains($0.kind) }
        }
    }
}
