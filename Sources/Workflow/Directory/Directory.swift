/// The directory (派单目录): who leads a category at a place, who helps, within which limits and upon which proof.
///
/// A rule fits a matter whose category is the rule's or lies below it, whose place is the rule's or lies below it, and
/// whose place has all attributes that the rule asks for. Of the rules that fit, the one that says most counts:
///
/// 1. the longest category (`市容环卫/垃圾清运` before `市容环卫`),
/// 2. of these the lowest place, the whole district last,
/// 3. of these the most attributes,
/// 4. of these the first in the document.
///
/// Where none fits, the department paired with the place is asked, the nearest pair first.
public final class Directory: Hashable, Sendable {
    /// All rules, in the order of the document.
    public let rules: [DirectoryRule]
    /// Every category that a matter can bear: those listed, those of the rules, and all above them.
    public let categories: Set<String>
    /// The most co-handlers that any rule names.
    public let coHandlersAtMost: Int
    let index: RuleIndex

    /// Makes a directory.
    ///
    /// - Parameters:
    ///   - rules: in the order of the document.
    ///   - categories: further categories that a matter can bear.
    /// - Throws: `Problems` with code `rule_twice` where two rules have one id.
    public init(_ rules: [DirectoryRule], categories: [String] = []) throws(Problems) {
        var seen: Set<String> = []
        let twice = rules.filter { !seen.insert($0.id).inserted }
        guard twice.isEmpty else {
            throw Problems(
                twice.map {
                    Problem(
                        code: "rule_twice",
                        path: "rules.\($0.id)",
                        message: Bilingual(zh: "规则编号重复：\($0.id)", en: "two rules have the id \($0.id)")
                    )
                }
            )
        }
        self.rules = rules
        let all = Set((categories + rules.map(\.category)).flatMap(CategoryPath.withAllAbove))
        self.categories = all
        index = RuleIndex(rules, categories: all)
        coHandlersAtMost = rules.map(\.coHandlers.count).max() ?? 0
    }

    /// Whether two directories say the same.
    public static func == (lhs: Directory, rhs: Directory) -> Bool {
        lhs === rhs || (lhs.rules == rhs.rules && lhs.categories == rhs.categories)
    }

    /// Hashes what it says.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(rules)
        hasher.combine(categories)
    }

    /// A directory without rules.
    public static let empty = Directory()

    private init() {
        rules = []
        categories = []
        index = RuleIndex([], categories: [])
        coHandlersAtMost = 0
    }

    /// The rule for a category at a place: one of the directory's, else that of the department paired with the place.
    ///
    /// Looks at the rules that stand under the categories and places above the matter, and at no other.
    ///
    /// - Parameters:
    ///   - category: what the matter is about.
    ///   - place: where it happened.
    ///   - territory: the district's units.
    /// - Returns: the rule; nil where nobody is named.
    public func match(category: String, place: UnitID, in territory: UnitTree) -> DirectoryRule? {
        let chain = territory.chain(from: place)
        let number = index.first(category: category, chain: chain) { rules[$0].holds(along: chain) }
        return number.map { rules[$0] } ?? DirectoryRule.pair(along: chain)
    }
}

extension DirectoryRule {
    /// Whether a place has all attributes that the rule asks for.
    ///
    /// - Parameter chain: the place and all above it.
    /// - Returns: whether none is lacking.
    func holds(along chain: [Unit]) -> Bool {
        attributes.allSatisfy { attribute in chain.contains { $0.attributes.contains(attribute) } }
    }
}
