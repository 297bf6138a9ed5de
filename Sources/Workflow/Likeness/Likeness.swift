/// How much two matters look like one (疑似重复), and why.
///
/// Nothing is merged by it: it shows a dispatcher what to look at before the same thing is dispatched twice. Practice: the 12345
/// opinion of 2025 (国办) asks for merging what several residents say of one thing.
public struct Likeness: Hashable, Sendable {
    /// What speaks for it.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// Title and text are much alike.
        case words
        /// The same telephone stands in both.
        case caller
        /// The same unit, or one above the other within a compound.
        case place
        /// The same category, or one below the other.
        case category

        /// What people call it.
        public var title: Bilingual {
            switch self {
            case .words: Bilingual(zh: "内容相近", en: "alike in words")
            case .caller: Bilingual(zh: "同一电话", en: "the same telephone")
            case .place: Bilingual(zh: "同一地点", en: "the same place")
            case .category: Bilingual(zh: "同一类别", en: "the same category")
            }
        }
    }

    /// What speaks for it, in the order of `Reason`.
    public let reasons: [Reason]
    /// From 0 to 100: how much.
    public let percent: Int

    /// Whether a dispatcher is shown it: two things at least speak for it, and words or caller are one of them.
    public var isLikely: Bool { reasons.count >= 2 && (reasons.contains(.words) || reasons.contains(.caller)) }

    /// Compares two matters.
    ///
    /// - Parameters:
    ///   - one: a matter.
    ///   - other: another.
    ///   - isOneCaller: whether the same telephone stands in both.
    ///   - territory: the district's units.
    public init(_ one: MatterSketch, _ other: MatterSketch, isOneCaller: Bool, in territory: UnitTree) {
        let alike = one.likeness(of: other)
        var reasons: [Reason] = []
        if alike >= Self.alikeFrom { reasons.append(.words) }
        if isOneCaller { reasons.append(.caller) }
        if Self.isOnePlace(one.place, other.place, territory) { reasons.append(.place) }
        if Self.isOneCategory(one.category, other.category) { reasons.append(.category) }
        self.reasons = reasons
        let points = reasons.reduce(0) { $0 + ($1 == .words ? 0 : Self.points) } + alike * Self.pointsOfWords / 100
        percent = min(100, points)
    }

    /// From so many of a hundred bigrams in common, words are alike. (Two accounts of one leak share about a third of theirs; two
    /// leaks in different houses hardly a tenth.)
    static let alikeFrom = 25
    private static let points = 20
    private static let pointsOfWords = 60

    /// Kinds of units that are one place for whoever goes there; a community or a street is too large for that.
    private static let small: Set<UnitKind> = ["stairwell", "building", "compound", "grid"]

    private static func isOnePlace(_ one: UnitID, _ other: UnitID, _ territory: UnitTree) -> Bool {
        if one == other { return true }
        let (upper, lower) = territory.isAbove(one, of: other) ? (one, other) : (other, one)
        return territory.isAbove(upper, of: lower) && territory[upper].map { small.contains($0.kind) } ?? false
    }

    private static func isOneCategory(_ one: String, _ other: String) -> Bool {
        one == other || one.hasPrefix(other + "/") || other.hasPrefix(one + "/")
    }
}

/// What of a matter is compared.
public struct MatterSketch: Hashable, Sendable {
    /// Where it happened.
    public let place: UnitID
    /// Its category.
    public let category: String
    /// Pieces of title and text: pairs of characters, as the search has them.
    public let pieces: Set<String>

    /// What of a matter is compared.
    public init(place: UnitID, category: String, pieces: Set<String>) {
        self.place = place
        self.category = category
        self.pieces = pieces
    }

    /// How many of a hundred pieces both have: twice those in common, of all (Dice).
    func likeness(of other: MatterSketch) -> Int {
        let all = pieces.count + other.pieces.count
        return all == 0 ? 0 : 200 * pieces.intersection(other.pieces).count / all
    }
}
