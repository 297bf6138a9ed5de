/// Finds the category of which a message uses the words.
///
/// Pairs of characters of a category's own name and title, and the words by which people look for it, count the more, the fewer
/// categories have them. Where several fit equally well, it is the category above all of them.
struct PastedCategory {
    private let terms: [Term]
    /// How many categories have a pair.
    private let shared: [[UInt32]: Int]

    private struct Term {
        let category: String
        let name: [UInt32]
        let pairs: Set<[UInt32]>
        let keywords: [[UInt32]]
    }

    init(_ categories: Set<String>, _ list: CategoryList) {
        let entries = Dictionary(list.entries.map { ($0.category, $0) }, uniquingKeysWith: { first, _ in first })
        terms = categories.filter { !$0.isEmpty }.sorted().map { category in
            let name = Self.codes(category.split(separator: "/").last.map(String.init) ?? category)
            let entry = entries[category]
            return Term(
                category: category,
                name: name,
                pairs: Self.pairs(name).union(Self.pairs(Self.codes(entry?.title.zh ?? ""))),
                keywords: (entry?.keywords ?? []).map(Self.codes)
            )
        }
        shared = terms.reduce(into: [:]) { shared, term in for pair in term.pairs { shared[pair, default: 0] += 1 } }
    }

    /// The category; nil where the message has too little in common with any.
    func category(in text: String) -> String? {
        let codes = Self.codes(text)
        let pairs = Self.pairs(codes)
        let ranked = terms.map { (category: $0.category, points: points($0, codes, pairs)) }
        guard let most = ranked.map(\.points).max(), most >= Self.least else { return nil }
        let best = ranked.filter { $0.points == most }.map(\.category)
        guard best.count > 1 else { return best.first }
        return CategoryPath.withAllAbove(best[0]).last { upper in
            best.allSatisfy { CategoryPath.covers(upper, $0) }
        }
    }

    /// A pair that more than three categories have says too little by itself.
    private static let least = 20

    private func points(_ term: Term, _ codes: [UInt32], _ pairs: Set<[UInt32]>) -> Int {
        var points = term.pairs.intersection(pairs).reduce(0) { $0 + 60 / (shared[$1] ?? 1) }
        if term.name.count > 1, Self.contains(codes, term.name) { points += 100 }
        for word in term.keywords where Self.contains(codes, word) { points += 20 * min(word.count, 4) }
        return points
    }

    private static func codes(_ text: String) -> [UInt32] { MaskScan(text).codes }

    /// Pairs of Chinese characters: two letters together say nothing.
    private static func pairs(_ codes: [UInt32]) -> Set<[UInt32]> {
        Set(zip(codes, codes.dropFirst()).lazy.filter { min($0, $1) >= 0x3400 }.map { [$0, $1] })
    }

    /// Whether a word stands in a text; one of letters by itself: `light` is not in `slightly`.
    private static func contains(_ codes: [UInt32], _ word: [UInt32]) -> Bool {
        guard let first = word.first, let last = word.last, codes.count >= word.count else { return false }
        return (0...(codes.count - word.count)).contains { begin in
            guard codes[begin] == first, codes[begin..<(begin + word.count)].elementsEqual(word) else { return false }
            let end = begin + word.count
            return !(first.isLetter && begin > 0 && codes[begin - 1].isLetter)
                && !(last.isLetter && end < codes.count && codes[end].isLetter)
        }
    }
}
