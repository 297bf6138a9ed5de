/// The directory (派单目录): which department leads a category at a place, and within which limits.
///
/// Rules are ordered by how much they say: the longest category first, then the lowest place, then the order in
/// the document. Categories are paths such as `市容环卫/垃圾清运`; a rule for `市容环卫` covers all below it.
public struct Directory: Hashable, Sendable {
    /// All rules, in the order of the document.
    public let rules: [DirectoryRule]
    /// Every category that a matter can bear: those listed, those of the rules, and all above them.
    public let categories: Set<String>
    private let byCategory: [String: [Int]]

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
        self.categories = Set((categories + rules.map(\.category)).flatMap(Self.pathAndAbove))
        // `水务/` is `水务`: a stroke too many must not silence a rule.
        byCategory = Dictionary(grouping: rules.indices) { Self.pathAndAbove(rules[$0].category).last ?? "" }
    }

    /// A directory without rules.
    public static let empty = Directory()

    private init() {
        rules = []
        categories = []
        byCategory = [:]
    }

    /// The rule for a category at a place; nil where nobody is named.
    public func match(category: String, place: UnitID, in territory: UnitTree) -> DirectoryRule? {
        let chain = territory.chain(from: place).map(\.id)
        var path = Substring(category)
        while true {
            if let rule = best(byCategory[String(path)] ?? [], chain) { return rule }
            guard !path.isEmpty else { return nil }
            path = path.lastIndex(of: "/").map { path[..<$0] } ?? ""
        }
    }

    private static func pathAndAbove(_ category: String) -> [String] {
        let parts = category.split(separator: "/")
        return parts.indices.map { parts[...$0].joined(separator: "/") }
    }

    private func best(_ candidates: [Int], _ chain: [UnitID]) -> DirectoryRule? {
        var found: (depth: Int, rule: DirectoryRule)?
        for index in candidates {
            let rule = rules[index]
            // A rule for the whole district is the farthest away; one for another place does not match.
            guard let depth = rule.place.map({ chain.firstIndex(of: $0) }) ?? chain.count else { continue }
            if depth < found?.depth ?? .max { found = (depth, rule) }
        }
        return found?.rule
    }
}

/// One rule of the directory.
public struct DirectoryRule: Hashable, Sendable {
    /// Its id, as the city writes it; unique in the directory.
    public let id: String
    /// The category that it covers with everything below; empty: all.
    public let category: String
    /// The unit whose ground it covers; nil: the whole district.
    public let place: UnitID?
    /// Who leads (主办).
    public let lead: UnitID
    /// Limits by the name of their clock, such as `whole: 5wd`.
    public let limits: [ClockName: Limit]
    /// Whether the law gives the matter to the base, shares it or has taken it back from the street.
    public let duty: Duty

    /// Makes a rule.
    public init(
        id: String,
        category: String,
        place: UnitID?,
        lead: UnitID,
        limits: [ClockName: Limit] = [:],
        duty: Duty = .basic
    ) {
        self.id = id
        self.category = category
        self.place = place
        self.lead = lead
        self.limits = limits
        self.duty = duty
    }

    /// 乡镇（街道）履行职责事项清单: whose duty the matter is.
    public enum Duty: String, Hashable, Sendable, CaseIterable {
        /// 基本履职: the street's own.
        case basic
        /// 配合履职: a department's, with the street's help.
        case assist
        /// 上级收回: taken back by the department; never sent to a street.
        case reclaimed
    }
}
