/// One rule of the directory.
public struct DirectoryRule: Hashable, Sendable {
    /// Its id, as the city writes it; unique in the directory.
    public let id: String
    /// The category that it covers with everything below; empty: all.
    public let category: String
    /// The unit whose ground it covers; nil: the whole district.
    public let place: UnitID?
    /// What a place must have besides, such as 三无 or 老旧小区; none: the rule is for every kind of place.
    public let attributes: Set<String>
    /// Who leads (主办).
    public let lead: UnitID
    /// Who helps (协办), in the order in which they are asked.
    public let coHandlers: [UnitID]
    /// Limits by the name of their clock, such as `whole: 5wd`.
    public let limits: [ClockName: Limit]
    /// Whether the law gives the matter to the base, shares it or has taken it back from the street.
    public let duty: Duty
    /// Which proof of the work is asked for; nil: none, as nearly everywhere.
    public let evidence: EvidenceRule?
    /// The law or practice that says so.
    public let source: String

    /// Makes a rule.
    public init(
        id: String,
        category: String,
        place: UnitID?,
        attributes: Set<String> = [],
        lead: UnitID,
        coHandlers: [UnitID] = [],
        limits: [ClockName: Limit] = [:],
        duty: Duty = .basic,
        evidence: EvidenceRule? = nil,
        source: String = ""
    ) {
        self.id = id
        self.category = category
        self.place = place
        self.attributes = attributes
        self.lead = lead
        self.coHandlers = coHandlers
        self.limits = limits
        self.duty = duty
        self.evidence = evidence
        self.source = source
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

extension DirectoryRule.Duty {
    /// What people call it.
    public var title: Bilingual {
        switch self {
        case .basic: Bilingual(zh: "基本履职", en: "the base's own")
        case .assist: Bilingual(zh: "配合履职", en: "shared with the base")
        case .reclaimed: Bilingual(zh: "上级收回", en: "taken back from the base")
        }
    }
}

extension DirectoryRule {
    /// What the ids of rules begin with that came of an arbiter's ruling: a sheet that does not name them leaves them.
    public static let rulingPrefix = "ruling/"

    /// What the ids of rules begin with that no city wrote: they speak for a department paired with a place.
    public static let pairPrefix = "pair/"

    /// The rule of the department paired with a place or, next, with what is above it.
    ///
    /// - Parameter chain: the place and all above it.
    /// - Returns: a rule whose id is `pair/` and the code of the paired unit; nil where nobody is paired.
    static func pair(along chain: [Unit]) -> DirectoryRule? {
        for unit in chain {
            guard let lead = unit.pair else { continue }
            return DirectoryRule(
                id: pairPrefix + unit.code,
                category: "",
                place: unit.id,
                lead: lead,
                duty: .assist,
                source: "一对一结对包建"
            )
        }
        return nil
    }
}
