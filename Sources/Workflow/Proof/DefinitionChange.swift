/// One difference between two versions of a definition, and what it means for tickets that run.
///
/// Published versions never change and tickets stay with the one that they began with; the classes say what it takes to
/// move running tickets to the new one.
public struct DefinitionChange: Hashable, Sendable {
    /// What it takes to move running tickets.
    public enum Weight: Int, Hashable, Sendable, CaseIterable, Comparable {
        /// Nothing: every ticket goes on.
        case compatible = 0
        /// A plan must say what becomes of those that it concerns.
        case needsMapping = 1
        /// No plan can: the tickets that it concerns stay with their version.
        case breaking = 2

        /// Breaking weighs more than what needs mapping.
        public static func < (lhs: Weight, rhs: Weight) -> Bool { lhs.rawValue < rhs.rawValue }
    }

    /// How much it weighs.
    public let weight: Weight
    /// A stable code.
    public let code: String
    /// Where, in the new version, or in the old one where the new has none.
    public let path: String
    /// In words.
    public let message: Bilingual
}

extension DefinitionChange.Weight {
    /// The class in words.
    public var title: Bilingual {
        switch self {
        case .compatible: Bilingual(zh: "兼容", en: "compatible")
        case .needsMapping: Bilingual(zh: "须映射", en: "needs mapping")
        case .breaking: Bilingual(zh: "不兼容", en: "breaking")
        }
    }
}
