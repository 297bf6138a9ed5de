/// A changed directory against past matters: what would move from which unit to which.
///
/// Takes one matter after the other and keeps counts and a few examples only, so that any number of them will do.
public struct DirectorySimulation: Sendable {
    /// Matters so far.
    public private(set) var total = 0
    /// Those whose lead would be another.
    public private(set) var moved = 0
    /// Those whose lead stays, but with other helpers, limits, duty or proof.
    public private(set) var otherTerms = 0
    private let old: Directory
    private let new: Directory
    private let territory: UnitTree
    private let mostExamples: Int
    private var tally: [Route: Tally] = [:]

    /// What would move along one way.
    public struct Move: Hashable, Sendable {
        /// Who leads by the old directory; nil: nobody.
        public let from: UnitID?
        /// Who leads by the new one; nil: nobody.
        public let to: UnitID?
        /// How many matters.
        public let count: Int
        /// The first of them.
        public let examples: [Example]
    }

    /// A matter that would move.
    public struct Example: Hashable, Sendable {
        /// The matter.
        public let matter: PastMatter
        /// The rule by which it went; nil: none fits.
        public let oldRule: String?
        /// The rule by which it would go; nil: none fits.
        public let newRule: String?
    }

    private struct Route: Hashable {
        let from: UnitID?
        let to: UnitID?
    }

    private struct Tally {
        var count = 0
        var examples: [Example] = []

        mutating func add(_ example: Example, most: Int) {
            count += example.matter.weight
            if examples.count < most { examples.append(example) }
        }
    }

    /// Begins a simulation.
    ///
    /// - Parameters:
    ///   - old: the directory as it stands.
    ///   - new: the changed one.
    ///   - territory: the district's units.
    ///   - mostExamples: how many examples are kept for each way.
    public init(from old: Directory, to new: Directory, in territory: UnitTree, mostExamples: Int = 3) {
        self.old = old
        self.new = new
        self.territory = territory
        self.mostExamples = mostExamples
    }

    /// Looks at a matter.
    public mutating func add(_ matter: PastMatter) {
        let before = old.match(category: matter.category, place: matter.place, in: territory)
        let after = new.match(category: matter.category, place: matter.place, in: territory)
        total += matter.weight
        guard before?.lead != after?.lead else {
            if before?.terms != after?.terms { otherTerms += matter.weight }
            return
        }
        moved += matter.weight
        let example = Example(matter: matter, oldRule: before?.id, newRule: after?.id)
        tally[Route(from: before?.lead, to: after?.lead), default: Tally()].add(example, most: mostExamples)
    }

    /// What would move, the most first; of equal counts in the order of the units.
    public var moves: [Move] {
        tally.map { Move(from: $0.from, to: $0.to, count: $1.count, examples: $1.examples) }
            .sorted { first, second in
                if first.count != second.count { return first.count > second.count }
                return (first.from?.rawValue ?? 0, first.to?.rawValue ?? 0)
                    < (second.from?.rawValue ?? 0, second.to?.rawValue ?? 0)
            }
    }
}

extension DirectoryRule {
    /// What a lead would notice besides being the lead.
    fileprivate var terms: Terms {
        Terms(coHandlers: coHandlers, limits: limits, duty: duty, evidence: evidence)
    }

    fileprivate struct Terms: Hashable {
        let coHandlers: [UnitID]
        let limits: [ClockName: Limit]
        let duty: Duty
        let evidence: EvidenceRule?
    }
}
