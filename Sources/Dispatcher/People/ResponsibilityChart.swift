package import PGStore
package import Workflow

/// Who is responsible where, from some units downwards (网格治理组织体系图): each unit with its posts, and how much is amiss in
/// each branch.
///
/// It is made of the configuration alone, in memory: what it costs grows with what is shown, but for one count over the branches.
package struct ResponsibilityChart: Sendable {
    /// The units, each right before those below it; those of one unit in the order of their codes.
    package let branches: [Branch]
    /// Whether units right below the first ones were left out.
    package let isMore: Bool
    /// What is amiss in all of it.
    package let amiss: Amiss

    /// Units right below those that it begins with, at the most; what lies further below is shown whole levels at a time.
    package static let most = 1_000

    /// What is asked for.
    package struct Question: Sendable {
        /// With which units it begins; none is above another.
        package let roots: [UnitID]
        /// When posts are looked at.
        package let now: Instant
        /// The day of which duty is looked at.
        package let tomorrow: LocalDate
        /// Only branches in which something is amiss.
        package let isAmissOnly: Bool
        /// Units at the most, but for those right below the first ones.
        package let limit: Int

        package init(roots: [UnitID], now: Instant, tomorrow: LocalDate, isAmissOnly: Bool, limit: Int) {
            self.roots = roots
            self.now = now
            self.tomorrow = tomorrow
            self.isAmissOnly = isAmissOnly
            self.limit = limit
        }
    }

    /// A unit of it.
    package struct Branch: Sendable {
        /// The unit.
        package let unit: UnitID
        /// The unit above, where that is shown, too.
        package let parent: UnitID?
        /// Whether it begins a line of its own that stands on the ground of the first ones, such as the party's.
        package let isOtherLine: Bool
        /// Its posts.
        package let posts: [(line: PostList.Line, isAmiss: Bool)]
        /// Hours of the day for which its roster names nobody.
        package let uncovered: [PostBook.Gap]
        /// Whether it needs people and has no post at all: one of what is amiss.
        package let isWithoutPeople: Bool
        /// What is amiss in it and below it.
        package let amiss: Amiss
        /// Units below it.
        package let below: Int
        /// Whether those below it are left out.
        package let isCut: Bool
    }

    /// How much is amiss.
    package struct Amiss: Hashable, Sendable {
        /// Posts that nobody fills, and units without anybody at all.
        package var posts = 0
        /// Stretches without anybody on duty.
        package var duty = 0

        var isNothing: Bool { posts == 0 && duty == 0 }

        static func += (left: inout Self, right: Self) {
            left.posts += right.posts
            left.duty += right.duty
        }
    }
}

extension ResponsibilityChart {
    /// Draws it.
    ///
    /// - Parameters:
    ///   - configuration: the district.
    ///   - question: what is asked for.
    package init(_ configuration: DistrictConfiguration, _ question: Question) {
        let count = AmissCount(configuration, question)
        let territory = configuration.territory
        let others = territory.otherLines(on: question.roots)
        let roots = (question.roots + others).filter { count.isShown($0) }
        var levels: [[UnitID]] = [roots]
        var (shown, isMore) = (roots.count, false)
        while let last = levels.last {
            var next = last.flatMap { count.children[$0] ?? [] }.filter { count.isShown($0) }
            let isFirst = levels.count == 1
            if isFirst, next.count > Self.most { (next, isMore) = (Array(next.prefix(Self.most)), true) }
            if next.isEmpty || !isFirst && shown + next.count > question.limit { break }
            levels.append(next)
            shown += next.count
        }
        let known = Set(levels.joined())
        let lines = Dictionary(
            grouping: PostList(configuration, units: Array(known), at: question.now).lines,
            by: \.post.unit
        ).mapValues { lines in
            // Who keeps the system answers for no ground: they stand last.
            lines.filter { !$0.keepsSystem } + lines.filter(\.keepsSystem)
        }
        func branches(_ unit: UnitID, _ parent: UnitID?) -> [Branch] {
            let below = (count.children[unit] ?? []).filter { count.isShown($0) }
            let shown = below.filter(known.contains)
            let branch = Branch(
                unit: unit,
                parent: parent,
                isOtherLine: others.contains(unit),
                posts: (lines[unit] ?? []).map { ($0, count.isAmiss($0.post)) },
                uncovered: count.uncovered[unit] ?? [],
                isWithoutPeople: count.withoutPeople.contains(unit),
                amiss: count.whole[unit] ?? Amiss(),
                below: count.below[unit] ?? 0,
                isCut: shown.isEmpty && !below.isEmpty
            )
            return [branch] + shown.flatMap { branches($0, unit) }
        }
        self.branches = roots.flatMap { branches($0, nil) }
        self.isMore = isMore
        amiss = roots.reduce(into: Amiss()) { $0 += count.whole[$1] ?? Amiss() }
    }
}

extension PostList.Line {
    fileprivate var keepsSystem: Bool { PostBook.administrators.contains(post.role) }
}

/// What is amiss in each unit, and in all of its branch.
private struct AmissCount {
    let question: ResponsibilityChart.Question
    let book: PostBook
    /// Open units right below each, in the order of their codes.
    private(set) var children: [UnitID: [UnitID]] = [:]
    private(set) var uncovered: [UnitID: [PostBook.Gap]] = [:]
    private(set) var whole: [UnitID: ResponsibilityChart.Amiss] = [:]
    private(set) var withoutPeople: Set<UnitID> = []
    private(set) var below: [UnitID: Int] = [:]

    init(_ configuration: DistrictConfiguration, _ question: ResponsibilityChart.Question) {
        self.question = question
        book = configuration.posts ?? PostBook(tenures: [])
        let territory = configuration.territory
        let duty = configuration.gaps(on: question.tomorrow).filter { gap in
            if case .duty = gap { true } else { false }
        }
        uncovered = Dictionary(grouping: duty, by: \.unit)
        let needed = Set(configuration.unitsNeedingPeople)
        let roots = question.roots + territory.otherLines(on: question.roots)
        // From the bottom up: what stands below is counted before.
        for unit in roots.flatMap({ territory.subtree(of: $0) }).reversed() where whole[unit] == nil {
            children[unit] = territory.children(of: unit).filter { $0.closing == nil }
                .sorted { $0.code < $1.code }.map(\.id)
            let posts = Set(book.tenures(in: unit).map(\.post))
            var amiss = ResponsibilityChart.Amiss(
                posts: posts.count { book.isAmiss($0, at: question.now) },
                duty: uncovered[unit]?.count ?? 0
            )
            if posts.isEmpty, needed.contains(unit) {
                withoutPeople.insert(unit)
                amiss.posts += 1
            }
            for child in children[unit] ?? [] {
                amiss += whole[child] ?? ResponsibilityChart.Amiss()
                below[unit, default: 0] += 1 + (below[child] ?? 0)
            }
            whole[unit] = amiss
        }
    }

    func isAmiss(_ post: Post) -> Bool { book.isAmiss(post, at: question.now) }

    func isShown(_ unit: UnitID) -> Bool { !question.isAmissOnly || whole[unit].map { !$0.isNothing } ?? false }
}

extension UnitTree {
    /// Where other lines begin that stand on the ground of some units (党线、全程代办): their topmost open units, by code.
    func otherLines(on roots: [UnitID]) -> [UnitID] {
        let ground = Set(roots.flatMap { subtree(of: $0) })
        let others = Set(ground.flatMap { standing(on: $0) }.filter { $0.closing == nil }.map(\.id)).subtracting(ground)
        return others.filter { unit in !chain(from: unit).dropFirst().contains { others.contains($0.id) } }
            .sorted { (self[$0]?.code ?? "") < (self[$1]?.code ?? "") }
    }
}

extension DistrictConfiguration {
    /// Whether a unit lies below some units, or in a line that stands on their ground.
    package func isInChart(_ unit: UnitID, of roots: Set<UnitID>) -> Bool {
        let starts = roots.union(territory.otherLines(on: roots.sorted()))
        return territory.chain(from: unit).contains { starts.contains($0.id) }
    }
}
