/// Why a category at a place has the owner it has: which rule counted, and which nearly did, as data.
public struct DirectoryExplanation: Hashable, Sendable {
    /// What the matter is about.
    public let category: String
    /// The place and all above it, from the bottom up.
    public let chain: [Unit]
    /// Who is named.
    public let answer: Answer
    /// Rules that fit, too, but say less; then those that differ in one respect only, the nearest first.
    public let nearMisses: [NearMiss]
    /// How many more near misses there are.
    public let more: Int
    /// Units that are named in it.
    let units: [UnitID: Unit]
    /// What the clocks that rules limit are called.
    let clocks: [ClockName: Bilingual]

    /// Who is named, and by what.
    public enum Answer: Hashable, Sendable {
        /// A rule of the directory counts.
        case rule(DirectoryRule)
        /// No rule fits: the department that is paired with the place, or with a unit above it, is asked.
        case pair(DirectoryRule)
        /// Nobody is named.
        case nobody
    }

    /// A rule that nearly counted.
    public struct NearMiss: Hashable, Sendable {
        /// The rule.
        public let rule: DirectoryRule
        /// Why it did not count.
        public let reason: Reason
    }

    /// Why a rule did not count.
    public enum Reason: Hashable, Sendable {
        /// It fits, but its category says less.
        case shorterCategory
        /// It fits, but its place is a wider one.
        case widerPlace
        /// It fits, but it asks for fewer attributes.
        case fewerAttributes
        /// It fits and says as much, but stands later in the document.
        case later
        /// The place lacks these attributes.
        case missingAttributes([String])
        /// It is for another place.
        case otherPlace
        /// It is for another category.
        case otherCategory
    }
}

extension DirectoryExplanation {
    /// The rule by which a unit is named, be it of the directory or of a pair.
    public var rule: DirectoryRule? {
        switch answer {
        case .rule(let rule), .pair(let rule): rule
        case .nobody: nil
        }
    }

    /// What a unit that is named in it is called.
    public func name(of unit: UnitID) -> String { units[unit]?.name ?? "#\(unit)" }

    /// The limits of a rule as people read them, in the order of their clocks.
    public func limits(of rule: DirectoryRule, _ language: Language) -> [String] {
        rule.limits.sorted { $0.key < $1.key }.map { name, limit in
            "\(clocks[name]?(language) ?? name.text)\(language == .zh ? " " : ": ")\(limit.text(language))"
        }
    }

    /// Why a rule did not count, in a sentence.
    public func why(_ miss: NearMiss, _ language: Language) -> String {
        language == .zh ? chinese(miss.reason, of: miss.rule) : english(miss.reason, of: miss.rule)
    }

    /// The path from the top down to the place.
    public var path: String { chain.reversed().map(\.name).joined(separator: " › ") }
}

extension DirectoryExplanation.Reason {
    /// A stable code: what programs look at.
    public var code: String {
        switch self {
        case .shorterCategory: "shorter_category"
        case .widerPlace: "wider_place"
        case .fewerAttributes: "fewer_attributes"
        case .later: "later"
        case .missingAttributes: "missing_attributes"
        case .otherPlace: "other_place"
        case .otherCategory: "other_category"
        }
    }
}
