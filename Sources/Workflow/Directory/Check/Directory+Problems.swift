extension Directory {
    /// What can be proved wrong with the directory in a territory; none: it may be used.
    ///
    /// | code | finding |
    /// |---|---|
    /// | `uncovered` | nobody is named for a category at a place, and nobody is paired with the place |
    /// | `overlap` | two rules say equally much at a place; the first in the document counts |
    /// | `never_matches` | wherever the rule fits, another says more; or there is no such place |
    /// | `reclaimed_to_base` | a matter that the law has taken back from the base (上级收回) is sent there |
    /// | `reclaimed_undone` | for part of its ground, what the law has taken back is given to the base after all |
    /// | `cannot_lead`, `pair_cannot_lead` | the lead, or the unit paired, is of a kind that cannot lead |
    /// | `lead_co_handles`, `co_handler_twice` | the lead helps itself; a unit helps twice |
    /// | `unknown_lead`, `unknown_place`, `unknown_co_handler` | no such unit |
    /// | `evidence_without_necessity`, `evidence_not_approved` | proof is asked for without what the law wants |
    ///
    /// - Parameters:
    ///   - territory: the district's units.
    ///   - base: kinds of unit that hold ground (the ladder of the definition); none: all units do, and none is the base.
    ///   - leads: kinds of unit that can lead; none: all can.
    /// - Returns: the findings, those of rules in the order of the document, then those of categories and units.
    public func problems(
        in territory: UnitTree,
        base: Set<UnitKind> = [],
        leads: Set<UnitKind> = []
    ) -> [Problem] {
        review(in: territory, base: base, leads: leads).problems
    }

    /// As `problems(in:base:leads:)`, with what it took.
    ///
    /// - Parameters:
    ///   - territory: the district's units.
    ///   - base: kinds of unit that hold ground.
    ///   - leads: kinds of unit that can lead.
    /// - Returns: the findings and the work.
    public func review(
        in territory: UnitTree,
        base: Set<UnitKind> = [],
        leads: Set<UnitKind> = []
    ) -> DirectoryReview {
        var proof = DirectoryProof(self, Places(territory, base: base), base: base, leads: leads)
        proof.run()
        return DirectoryReview(
            problems: proof.findings.inOrder + proof.uncovered + proof.pairProblems(territory),
            places: proof.places.ground.count,
            steps: proof.steps
        )
    }
}

/// What a check of a directory found, and what it took.
public struct DirectoryReview: Hashable, Sendable {
    /// The findings.
    public let problems: [Problem]
    /// Places where a matter can be.
    public let places: Int
    /// Operations on whole sets of places: what the check costs, whatever the machine.
    public let steps: Int
}
